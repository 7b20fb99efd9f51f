import { describe, expect, test } from "@jest/globals";
import { missingCaCertificates } from "../../../src/rules/language/missing-ca-certificates.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingCaCertificates);

describe("missing-ca-certificates in particular", () => {
  test("finds a program that make builds, and copies from a stage without a name", () => {
    const text =
      'FROM golang:1.25\nRUN make build\n\nFROM scratch\n# The program.\nCOPY --from=0 /src/bin/app /app\nENTRYPOINT ["/app"]\n';
    expect(fixedBy(missingCaCertificates, text)).toContain(
      "FROM scratch\nCOPY --from=0 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n# The program.\nCOPY --from=0 /src/bin/app",
    );
  });

  test("a single file into the root directory is no tree", () => {
    const text = (copied: string) =>
      `FROM golang:1.25 AS build\nRUN go build -o /out/app\nFROM scratch\nCOPY --from=build ${copied} /\nCMD ["/app"]\n`;
    expect(findingsOf(missingCaCertificates, text("/out/app"))).toHaveLength(1);
  });

  test.each([
    ["EXPOSE 8080\n", "warning", "medium"],
    ["", "info", "low"],
  ])("behind %j the program may connect to others: %s, %s", (lines, severity, confidence) => {
    const text = `FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\n${lines}COPY --from=build /app /app\nCMD ["/app"]\n`;
    const [finding] = findingsOf(missingCaCertificates, text);
    expect(finding).toMatchObject({ severity, confidence });
  });

  test("Rust programs may hold certificates of their own", () => {
    const text =
      'FROM rust:1.91-alpine AS build\nRUN cargo build --release\nFROM scratch\nCOPY --from=build /target/release/app /app\nCMD ["/app"]\n';
    const [finding] = findingsOf(missingCaCertificates, text);
    expect(finding).toMatchObject({ severity: "info", confidence: "low" });
  });

  test("offers no fix where no certificates are known to be", () => {
    const text =
      'FROM company/go:1 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\nCMD ["/app"]\n';
    const [finding] = findingsOf(missingCaCertificates, text);
    expect(finding).toBeDefined();
    expect(finding?.fix).toBeNull();
  });

  test("a module with certificates of its own needs none", () => {
    const text =
      'FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\nCMD ["/app"]\n';
    const files = { "go.mod": "module x\nrequire golang.org/x/crypto/x509roots/fallback v0.0.0\n" };
    expect(findingsOf(missingCaCertificates, text, files)).toEqual([]);
  });
});

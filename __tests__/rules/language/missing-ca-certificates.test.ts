import { describe, expect, test } from "@jest/globals";
import { missingCaCertificates } from "../../../src/rules/language/missing-ca-certificates.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingCaCertificates);

describe("missing-ca-certificates in particular", () => {
  test("finds a program that make builds, and copies from a stage without a name", () => {
    const text =
      'FROM golang:1.25\nRUN make build\n\nFROM scratch\nEXPOSE 80\n# The program.\nCOPY --from=0 /src/bin/app /app\nENTRYPOINT ["/app"]\n';
    expect(fixedBy(missingCaCertificates, text)).toContain(
      "FROM scratch\nEXPOSE 80\nCOPY --from=0 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n# The program.\nCOPY --from=0 /src/bin/app",
    );
  });

  test("a single file into the root directory is no tree", () => {
    const text = (copied: string) =>
      `FROM golang:1.25 AS build\nRUN go build -o /out/app\nFROM scratch\nEXPOSE 80\nCOPY --from=build ${copied} /\nCMD ["/app"]\n`;
    expect(findingsOf(missingCaCertificates, text("/out/app"))).toHaveLength(1);
  });

  describe("how much shows that the program opens TLS connections", () => {
    const text = (lines: string) =>
      `FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\n${lines}COPY --from=build /app /app\nCMD ["/app"]\n`;
    const modules = (line: string) => ({ "go.mod": `module example.com/app\n\n${line}\n` });

    test.each<[string, string, Record<string, string>]>([
      ["an address in ENV", "ENV API=https://api.example.com/v1\n", {}],
      ["an address in ARG", "ARG QUEUE=amqps://queue.example.com\n", {}],
      [
        "a client in a list",
        "",
        modules("require (\n\tgithub.com/aws/aws-sdk-go-v2/config v1.31.0\n)"),
      ],
      ["a client in a line", "", modules("require golang.org/x/oauth2 v0.34.0")],
    ])("%s: a warning", (_, lines, files) => {
      expect(findingsOf(missingCaCertificates, text(lines), files)).toMatchObject([
        { severity: "warning", confidence: "medium" },
      ]);
    });

    test("it serves a port: advice of low confidence", () => {
      expect(findingsOf(missingCaCertificates, text("EXPOSE 8080\n"))).toMatchObject([
        { severity: "info", confidence: "low" },
      ]);
    });

    test.each<[string, string, Record<string, string>]>([
      ["nothing", "", {}],
      ["an address without TLS", "ENV API=http://api.example.com\n", {}],
      ["an address in a label", "LABEL org.opencontainers.image.url=https://example.com\n", {}],
      [
        "a client of another module",
        "",
        modules("require golang.org/x/oauth2 v0.34.0 // indirect"),
      ],
      ["a module of a like name", "", modules("require golang.org/x/oauth2x v0.34.0")],
    ])("%s: silence", (_, lines, files) => {
      expect(findingsOf(missingCaCertificates, text(lines), files)).toEqual([]);
    });

    test("says what shows it", () => {
      const [finding] = findingsOf(
        missingCaCertificates,
        text(""),
        modules("require github.com/slack-go/slack v0.17.0"),
      );
      expect(finding?.message).toContain("(`github.com/slack-go/slack` in go.mod opens some)");
    });
  });

  test("Rust programs may hold certificates of their own", () => {
    const text =
      'FROM rust:1.91-alpine AS build\nRUN cargo build --release\nFROM scratch\nEXPOSE 80\nENV API=https://api.example.com\nCOPY --from=build /target/release/app /app\nCMD ["/app"]\n';
    const [finding] = findingsOf(missingCaCertificates, text);
    expect(finding).toMatchObject({ severity: "info", confidence: "low" });
  });

  test("offers no fix where no certificates are known to be", () => {
    const text =
      'FROM company/go:1 AS build\nRUN go build -o /app\nFROM scratch\nEXPOSE 80\nCOPY --from=build /app /app\nCMD ["/app"]\n';
    const [finding] = findingsOf(missingCaCertificates, text);
    expect(finding).toBeDefined();
    expect(finding?.fix).toBeNull();
  });

  test("a module with certificates of its own needs none", () => {
    const text =
      'FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nEXPOSE 80\nCOPY --from=build /app /app\nCMD ["/app"]\n';
    const files = { "go.mod": "module x\nrequire golang.org/x/crypto/x509roots/fallback v0.0.0\n" };
    expect(findingsOf(missingCaCertificates, text, files)).toEqual([]);
  });
});

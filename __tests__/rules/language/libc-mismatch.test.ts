import { describe, expect, test } from "@jest/globals";
import { libcMismatch } from "../../../src/rules/language/libc-mismatch.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(libcMismatch);

const nodeModules =
  "FROM node:22 AS deps\nWORKDIR /app\nRUN npm ci\nFROM node:22-alpine\nCOPY --from=deps /app/node_modules /app/node_modules\n";

describe("libc-mismatch in particular", () => {
  test.each([
    [
      "gcc",
      "FROM gcc:14 AS b\nWORKDIR /src\nRUN gcc -O2 -o out/app app.c\nFROM alpine:3.22\nCOPY --from=b /src/out/app /app\n",
    ],
    [
      "the reverse",
      "FROM alpine:3.22 AS b\nRUN apk add --no-cache build-base && cc -o /app /app.c\nFROM debian:12-slim\nCOPY --from=b /app /app\n",
    ],
    [
      "cgo switched on",
      "FROM golang:1.27 AS b\nRUN CGO_ENABLED=1 go build -o /app .\nFROM alpine:3.22\nCOPY --from=b /app /app\n",
    ],
    [
      "a directory around it",
      "FROM rust:1 AS b\nWORKDIR /src\nRUN cargo build --release\nFROM alpine:3.22\nCOPY --from=b /src /src\n",
    ],
    ["Node itself", "FROM alpine:3.22\nCOPY --from=node:22 /usr/local/bin/node /usr/local/bin/\n"],
  ])("is sure of a program: %s", (_, text) => {
    expect(findingsOf(libcMismatch, text)).toMatchObject([
      { severity: "warning", confidence: "high" },
    ]);
  });

  test("is only advice for node_modules, unless package.json names a native package", () => {
    expect(findingsOf(libcMismatch, nodeModules)).toMatchObject([
      { severity: "info", confidence: "medium" },
    ]);
    const files = { "package.json": '{"dependencies": {"sharp": "^0.34.0"}}' };
    const [finding] = findingsOf(libcMismatch, nodeModules, files);
    expect(finding).toMatchObject({ severity: "warning", confidence: "medium" });
    expect(finding?.message).toContain("`sharp`");
  });

  test("names both images and both libraries", () => {
    expect(findingsOf(libcMismatch, nodeModules)[0]?.message).toContain(
      "on `node:22` (glibc) and copied into `node:22-alpine` (musl)",
    );
  });

  test("looks at stages that the image needs only", () => {
    const unused =
      "FROM rust:1 AS b\nRUN cargo build --release\nFROM alpine:3.22 AS other\nCOPY --from=b /target/release/a /a\nFROM debian:12\nCOPY --from=b /target/release/a /a\n";
    expect(findingsOf(libcMismatch, unused)).toEqual([]);
  });
});

import { describe, expect, test } from "@jest/globals";
import { invalidExposedPort } from "../../../src/rules/runtime/invalid-exposed-port.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(invalidExposedPort);

describe("invalid-exposed-port in particular", () => {
  test.each([
    ["65536", "error", ["DL3011", "DS-0008"]],
    ["8000-70000/udp", "error", ["DL3011", "DS-0008"]],
    ["99999999999999999999", "error", []],
    ["8080:80", "warning", ["ExposeInvalidFormat"]],
    ["127.0.0.1:80:80", "warning", ["ExposeInvalidFormat"]],
    ["[::1]:80:80", "warning", ["ExposeInvalidFormat"]],
    ["80/UDP", "info", ["ExposeProtoCasing"]],
    ["80/http", "error", []],
    ["90-80", "error", []],
    ["http", "error", []],
    ["80,443", "error", []],
    ["-80", "error", []],
  ])("calls %s what it is", (port, severity, aliases) => {
    const found = findingsOf(invalidExposedPort, `FROM alpine:3.22\nEXPOSE 1 ${port} 2\n`);
    expect(found.map((one) => [one.severity, one.aliases])).toEqual([[severity, aliases]]);
  });

  test("mends several in one instruction", () => {
    const text = "FROM alpine:3.22\nEXPOSE 8080:80/TCP \\\n  53/Udp\n";
    expect(fixedBy(invalidExposedPort, text)).toBe(
      "FROM alpine:3.22\nEXPOSE 80/tcp \\\n  53/udp\n",
    );
  });
});

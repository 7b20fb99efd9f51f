import { describe, expect, test } from "@jest/globals";
import { invalidStopSignal } from "../../../src/rules/runtime/invalid-stop-signal.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(invalidStopSignal);

describe("invalid-stop-signal in particular", () => {
  test.each([
    ["SIGKILL", "warning", "ends the process at once"],
    ["kill", "warning", "ends the process at once"],
    ["9", "warning", "ends the process at once"],
    ["SIGSTOP", "warning", "halts the process"],
    ["SIGTREM", "error", "Did you mean `SIGTERM`?"],
    ["SIG", "error", "There is no signal"],
    ["0", "error", "There is no signal"],
    ["65", "error", "There is no signal"],
    ["RTMIN+16", "error", "There is no signal"],
  ])("judges %s", (signal, severity, words) => {
    const [finding] = findingsOf(invalidStopSignal, `FROM alpine:3.22\nSTOPSIGNAL ${signal}\n`);
    expect(finding?.severity).toBe(severity);
    expect(finding?.message).toContain(words);
  });

  test.each(["TERM", "sigint", "SIGWINCH", "IOT", "64", "RTMIN", "SIGRTMAX-14"])(
    "takes %s",
    (signal) => {
      expect(findingsOf(invalidStopSignal, `FROM alpine:3.22\nSTOPSIGNAL ${signal}\n`)).toEqual([]);
    },
  );

  test("reads variables by their defaults", () => {
    const text = "FROM alpine:3.22\nARG S=SIGKILL\nSTOPSIGNAL $S\n";
    expect(findingsOf(invalidStopSignal, text)).toHaveLength(1);
  });
});

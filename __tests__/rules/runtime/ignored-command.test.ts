import { describe, expect, test } from "@jest/globals";
import { ignoredCommand } from "../../../src/rules/runtime/ignored-command.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(ignoredCommand);

describe("ignored-command in particular", () => {
  test("names the line of ENTRYPOINT", () => {
    const text = 'FROM alpine:3.22\nCMD ["run"]\nENTRYPOINT exec /usr/bin/tool\n';
    const [finding] = findingsOf(ignoredCommand, text);
    expect(finding?.message).toContain("line 3");
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe('CMD ["run"]');
  });

  test("says it once for a pair that several stages inherit", () => {
    const text =
      'FROM alpine:3.22 AS base\nENTRYPOINT exec /usr/bin/tool\nCMD ["run"]\nFROM base AS a\nFROM base\nENV A=1\n';
    expect(findingsOf(ignoredCommand, text)).toHaveLength(1);
  });
});

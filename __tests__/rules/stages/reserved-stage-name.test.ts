import { describe, expect, test } from "@jest/globals";
import { reservedStageName } from "../../../src/rules/stages/reserved-stage-name.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(reservedStageName);

describe("reserved-stage-name in particular", () => {
  test.each([
    ["scratch", "the empty image"],
    ["Context", "the build context"],
  ])("says what %s means", (name, meaning) => {
    const text = `FROM alpine:3.22 AS ${name}\n`;
    const [finding] = findingsOf(reservedStageName, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe(name);
    expect(finding?.message).toContain(`it means ${meaning}`);
  });
});

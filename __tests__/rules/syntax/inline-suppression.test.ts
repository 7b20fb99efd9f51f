import { expect, test } from "@jest/globals";
import { inlineSuppression } from "../../../src/rules/syntax/inline-suppression.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(inlineSuppression);

test.each([
  ["# hadolint ignore=DL3008,DL3015", ["DL1001"], "`DL3008`, `DL3015` at the instruction below"],
  ["# hadolint global ignore=DL3008", ["DL1001"], "`DL3008` in the whole file"],
  ["# dockerfile-review stage ignore=cd-in-run", ["DL1001"], "`cd-in-run` in this stage"],
  ["# check=skip=StageNameCasing", [], "`StageNameCasing` at the instruction below"],
])("%j", (comment, aliases, said) => {
  const text = `FROM debian:12.8\n${comment}\nRUN true\n`;
  const [finding] = findingsOf(inlineSuppression, text);
  expect(finding?.aliases).toEqual(aliases);
  expect(finding?.message).toBe(
    `This comment silences ${said}. Agree on exceptions in the configuration instead.`,
  );
  expect(text.slice(finding?.span.start, finding?.span.end)).toBe(comment);
});

test("is in the preset hadolint only, where it says nothing unless somebody asks for it", () => {
  expect(inlineSuppression.presets).toEqual(["hadolint"]);
});

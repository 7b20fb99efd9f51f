import { expect, test } from "@jest/globals";
import { instructionCasing } from "../../../src/rules/syntax/instruction-casing.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(instructionCasing);

test("changes ONBUILD and its trigger together, and AS with its FROM", () => {
  const text = "FROM a\nRUN b\nonbuild run c\nfrom d as e\nUSER 1\n";
  expect(fixedBy(instructionCasing, text)).toBe(
    "FROM a\nRUN b\nONBUILD RUN c\nFROM d AS e\nUSER 1\n",
  );
});

test("takes capitals when neither side is the majority", () => {
  expect(findingsOf(instructionCasing, "FROM a\nrun b\n").map(({ message }) => message)).toEqual([
    "`run` differs from the other keywords, which are capitals. Write `RUN`.",
  ]);
});

test("leaves alone what is no instruction, and what is to go", () => {
  expect(findingsOf(instructionCasing, "FROM a\nfoo b\nmaintainer c\n")).toEqual([]);
});

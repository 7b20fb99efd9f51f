import { expect, test } from "@jest/globals";
import { mismatchedDefinitionComment } from "../../../src/rules/syntax/mismatched-definition-comment.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(mismatchedDefinitionComment);

test("stands at the name, where a comment above can silence it", () => {
  const text = "# The tools\nFROM alpine:3.22 AS tools\n# Versions:\nARG A=1 B=2\n";
  const found = findingsOf(mismatchedDefinitionComment, text);
  expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual(["tools", "A"]);
  const silenced = `# dockerfile-review ignore=InvalidDefinitionDescription\n${text}`;
  expect(findingsOf(mismatchedDefinitionComment, silenced)).toHaveLength(1);
});

test("takes a description of any of the names", () => {
  const text = "FROM alpine:3.22\n# B is the second\nARG A=1 B=2\n";
  expect(findingsOf(mismatchedDefinitionComment, text)).toEqual([]);
});

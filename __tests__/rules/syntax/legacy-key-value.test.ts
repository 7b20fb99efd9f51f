import { expect, test } from "@jest/globals";
import { legacyKeyValue } from "../../../src/rules/syntax/legacy-key-value.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(legacyKeyValue);

test.each([
  ["ENV A it is\\ so", "ENV A it is\\ so"],
  ['ENV A -D"x y" -z', 'ENV A -D"x y" -z'],
  ["ENV A 'b c'", "ENV A='b c'"],
  ["ENV  A   $B/c d", 'ENV  A="$B/c d"'],
  ["LABEL a.b-c x", "LABEL a.b-c=x"],
  ["ENV A \\\n# why\n  b", "ENV A \\\n# why\n  b"],
])("%j becomes %j", (before, after) => {
  expect(fixedBy(legacyKeyValue, `FROM alpine:3.22\n${before}\n`)).toBe(
    `FROM alpine:3.22\n${after}\n`,
  );
});

test("tells of the pair that is swallowed", () => {
  const [finding] = findingsOf(legacyKeyValue, "FROM alpine:3.22\nENV A 1 B=2\n");
  expect(finding?.message).toBe(
    "`ENV A` is followed by a blank instead of `=`: all of the rest becomes its value, `B=...` too. Write `A=...`.",
  );
});

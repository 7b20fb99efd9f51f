import { expect, test } from "@jest/globals";
import { selfReferringEnv } from "../../../src/rules/syntax/self-referring-env.ts";
import { undefinedVariable } from "../../../src/rules/syntax/undefined-variable.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(selfReferringEnv);

test("names both variables, at the use, and is the only rule that does", () => {
  const text = "FROM alpine:3.22\nENV A=/a B=${A}/b C=$A\n";
  const found = findingsOf(selfReferringEnv, text);
  expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual(["${A}", "$A"]);
  expect(found[0]?.message).toBe(
    "`A` is defined by this very ENV, so it is still empty where `B` uses it. Define `A` in an ENV of its own above.",
  );
  expect(findingsOf(undefinedVariable, text)).toEqual([]);
});

import { describe, expect, test } from "@jest/globals";
import { asKeywordCasing } from "../../../src/rules/stages/as-keyword-casing.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(asKeywordCasing);

describe("as-keyword-casing in particular", () => {
  test("points at the keyword", () => {
    const text = "FROM alpine:3.22 As build\n";
    const [finding] = findingsOf(asKeywordCasing, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("As");
    expect(finding?.message).toBe("`As` is not written like its `FROM`. Write `AS`.");
  });

  test("mends every stage", () => {
    const text = "FROM a:1 as b\nFROM c:1 as d\nFROM e:1 AS f\n";
    expect(fixedBy(asKeywordCasing, text)).toBe(text.replaceAll(" as ", " AS "));
  });
});

import { describe, expect, test } from "@jest/globals";
import { stageNameCasing } from "../../../src/rules/stages/stage-name-casing.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(stageNameCasing);

describe("stage-name-casing in particular", () => {
  test("leaves an image of the same name and names made of variables alone", () => {
    const text =
      "ARG NAME=Tools\nFROM alpine:3.22 AS Tools\nFROM ${NAME} AS b\nCOPY --from=Tools/x:1 /x /x\n";
    expect(fixedBy(stageNameCasing, text)).toBe(text.replace("AS Tools", "AS tools"));
  });

  test("mends two names in one go", () => {
    const text = "FROM alpine:3.22 AS A\nFROM a AS B\nFROM b\nCOPY --from=A /x /x\n";
    expect(fixedBy(stageNameCasing, text)).toBe(
      "FROM alpine:3.22 AS a\nFROM a AS b\nFROM b\nCOPY --from=a /x /x\n",
    );
  });

  test("points at the name", () => {
    const text = "FROM alpine:3.22 AS MyBuild\n";
    const [finding] = findingsOf(stageNameCasing, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("MyBuild");
    expect(finding?.message).toContain("`mybuild`");
  });
});

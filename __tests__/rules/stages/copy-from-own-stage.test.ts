import { describe, expect, test } from "@jest/globals";
import { copyFromOwnStage } from "../../../src/rules/stages/copy-from-own-stage.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(copyFromOwnStage);

describe("copy-from-own-stage in particular", () => {
  test("points at the name, whatever its case", () => {
    const text = "FROM alpine:3.22 AS build\nCOPY --from=BUILD /x /y\n";
    const [finding] = findingsOf(copyFromOwnStage, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("BUILD");
    expect(finding?.aliases).toEqual(["DL3023", "DS-0006"]);
  });

  test("has no id of other tools for a mount", () => {
    const text = "FROM alpine:3.22 AS build\nRUN --mount=type=bind,from=build,target=/b ls /b\n";
    expect(findingsOf(copyFromOwnStage, text).map(({ aliases }) => aliases)).toEqual([[]]);
  });
});

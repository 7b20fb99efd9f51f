import { describe, expect, test } from "@jest/globals";
import { unusedStage } from "../../../src/rules/stages/unused-stage.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(unusedStage);

describe("unused-stage in particular", () => {
  test("points at the name, else at the image", () => {
    const named = "FROM alpine:3.22 AS builder\nFROM alpine:3.22\nCOPY x /x\n";
    const [first] = findingsOf(unusedStage, named);
    expect(named.slice(first?.span.start, first?.span.end)).toBe("builder");
    const unnamed = "FROM alpine:3.22\nRUN make\nFROM alpine:3.22\nCOPY x /x\n";
    const [second] = findingsOf(unusedStage, unnamed);
    expect(unnamed.slice(second?.span.start, second?.span.end)).toBe("alpine:3.22");
    expect(second?.message).toContain("Stage 0");
  });

  test("says a chain of unused stages once", () => {
    const text =
      "FROM alpine:3.22 AS deps\nRUN make deps\nFROM deps AS build\nRUN make\nFROM alpine:3.22\nCOPY x /x\n";
    expect(findingsOf(unusedStage, text).map(({ stage }) => stage)).toEqual(["build"]);
  });

  test.each(["test", "unit-tests", "Dev", "ci_lint", "production", "build-docs", "prod-deps.test"])(
    "takes a stage named %s for a target",
    (name) => {
      const text = `FROM alpine:3.22 AS ${name}\nRUN make\nFROM alpine:3.22\nCOPY x /x\n`;
      expect(findingsOf(unusedStage, text)).toEqual([]);
    },
  );

  test.each([
    ["FROM stage-${X:-a}", "stage-a"],
    ["FROM ${X:-${Y}}", "builder"],
    [
      "FROM alpine:3.22\nRUN --mount=type=bind,from=build-$TARGETARCH,target=/x true",
      "build-arm64",
    ],
  ])("takes %j for a use of %s", (last, name) => {
    const text = `ARG X\nFROM alpine:3.22 AS ${name}\nRUN make\n${last}\nCOPY x /x\n`;
    expect(findingsOf(unusedStage, text)).toEqual([]);
  });
});

import { describe, expect, test } from "@jest/globals";
import { unknownSourceStage } from "../../../src/rules/stages/unknown-source-stage.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(unknownSourceStage);

const built = "FROM golang:1.25 AS builder\nRUN make\n\nFROM alpine:3.22\n";

describe("unknown-source-stage in particular", () => {
  test("points at the name and says which one is meant", () => {
    const text = `${built}COPY --from=buidler /app /app\n`;
    const [finding] = findingsOf(unknownSourceStage, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("buidler");
    expect(finding?.message).toContain("Did you mean `builder`?");
    expect(finding?.aliases).toEqual(["DL3022"]);
  });

  test("says how to name the stage that is meant", () => {
    const text = "FROM golang:1.25\nRUN make\n\nFROM alpine:3.22\nCOPY --from=build /app /app\n";
    const [finding] = findingsOf(unknownSourceStage, text);
    expect(finding?.message).toContain("line 1");
    expect(finding?.message).toContain("`FROM golang:1.25 AS build`");
    expect(finding?.confidence).toBe("medium");
  });

  test("leaves such a name to a bake file", () => {
    const text = "FROM golang:1.25\nRUN make\n\nFROM alpine:3.22\nCOPY --from=build /app /app\n";
    expect(findingsOf(unknownSourceStage, text, { "docker-bake.hcl": "" })).toEqual([]);
  });

  test("tells which numbers there are", () => {
    const [finding] = findingsOf(unknownSourceStage, `${built}COPY --from=7 /app /app\n`);
    expect(finding?.severity).toBe("error");
    expect(finding?.message).toContain("numbers 0 to 1");
  });

  test("knows a stage further down, once and quietly", () => {
    const text =
      "FROM alpine:3.22\nCOPY --from=tools /t /t\n\nFROM golang:1.25 AS tools\nRUN make\n";
    const [finding] = findingsOf(unknownSourceStage, text);
    expect(finding?.severity).toBe("info");
    expect(finding?.message).toContain("line 4");
  });

  test("leaves a circle to the rule for circles", () => {
    const text =
      "FROM alpine:3.22 AS a\nCOPY --from=b /x /x\nFROM alpine:3.22 AS b\nCOPY --from=a /y /y\n";
    expect(findingsOf(unknownSourceStage, text)).toEqual([]);
  });

  test("has no id of other tools for a mount", () => {
    const text = `${built}RUN --mount=type=bind,from=bilder,target=/b true\n`;
    expect(findingsOf(unknownSourceStage, text).map(({ aliases }) => aliases)).toEqual([[]]);
  });
});

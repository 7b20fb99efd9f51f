import { describe, expect, test } from "@jest/globals";
import { unknownContext } from "../../src/context/build-context.ts";
import { compareFindings } from "../../src/lint/compare.ts";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import { wordRule } from "../support/rules.ts";

function compare(base: string, head: string) {
  const rules = [wordRule("one"), wordRule("two")];
  const lint = (text: string) =>
    lintDockerfile({ path: "Dockerfile", text, buildContext: unknownContext }, rules);
  const { introduced, existing, fixed } = compareFindings(lint(base), lint(head));
  const names = (findings: typeof introduced) => findings.map(({ rule }) => rule);
  return { introduced: names(introduced), existing: names(existing), fixed: names(fixed) };
}

describe("compareFindings", () => {
  test("tells introduced, existing and fixed apart", () => {
    expect(compare("FROM a:1\nRUN one\nRUN x\n", "FROM a:1\nRUN x\nRUN two\n")).toEqual({
      introduced: ["word-two"],
      existing: [],
      fixed: ["word-one"],
    });
  });

  test.each([
    ["moved down", "FROM a:1\nRUN one\n", "FROM a:1\nENV A=b\n\n# c\nRUN one\n"],
    ["reformatted", "FROM a:1\nRUN one && x\n", "FROM a:1\nRUN one \\\n  && x\n"],
    ["edited beside it", "FROM a:1\nRUN one && x && y\n", "FROM a:1\nRUN one && x && z\n"],
    ["moved to another stage", "FROM a:1\nRUN one\nFROM b:1\n", "FROM a:1\nFROM b:1\nRUN one\n"],
    ["in a stage that is renamed", "FROM a:1 AS p\nRUN one\n", "FROM a:1 AS q\nRUN one\n"],
    ["on a base that is updated", "FROM a:1\nRUN one\n", "FROM a:2\nRUN one\n"],
  ])("knows a finding again that was %s", (_, base, head) => {
    expect(compare(base, head)).toEqual({ introduced: [], existing: ["word-one"], fixed: [] });
  });

  test("counts a second one of a kind as introduced", () => {
    expect(compare("FROM a:1\nRUN one\n", "FROM a:1\nRUN one\nRUN one\n")).toEqual({
      introduced: ["word-one"],
      existing: ["word-one"],
      fixed: [],
    });
  });

  test("counts one in an unrelated instruction of the same stage as introduced", () => {
    const head = "FROM a:1\nRUN quite different words with one in them\n";
    expect(compare("FROM a:1\nRUN one\n", head)).toEqual({
      introduced: ["word-one"],
      existing: [],
      fixed: ["word-one"],
    });
  });
});

import { describe, expect, test } from "@jest/globals";
import { fixDockerfile } from "../../src/lint/fix-dockerfile.ts";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import { planFixes } from "../../src/lint/plan-fixes.ts";
import type { SelectedRule } from "../../src/lint/select-rules.ts";
import type { BuildContext } from "../../src/context/build-context.ts";
import { contextOf } from "../support/describe-rule.ts";
import { lineRule, wordRule } from "../support/rules.ts";

const text = "FROM a:1\nRUN one\n";

function lint(buildContext: BuildContext, ...rules: SelectedRule[]) {
  return lintDockerfile({ path: "Dockerfile", text, buildContext }, rules);
}

function plan(buildContext: BuildContext, ...rules: SelectedRule[]) {
  const result = lint(buildContext, ...rules);
  const target = { path: "Dockerfile", dockerfile: result.dockerfile, buildContext };
  return planFixes(target, result, result.findings, rules);
}

const holds = (context: BuildContext, ...rules: SelectedRule[]): boolean =>
  lint(context, ...rules).findings[0]?.fix != null;

describe("a fix that only writes a file", () => {
  test("is offered when the finding is gone with the file in place", () => {
    expect(holds(contextOf({}), lineRule("notes", "x"))).toBe(true);
    expect(holds(contextOf({ notes: "old\n" }), lineRule("notes", "x"))).toBe(true);
  });

  test("is not offered when the finding stays", () => {
    const files = [{ path: "notes", text: "x\n" }];
    const stays = lineRule("notes", "x", {
      *check() {
        const fix = { title: "Add x", safety: "safe" as const, edits: [], files };
        yield { message: "Never content.", span: { start: 0, end: 4 }, fix };
      },
    });
    expect(holds(contextOf({}), stays)).toBe(false);
  });

  test("is not offered when another rule finds something in the new file", () => {
    const complains = wordRule("z", {
      *check(_dockerfile, { buildContext }) {
        if (buildContext.exists("notes") === true) {
          yield { message: "There are notes.", span: { start: 9, end: 12 } };
        }
      },
    });
    expect(holds(contextOf({}), lineRule("notes", "x"))).toBe(true);
    expect(holds(contextOf({}), lineRule("notes", "x"), complains)).toBe(false);
  });

  test.each(["../notes", "/notes", "a/../../notes", ".git/hooks/x", "a\\notes", "C:notes", ""])(
    "is not offered for the path %j",
    (path) => {
      expect(holds(contextOf({}), lineRule(path, "x"))).toBe(false);
    },
  );

  test("is not offered where it is not known what lies there, or where the context lies", () => {
    const known = contextOf({ notes: "old\n" });
    const unreadable = { ...known, readText: () => null };
    expect(holds(unreadable, lineRule("notes", "x"))).toBe(false);
    expect(holds({ ...known, root: null }, lineRule("notes", "x"))).toBe(false);
    expect(holds(contextOf({}), lineRule("deep/notes", "x"))).toBe(false);
  });
});

describe("planFixes", () => {
  test("keeps fixes of different files apart, and says what each was made from", () => {
    const fixes = plan(contextOf({ b: "old\n" }), lineRule("a", "x"), lineRule("b", "y"));
    expect(fixes.map(({ files }) => files)).toEqual([
      [{ path: "a", before: null, text: "x\n" }],
      [{ path: "b", before: "old\n", text: "old\ny\n" }],
    ]);
  });

  test("makes one of fixes that write the same file", () => {
    const fixes = plan(contextOf({ a: "old\n" }), lineRule("a", "x"), lineRule("a", "y"));
    expect(fixes).toHaveLength(1);
    expect(fixes[0]?.titles).toEqual(["Add x", "Add y"]);
    expect(fixes[0]?.files).toEqual([{ path: "a", before: "old\n", text: "old\nx\ny\n" }]);
  });

  test("combines fixes that write the same text once", () => {
    const twin = lineRule("a", "x");
    const fixes = plan(contextOf({}), twin, lineRule("a", "x", { name: "twin" }));
    expect(fixes.map(({ files }) => files)).toEqual([[{ path: "a", before: null, text: "x\n" }]]);
    expect(fixes[0]?.fingerprints).toHaveLength(2);
  });
});

describe("fixDockerfile", () => {
  test("gives the files beside the text, and nothing more the second time", () => {
    const rules = [lineRule("a", "x"), lineRule("a", "y"), wordRule("one", { fixTo: "uno" })];
    const input = { path: "Dockerfile", text, buildContext: contextOf({}) };
    const fixed = fixDockerfile(input, rules, "safe");
    expect(fixed).toMatchObject({
      text: "FROM a:1\nRUN uno\n",
      files: [{ path: "a", before: null, text: "x\ny\n" }],
    });
    const buildContext = contextOf({ a: "x\ny\n" });
    expect(fixDockerfile({ ...input, text: fixed.text, buildContext }, rules, "safe")).toEqual({
      text: fixed.text,
      files: [],
      applied: [],
    });
  });
});

import { describe, expect, test } from "@jest/globals";
import { unknownContext } from "../../src/context/build-context.ts";
import { fixDockerfile } from "../../src/lint/fix-dockerfile.ts";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import { applyPlan, planFixes } from "../../src/lint/plan-fixes.ts";
import type { SelectedRule } from "../../src/lint/select-rules.ts";
import type { Problem } from "../../src/rules/rule.ts";
import { selected, wordRule } from "../support/rules.ts";

function plan(text: string, ...rules: SelectedRule[]) {
  const input = { path: "Dockerfile", text, buildContext: unknownContext };
  const result = lintDockerfile(input, rules);
  const fixes = planFixes(
    { ...input, dockerfile: result.dockerfile },
    result,
    result.findings,
    rules,
  );
  return { fixes, text: applyPlan(text, fixes) };
}

/** A rule that appends a word to a RUN that lacks it, right at the end of the instruction. */
function appendRule(word: string): SelectedRule {
  return wordRule(word, {
    name: `append-${word}`,
    fix: "safe",
    *check({ instructions, source }): Generator<Problem> {
      for (const { kind, headSpan } of instructions) {
        if (kind !== "run" || source.slice(headSpan).includes(word)) continue;
        const edit = { start: headSpan.end, end: headSpan.end, newText: ` && ${word}` };
        yield {
          message: `${word} is missing.`,
          span: headSpan,
          fix: { title: `Add ${word}`, safety: "safe", edits: [edit] },
        };
      }
    },
  });
}

describe("planFixes", () => {
  test("keeps fixes apart that do not meet", () => {
    const { fixes, text } = plan(
      "FROM a:1\nRUN one\nRUN two\n",
      wordRule("one", { fixTo: "uno" }),
      wordRule("two", { fixTo: "due" }),
    );
    expect(fixes.map(({ titles }) => titles)).toEqual([["Write uno"], ["Write due"]]);
    expect(text).toBe("FROM a:1\nRUN uno\nRUN due\n");
  });

  test("makes one of fixes that meet at the same place", () => {
    const { fixes, text } = plan("FROM a:1\nRUN x\n", appendRule("yy"), appendRule("zz"));
    expect(fixes).toHaveLength(1);
    expect(fixes[0]?.fingerprints).toHaveLength(2);
    expect(text).toBe("FROM a:1\nRUN x && yy && zz\n");
  });

  test("takes the least safe of what it joins", () => {
    const careful = appendRule("zz");
    const rule = selected({
      ...careful.rule,
      *check(...args) {
        for (const problem of careful.rule.check(...args)) {
          if (problem.fix !== undefined)
            yield { ...problem, fix: { ...problem.fix, safety: "review" } };
        }
      },
    });
    const { fixes } = plan("FROM a:1\nRUN x\n", appendRule("yy"), rule);
    expect(fixes.map(({ safety }) => safety)).toEqual(["review"]);
  });

  describe("where one fix comes after another", () => {
    /** A rule whose reviewed fix replaces a text by another. */
    const replaceRule = (name: string, from: string, to: string, after?: string): SelectedRule =>
      wordRule(name, {
        name,
        fix: "review",
        *check({ source }): Generator<Problem> {
          const start = source.text.indexOf(from);
          if (start === -1) return;
          const edits = [{ start, end: start + from.length, newText: to }];
          yield {
            message: `${name}.`,
            span: { start, end: start + 1 },
            fix: {
              title: `Do ${name}`,
              safety: "review",
              edits,
              ...(after === undefined ? {} : { after }),
            },
          };
        },
      });
    const text = "FROM a:1\nRUN one\nRUN two\n";
    const inner = replaceRule("inner", "one", "uno", "wide");

    test("the other one goes first, and counts for what it mends by the way", () => {
      const wide = replaceRule("wide", "RUN one\nRUN two\n", "RUN both\n");
      const planned = plan(text, inner, wide);
      expect(planned.text).toBe("FROM a:1\nRUN both\n");
      expect(planned.fixes.map(({ titles }) => titles)).toEqual([["Do wide"]]);
      expect(planned.fixes[0]?.fingerprints).toHaveLength(2);
    });

    test("what is still to be done in its text is done there", () => {
      const wide = replaceRule("wide", "RUN one\nRUN two\n", "RUN two && one\n");
      const planned = plan(text, inner, wide);
      expect(planned.text).toBe("FROM a:1\nRUN two && uno\n");
      expect(planned.fixes.map(({ titles }) => titles)).toEqual([["Do wide", "Do inner"]]);
    });

    test("where it does not hold, the others do not wait for it", () => {
      const wide = replaceRule("wide", "RUN one\nRUN two\n", "RUN one\nRUN two\nRUN two\n");
      const two = wordRule("two", { name: "two" });
      expect(plan(text, inner, wide, two).text).toBe("FROM a:1\nRUN uno\nRUN two\n");
    });
  });

  test("offers one edit that mends two findings once, for both", () => {
    const edit = { start: 13, end: 14, newText: "y" };
    const fix = { title: "Write y", safety: "safe" as const, edits: [edit] };
    const twice = wordRule("x", {
      fix: "safe",
      *check({ source }): Generator<Problem> {
        if (!source.text.includes("RUN x")) return;
        yield { message: "One.", span: { start: 9, end: 12 }, fix };
        yield { message: "Two.", span: { start: 13, end: 14 }, fix };
      },
    });
    const { text } = plan("FROM a:1\nRUN x\n", twice);
    expect(text).toBe("FROM a:1\nRUN y\n");
  });
});

describe("fixDockerfile", () => {
  const fix = (text: string, safety: "safe" | "review", ...rules: SelectedRule[]) =>
    fixDockerfile({ path: "Dockerfile", text, buildContext: unknownContext }, rules, safety);

  test("goes on until nothing is left, also what a fix uncovers", () => {
    const rules = [wordRule("one", { fixTo: "two" }), wordRule("two", { fixTo: "three" })];
    const { text } = fix("FROM a:1\nRUN two\n", "safe", ...rules);
    expect(text).toBe("FROM a:1\nRUN three\n");
  });

  test("leaves fixes that need review alone when only safe ones are asked for", () => {
    const rule = wordRule("one", {
      fix: "review",
      *check({ source }): Generator<Problem> {
        const start = source.text.indexOf("one");
        if (start === -1) return;
        const edits = [{ start, end: start + 3, newText: "uno" }];
        yield {
          message: "One.",
          span: { start, end: start + 3 },
          fix: { title: "Write uno", safety: "review", edits },
        };
      },
    });
    expect(fix("FROM a:1\nRUN one\n", "safe", rule)).toEqual({
      text: "FROM a:1\nRUN one\n",
      files: [],
      applied: [],
    });
    expect(fix("FROM a:1\nRUN one\n", "review", rule).text).toBe("FROM a:1\nRUN uno\n");
  });

  test("changes nothing the second time", () => {
    const rules = [appendRule("yy"), appendRule("zz"), wordRule("one", { fixTo: "uno" })];
    const once = fix("FROM a:1\nRUN one\nRUN b\n", "safe", ...rules).text;
    expect(fix(once, "safe", ...rules)).toEqual({ text: once, files: [], applied: [] });
  });
});

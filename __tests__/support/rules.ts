import type { SelectedRule } from "../../src/lint/select-rules.ts";
import { contains } from "../../src/source/span.ts";
import type { Problem, Rule } from "../../src/rules/rule.ts";

/** A small rule for tests of the engine: it finds each occurrence of a word outside comments. */
export function wordRule(
  word: string,
  change: Partial<Rule> & { readonly fixTo?: string } = {},
): SelectedRule {
  const { fixTo, ...facts } = change;
  const rule: Rule = {
    name: `word-${word.toLowerCase()}`,
    category: "run",
    severity: "warning",
    confidence: "high",
    presets: ["recommended"],
    summary: `The word ${word} is there`,
    why: "It is a word that this test looks for, and for no other reason at all.",
    sources: [{ title: "None", url: "https://example.com" }],
    aliases: [],
    fix: fixTo === undefined ? "none" : "safe",
    scope: "file",
    examples: [],
    *check({ source, comments }): Generator<Problem> {
      for (let at = source.text.indexOf(word); at !== -1; at = source.text.indexOf(word, at + 1)) {
        const span = { start: at, end: at + word.length };
        if (comments.some((comment) => contains(comment.span, span))) continue;
        const fix =
          fixTo === undefined
            ? undefined
            : {
                title: `Write ${fixTo}`,
                safety: "safe" as const,
                edits: [{ ...span, newText: fixTo }],
              };
        yield { message: `${word} is there.`, span, fix };
      }
    },
    ...facts,
  };
  return selected(rule);
}

/** A rule as it is selected without any settings. */
export function selected(rule: Rule): SelectedRule {
  return {
    rule,
    severity: null,
    options: rule.options ?? {},
    onlyAliases: null,
    ignoredAliases: new Set(),
    severityByAlias: new Map(),
    today: null,
  };
}

/** A rule that wants a file of the build context to hold a line, and whose fix appends it. */
export function lineRule(path: string, line: string, change: Partial<Rule> = {}): SelectedRule {
  return wordRule(line, {
    name: `line-${line}`,
    fix: "safe",
    *check({ source }, { buildContext }): Generator<Problem> {
      const text = buildContext.readText?.(path) ?? "";
      if (text.split("\n").includes(line)) return;
      yield {
        message: `${path} has no line ${line}.`,
        span: { start: 0, end: source.text.indexOf("\n") },
        fix: {
          title: `Add ${line}`,
          safety: "safe",
          edits: [],
          files: [{ path, text: `${text}${line}\n` }],
        },
      };
    },
    ...change,
  });
}

import type { Dockerfile, Instruction } from "../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { applyEdits, insertAt, type TextEdit } from "../../src/source/text-edit.ts";

/** The same Dockerfile written in another way, on which a rule must say the same. */
export interface Variation {
  readonly how: string;
  readonly text: string;
}

/** All the ways of writing that must not change a verdict, those that change nothing in this text left out. */
export function variations(rule: Rule, text: string): Variation[] {
  const dockerfile = parseDockerfile(text);
  const all: Variation[] = [
    { how: "with CRLF line endings", text: text.replace(/\r?\n/g, "\r\n") },
    { how: "indented by tabs", text: applyEdits(text, indentByTabs(dockerfile)) },
    { how: "with comments in continuations", text: applyEdits(text, commentLines(dockerfile)) },
    { how: "after another stage", text: applyEdits(text, precedingStage(dockerfile)) },
  ];
  if (rule.variations?.keywordCase ?? true) {
    all.push({ how: "in lower-case keywords", text: applyEdits(text, lowerKeywords(dockerfile)) });
  }
  if (rule.scope === "instruction") {
    all.push({ how: "inside ONBUILD", text: applyEdits(text, underOnbuild(dockerfile)) });
  }
  return all.filter((variation) => variation.text !== text);
}

/** The instructions that may stand under ONBUILD and are not there already. */
function underOnbuild(dockerfile: Dockerfile): TextEdit[] {
  return dockerfile.instructions
    .filter(({ stage, onbuild, kind }) => stage !== null && onbuild === null && mayTrigger(kind))
    .map(({ span }) => insertAt(span.start, "ONBUILD "));
}

function mayTrigger(kind: Instruction["kind"]): boolean {
  return kind !== "from" && kind !== "maintainer" && kind !== "unknown";
}

function lowerKeywords(dockerfile: Dockerfile): TextEdit[] {
  const { source } = dockerfile;
  const spans = dockerfile.instructions.flatMap((instruction) => [
    instruction.keywordSpan,
    ...(instruction.onbuild === null ? [] : [instruction.onbuild.keywordSpan]),
    ...(instruction.kind === "from" && instruction.asKeywordSpan !== null
      ? [instruction.asKeywordSpan]
      : []),
  ]);
  return spans.map((span) => ({ ...span, newText: source.slice(span).toLowerCase() }));
}

/** A stage that nothing uses, before the first FROM, in the case of its keyword. Left out where stages are named by number. */
function precedingStage(dockerfile: Dockerfile): TextEdit[] {
  const [first] = dockerfile.stages;
  const numbered = dockerfile.instructions.some(({ flags }) =>
    flags.some(({ name, value }) => name === "from" && /^\d+$/.test(value ?? "")),
  );
  if (first === undefined || numbered) return [];
  const from = dockerfile.source.slice(first.from.keywordSpan);
  const stage = "FROM alpine:3.22 AS unrelated-lint\n";
  return [insertAt(first.span.start, from === "from" ? stage.toLowerCase() : stage)];
}

/** A comment after each line of an instruction that goes on. */
function commentLines(dockerfile: Dockerfile): TextEdit[] {
  return headLines(dockerfile)
    .filter(({ last }) => !last)
    .map(({ line }) => insertAt(dockerfile.source.lineStart(line + 1), "# a comment in between\n"));
}

function indentByTabs(dockerfile: Dockerfile): TextEdit[] {
  const { source } = dockerfile;
  return headLines(dockerfile)
    .filter(({ line }) => source.indentationOf(line).includes(" "))
    .map(({ line }) => {
      const start = source.lineStart(line);
      return { start, end: start + source.indentationOf(line).length, newText: "\t" };
    });
}

function headLines(dockerfile: Dockerfile): { line: number; last: boolean }[] {
  const { source } = dockerfile;
  return dockerfile.instructions.flatMap(({ headSpan }) => {
    const first = source.lineAt(headSpan.start);
    const last = source.lineAt(headSpan.end);
    return Array.from({ length: last - first + 1 }, (_, index) => ({
      line: first + index,
      last: first + index === last,
    }));
  });
}

import type { Span } from "../source/span.ts";
import {
  insertAt,
  remove,
  removeLines,
  replaceExpected,
  type TextEdit,
} from "../source/text-edit.ts";
import type { Dockerfile, Instruction } from "./model.ts";

/**
 * Puts new lines before an instruction, above the comments that stand directly on it, with its indentation.
 * @param lines one or more instructions, without a final newline
 */
export function insertBefore(
  dockerfile: Dockerfile,
  instruction: Instruction,
  lines: string | readonly string[],
): TextEdit[] {
  const { source } = dockerfile;
  const line = firstLineWithComments(dockerfile, instruction);
  const { start } = source.lineSpan(line);
  const indented = indent(dockerfile, instruction, lines);
  // The byte order mark has to stay in front.
  const offset = start === 0 && source.text.startsWith("\uFEFF") ? 1 : start;
  return [insertAt(offset, `${indented}${source.lineEnding}`)];
}

/**
 * Puts new lines behind an instruction (and its heredocs), with its indentation.
 * @param lines one or more instructions, without a final newline
 */
export function insertAfter(
  dockerfile: Dockerfile,
  instruction: Instruction,
  lines: string | readonly string[],
): TextEdit[] {
  const { source } = dockerfile;
  const offset = source.lineSpan(source.lineAt(instruction.span.end)).end;
  return [insertAt(offset, `${source.lineEnding}${indent(dockerfile, instruction, lines)}`)];
}

/**
 * Takes an instruction away with its lines and the comments that stand directly above it. Of the empty lines around it
 * only one side stays.
 */
export function removeInstruction(dockerfile: Dockerfile, instruction: Instruction): TextEdit[] {
  const { source } = dockerfile;
  const first = firstLineWithComments(dockerfile, instruction);
  let last = source.lineAt(instruction.span.end);
  const emptyBefore = first === 1 || isEmptyLine(dockerfile, first - 1);
  if (emptyBefore && last < source.lineCount && isEmptyLine(dockerfile, last + 1)) last++;
  return [removeLines(source, first, Math.min(last, source.lineCount))];
}

/**
 * Replaces the keyword, in the case of the old one.
 * @throws StaleEditError when the keyword is not where the model says
 */
export function replaceKeyword(
  dockerfile: Dockerfile,
  instruction: Instruction,
  keyword: string,
): TextEdit[] {
  const { source } = dockerfile;
  const written = source.slice(instruction.keywordSpan);
  const isLower = written === written.toLowerCase();
  const newText = isLower ? keyword.toLowerCase() : keyword.toUpperCase();
  return [replaceExpected(source, instruction.keywordSpan, written, newText)];
}

/**
 * Adds a flag behind the last one, or behind the keyword.
 * @param flag with its dashes: `--no-cache`, `--from=build`
 */
export function addFlag(instruction: Instruction, flag: string): TextEdit[] {
  const last: Span = instruction.flags.at(-1)?.span ?? instruction.keywordSpan;
  return [insertAt(last.end, ` ${flag}`)];
}

/**
 * Writes another flag in the place of one.
 * @param flag with its dashes: `--platform=$BUILDPLATFORM`
 */
export function replaceFlag(
  { source }: Dockerfile,
  { span }: { readonly span: Span },
  flag: string,
): TextEdit {
  return replaceExpected(source, span, source.slice(span), flag);
}

/** Takes a flag away, with the blanks behind it. */
export function removeFlag(dockerfile: Dockerfile, flag: { readonly span: Span }): TextEdit[] {
  const { text } = dockerfile.source;
  let { end } = flag.span;
  while (text[end] === " " || text[end] === "\t") end++;
  return [remove({ start: flag.span.start, end })];
}

/** The first line of an instruction, or of the comments that stand directly above it. Directives are no comments. */
function firstLineWithComments(dockerfile: Dockerfile, instruction: Instruction): number {
  const { source, comments } = dockerfile;
  let line = source.lineAt(instruction.span.start);
  let index = lastCommentBefore(dockerfile, instruction.span.start);
  for (; index >= 0 && comments[index]?.line === line - 1; index--) {
    if (comments[index]?.embedded) break;
    line--;
  }
  return line;
}

function lastCommentBefore({ comments }: Dockerfile, offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function isEmptyLine({ source }: Dockerfile, line: number): boolean {
  return source.slice(source.lineSpan(line)).trim() === "";
}

function indent(
  { source }: Dockerfile,
  instruction: Instruction,
  lines: string | readonly string[],
): string {
  const indentation = source.indentationOf(source.lineAt(instruction.span.start));
  const all = typeof lines === "string" ? lines.split("\n") : lines;
  return all.map((line) => indentation + line).join(source.lineEnding);
}

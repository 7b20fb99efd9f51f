import type { Span } from "../source/span.ts";
import { insertAt, remove, type TextEdit } from "../source/text-edit.ts";
import type { Dockerfile, Instruction } from "./model.ts";

/** What somebody meant as a comment, although it stands behind an instruction. */
export interface TrailingComment {
  /** From its `#`, blanks at the end left out. */
  readonly text: string;
  readonly span: Span;
  /** The same with the blanks around it: what to remove. */
  readonly withBlanks: Span;
}

/** Instructions that take the words for their own. Of ENV, LABEL, EXPOSE and FROM the build stops, and other rules say so. */
const takers = new Set<Instruction["kind"]>(["workdir", "user", "arg", "volume", "copy", "add"]);

/** What is meant as a comment on an instruction's last line; null when there is none. */
export function trailingCommentOf(
  { source }: Dockerfile,
  instruction: Instruction,
): TrailingComment | null {
  if (!takers.has(instruction.kind) || instruction.heredocs.length > 0) return null;
  const { start, end } = instruction.argumentsSpan;
  const text = source.slice({ start, end });
  const line = text.lastIndexOf("\n") + 1;
  const found = /(?<=[ \t])#(?=[ \t]|$)/.exec(text.slice(line));
  if (found === null) return null;
  const before = text.slice(0, line + found.index);
  // Inside of quotes, or of an array, it is what it says.
  if (/["'[]/.test(before) || before.trim() === "") return null;
  const span = { start: start + before.length, end };
  const blanks = /^[ \t]*/.exec(source.text.slice(end, source.lineSpan(source.lineAt(end)).end));
  return {
    text: source.slice(span).trimEnd(),
    span,
    withBlanks: { start: start + before.trimEnd().length, end: end + (blanks?.[0].length ?? 0) },
  };
}

/** The edits that put such a comment on a line of its own above its instruction, indented as that is. */
export function commentAbove(
  { source }: Dockerfile,
  instruction: Instruction,
  comment: TrailingComment,
): TextEdit[] {
  const start = source.lineStart(source.lineAt(instruction.span.start));
  const indentation = source.text.slice(start, instruction.span.start);
  return [
    insertAt(start, `${indentation}${comment.text}${source.lineEnding}`),
    remove(comment.withBlanks),
  ];
}

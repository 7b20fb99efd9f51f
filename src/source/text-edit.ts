import type { SourceText } from "./source-text.ts";
import type { Span } from "./span.ts";

/** One replacement: the code units from `start` to `end` become `newText`. `start === end` inserts. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Thrown when the text at an edit's place is not what the rule that made the edit believes it to be. */
export class StaleEditError extends Error {
  override readonly name = "StaleEditError";
}

/** Thrown when edits overlap, run backwards or leave the text. */
export class InvalidEditError extends Error {
  override readonly name = "InvalidEditError";
}

/**
 * An edit that replaces a span, after checking that the span holds `expected`.
 * @throws StaleEditError when it does not.
 */
export function replaceExpected(
  source: SourceText,
  at: Span,
  expected: string,
  newText: string,
): TextEdit {
  const found = source.slice(at);
  if (found !== expected) {
    throw new StaleEditError(
      `expected ${JSON.stringify(expected)} at ${at.start}, found ${JSON.stringify(found)}`,
    );
  }
  return { start: at.start, end: at.end, newText };
}

/** An edit that inserts text before an offset. */
export function insertAt(offset: number, newText: string): TextEdit {
  return { start: offset, end: offset, newText };
}

/** An edit that removes a span. */
export function remove(at: Span): TextEdit {
  return { start: at.start, end: at.end, newText: "" };
}

/** An edit that removes whole lines, their line endings included. `first` and `last` are 1-based. */
export function removeLines(source: SourceText, first: number, last: number): TextEdit {
  const start = source.lineStart(first);
  const end = source.lineStart(last + 1);
  if (end === source.text.length && start > 0 && !source.text.endsWith("\n")) {
    // The last line has no line ending of its own: the one before it goes instead.
    const previousEnd = source.lineSpan(first - 1).end;
    return { start: previousEnd, end, newText: "" };
  }
  return { start, end, newText: "" };
}

/** Edits in file order. Of two that insert at one offset, the one given first stays first. */
export function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Whether two edits cannot both be applied: they overlap, touch the same insertion point, or one inserts inside the other. */
export function conflict(left: TextEdit, right: TextEdit): boolean {
  if (left.start === left.end && right.start === right.end) return left.start === right.start;
  if (left.start === left.end) return left.start > right.start && left.start < right.end;
  if (right.start === right.end) return right.start > left.start && right.start < left.end;
  return left.start < right.end && right.start < left.end;
}

/**
 * The text after all edits, which are given in offsets of the text before.
 * @throws InvalidEditError when edits overlap, run backwards or leave the text.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const edit of sortEdits(edits)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new InvalidEditError(
        `edit ${edit.start}-${edit.end} overlaps another one or leaves the text`,
      );
    }
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The same edits with every line ending in their new text written as the file writes its own. */
export function withLineEnding(edits: readonly TextEdit[], lineEnding: string): TextEdit[] {
  return edits.map((edit) => ({ ...edit, newText: edit.newText.replace(/\r?\n/g, lineEnding) }));
}

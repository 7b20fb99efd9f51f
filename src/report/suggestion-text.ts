import type { SourceText } from "../source/source-text.ts";
import { applyEdits, type TextEdit } from "../source/text-edit.ts";

/** Lines by number, 1-based and half-open: `end` is the first line after them, and `start === end` is a gap. */
export interface LineInterval {
  readonly start: number;
  readonly end: number;
}

/** Control characters, halves of characters and byte order marks, none of which is sure to survive in a comment. */
const unprintable =
  /[\u0000-\u0008\u000a-\u001f\u007f\u0085\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * The text of a file after a suggestion was committed on GitHub, which puts the lines of the block in the place of
 * whole lines. A file whose line endings are all CRLF keeps them; one with mixed endings gets CRLF throughout
 * (seen in w3c/cbor-ld#112). Whether the file ends in a newline stays as it was (reviewdog/reviewdog#1927).
 */
export function applySuggestion(
  text: string,
  suggestion: {
    readonly startLine: number;
    readonly endLine: number;
    readonly lines: readonly string[];
  },
): string {
  const lines = text.split(/\r?\n/);
  return [
    ...lines.slice(0, suggestion.startLine - 1),
    ...suggestion.lines,
    ...lines.slice(suggestion.endLine),
  ].join(text.includes("\r\n") ? "\r\n" : "\n");
}

/** Whether a file's line endings are of one kind; only then GitHub leaves the lines around a suggestion alone. */
export function hasUniformLineEndings(source: SourceText): boolean {
  const { text, lineStarts } = source;
  let crlf = 0;
  for (const start of lineStarts) if (text[start - 2] === "\r") crlf++;
  return crlf === 0 || crlf === lineStarts.length - 1;
}

/**
 * What a suggestion block must hold so that it does to some lines what edits do.
 * @param edits lie within the lines, in file order
 * @returns the block's lines; null when a committed block would not give exactly the edited text, or would change nothing
 */
export function renderReplacement(
  source: SourceText,
  range: LineInterval,
  edits: readonly TextEdit[],
): readonly string[] | null {
  const start = source.lineStart(range.start);
  const before = source.text.slice(start, source.lineStart(range.end));
  const shifted = edits.map((edit) => ({
    ...edit,
    start: edit.start - start,
    end: edit.end - start,
  }));
  const after = applyEdits(before, shifted);
  if (after === before || after === "") return after === before ? null : [];
  const ending = source.text.includes("\r\n") ? "\r\n" : "\n";
  const closed = before.endsWith("\n");
  if (closed ? !after.endsWith(ending) : after.endsWith("\n")) return null;
  const lines = after.split(ending);
  if (closed) lines.pop();
  return lines.some((line) => unprintable.test(line)) ? null : lines;
}

/** An edit without the text that it leaves as it is. Null when it changes nothing. */
export function minimalEdit(text: string, edit: TextEdit): TextEdit | null {
  const { newText } = edit;
  let { start, end } = edit;
  let first = 0;
  let last = newText.length;
  while (start < end && first < last && text[start] === newText[first]) {
    start++;
    first++;
  }
  while (end > start && last > first && text[end - 1] === newText[last - 1]) {
    end--;
    last--;
  }
  return start === end && first === last
    ? null
    : { start, end, newText: newText.slice(first, last) };
}

/** The lines whose text an edit changes. Whole lines that are inserted are a gap; the empty line after a final newline counts. */
export function changedLines(source: SourceText, edit: TextEdit): LineInterval {
  const start = source.lineAt(edit.start);
  const last = source.lineAt(edit.end);
  const endsAtLineStart = source.lineStart(last) === edit.end;
  const startsAtLineStart = source.lineStart(start) === edit.start;
  const keepsLastLine = edit.newText === "" ? startsAtLineStart : edit.newText.endsWith("\n");
  const whole = endsAtLineStart && keepsLastLine && (edit.end > edit.start || startsAtLineStart);
  return { start, end: whole ? last : last + 1 };
}

/** Whether an edit takes the last lines of a file that does not end in a newline: no block says that for sure. */
export function deletesOpenEnd(source: SourceText, edit: TextEdit): boolean {
  return (
    edit.newText === "" &&
    edit.end === source.text.length &&
    source.text.slice(edit.start, edit.end).includes("\n") &&
    !source.text.endsWith("\n")
  );
}

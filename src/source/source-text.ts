import type { Span } from "./span.ts";

/** A place for people: both numbers count from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line endings a file uses. */
export type LineEnding = "\n" | "\r\n";

/** The text of one file, with the arithmetic between offsets and lines. */
export class SourceText {
  readonly text: string;
  /** Offset of the first code unit of each line; a text that ends in a newline has an empty last line. */
  readonly lineStarts: readonly number[];

  /** The line ending that most lines have; `\n` when there is none. */
  readonly lineEnding: LineEnding;

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    let crlf = 0;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
      starts.push(at + 1);
      if (text[at - 1] === "\r") crlf++;
    }
    this.lineStarts = starts;
    this.lineEnding = crlf * 2 > starts.length - 1 ? "\r\n" : "\n";
  }

  /** How many lines there are, the empty one after a final newline included. Never 0. */
  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** The text at a span. */
  slice(at: Span): string {
    return this.text.slice(at.start, at.end);
  }

  /** The 1-based number of the line that holds an offset. Offsets outside the text are drawn to its ends. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Line and column of an offset. */
  positionAt(offset: number): Position {
    const line = this.lineAt(offset);
    return { line, column: offset - this.lineStart(line) + 1 };
  }

  /** Offset of the first code unit of a 1-based line; the text's end for lines past the last. */
  lineStart(line: number): number {
    return this.lineStarts[line - 1] ?? this.text.length;
  }

  /** Span of a 1-based line without its line ending. */
  lineSpan(line: number): Span {
    const start = this.lineStart(line);
    let end = line < this.lineCount ? this.lineStart(line + 1) - 1 : this.text.length;
    if (end > start && this.text[end - 1] === "\r" && this.text[end] === "\n") end--;
    return { start, end };
  }

  /** Span of a 1-based line with its line ending. */
  fullLineSpan(line: number): Span {
    return { start: this.lineStart(line), end: this.lineStart(line + 1) };
  }

  /** The blanks and tabs a line begins with. */
  indentationOf(line: number): string {
    const { start, end } = this.lineSpan(line);
    return /^[ \t]*/.exec(this.text.slice(start, end))?.[0] ?? "";
  }
}

import type { SourceText } from "../source/source-text.ts";
import type { Span } from "../source/span.ts";
import { skipSpaces } from "./blanks.ts";
import { DirectiveReader } from "./directives.ts";
import type { HeredocOperator } from "./heredocs.ts";
import type { Comment, Directive, Heredoc, SyntaxProblem } from "./model.ts";

/** A line after its continuations are joined: what BuildKit reads one instruction from. */
export interface LogicalLine {
  /** Continuation characters, line endings, comments and empty lines between its lines are left out. */
  readonly text: string;
  /** Offset in `text` where each piece begins, ascending. */
  readonly pieceStarts: readonly number[];
  /** Offset in the file where each piece begins. */
  readonly fileStarts: readonly number[];
  /** Offset in the file of its first code unit that is no blank. */
  readonly start: number;
  /** Offset in the file of the end of its last line, line ending left out. */
  readonly end: number;
}

/** Longest line, in bytes without its line ending, that BuildKit's scanner takes (Go's bufio.MaxScanTokenSize - 1). */
const longestLine = 65535;
/** Each recovery has read to the file's end, so their number is bounded. */
const mostRecoveries = 20;

/** Reads a Dockerfile line by line in BuildKit's way. */
export class LineReader {
  readonly comments: Comment[] = [];
  readonly problems: SyntaxProblem[] = [];
  private readonly source: SourceText;
  private readonly lineCount: number;
  private readonly directiveReader: DirectiveReader;
  /** Index of the next line to read. */
  private line = 0;
  private lastEnd = 0;
  private recoveries = 0;
  /** Lines before this one have had their length checked. */
  private checked = 0;

  constructor(source: SourceText) {
    this.source = source;
    const { lineStarts, text } = source;
    this.lineCount = lineStarts.at(-1) === text.length ? lineStarts.length - 1 : lineStarts.length;
    this.directiveReader = new DirectiveReader(text, this.problems);
  }

  get directives(): readonly Directive[] {
    return this.directiveReader.directives;
  }

  /** End of the last line that was read, line ending left out. */
  get end(): number {
    return this.lastEnd;
  }

  get escape(): "\\" | "`" {
    return this.directiveReader.escape;
  }

  /** The next line that is neither empty nor a comment, joined with its continuations; null at the file's end. */
  next(): LogicalLine | null {
    while (this.line < this.lineCount) {
      const { start, end } = this.takeLine();
      const first = skipSpaces(this.source.text, start, end);
      if (this.directiveReader.read(first, end)) continue;
      if (first === end) continue;
      if (this.source.text[first] === "#") this.addComment(first, end, false);
      else return this.joinContinuations(first, end);
    }
    return null;
  }

  /** Reads the bodies of the heredocs that a line opens, right behind it. */
  readHeredocs(operators: readonly HeredocOperator[], toFile: (at: Span) => Span): Heredoc[] {
    return operators.map((operator) => this.readHeredoc(operator, toFile(operator.span)));
  }

  private joinContinuations(first: number, firstEnd: number): LogicalLine {
    const { text } = this.source;
    const pieceStarts = [0];
    const fileStarts = [first];
    let end = firstEnd;
    let pieceEnd = this.continuationAt(first, firstEnd);
    let continued = pieceEnd !== -1;
    let joined = text.slice(first, continued ? pieceEnd : firstEnd);
    let emptyFrom = -1;
    while (continued && this.line < this.lineCount) {
      const line = this.takeLine();
      const content = skipSpaces(text, line.start, line.end);
      end = line.end;
      if (content === line.end) {
        if (emptyFrom === -1) emptyFrom = line.start;
        continue;
      }
      this.addEmptyLines(emptyFrom, line.start);
      emptyFrom = -1;
      if (text[content] === "#") {
        this.addComment(content, line.end, true);
        continue;
      }
      pieceEnd = this.continuationAt(line.start, line.end);
      continued = pieceEnd !== -1;
      pieceStarts.push(joined.length);
      fileStarts.push(line.start);
      joined += text.slice(line.start, continued ? pieceEnd : line.end);
    }
    this.addEmptyLines(emptyFrom, end + 1);
    return { text: joined, pieceStarts, fileStarts, start: first, end };
  }

  /** Offset of the escape character that continues a line, or -1: it is the last but blanks and does not stand doubled. */
  private continuationAt(start: number, end: number): number {
    const { text } = this.source;
    let at = end - 1;
    while (at >= start && (text[at] === " " || text[at] === "\t")) at--;
    if (at < start || text[at] !== this.escape) return -1;
    return at > start && text[at - 1] === this.escape ? -1 : at;
  }

  private readHeredoc(operator: HeredocOperator, operatorSpan: Span): Heredoc {
    const { name, stripTabs, expand, descriptor } = operator;
    const { text } = this.source;
    const bodyStart = Math.min(this.source.lineStart(this.line + 1), text.length);
    const firstLine = this.line;
    let near = -1;
    while (this.line < this.lineCount) {
      const { start, end } = this.takeLine();
      const found = text.slice(start, end);
      if ((stripTabs ? found.replace(/^\t+/, "") : found) === name) {
        const terminatorSpan = { start, end };
        const bodySpan = { start: bodyStart, end: start };
        return { name, stripTabs, expand, descriptor, operatorSpan, bodySpan, terminatorSpan };
      }
      if (near === -1 && found.trim() === name) near = this.line - 1;
    }
    // What only looks like the terminator ends the body for us, so that the rest of the file is still read.
    if (this.recoveries++ >= mostRecoveries) near = -1;
    if (near !== -1) {
      this.line = near;
      this.takeLine();
    }
    const bodyEnd = near === -1 ? text.length : this.source.lineStart(near + 1);
    this.addUnterminated(operator, operatorSpan, near, firstLine);
    const bodySpan = { start: bodyStart, end: bodyEnd };
    return { name, stripTabs, expand, descriptor, operatorSpan, bodySpan, terminatorSpan: null };
  }

  private addUnterminated(operator: HeredocOperator, at: Span, near: number, from: number): void {
    const asked = `The heredoc \`${operator.name}\` is never closed: a line with nothing but \`${operator.name}\` is missing`;
    if (near === -1) {
      this.addProblem("unterminated-heredoc", `${asked}.`, at);
      return;
    }
    const line = this.contentOf(near);
    const onlyTabs = /^\t+\S/.test(this.source.slice(line)) && !/\s$/.test(this.source.slice(line));
    const hint = `${asked}; line ${near + 1} has blanks around it.`;
    const written = this.source.slice(at);
    if (onlyTabs && near >= from) {
      this.addProblem("unterminated-heredoc", hint, at, written.replace("<<", "<<-"));
    } else {
      this.addProblem("unterminated-heredoc", hint, line, operator.name);
    }
  }

  private addEmptyLines(from: number, next: number): void {
    if (from === -1) return;
    const end = Math.max(from, this.source.lineSpan(this.source.lineAt(next - 1)).end);
    const message =
      "An empty line inside a continued instruction: BuildKit skips it with a warning and will refuse it one day.";
    this.addProblem("empty-continuation", message, { start: from, end });
  }

  private addComment(start: number, end: number, embedded: boolean): void {
    const text = this.source.text.slice(start + 1, end).trim();
    this.comments.push({ text, span: { start, end }, line: this.line, embedded });
  }

  private addProblem(
    kind: SyntaxProblem["kind"],
    message: string,
    span: Span,
    suggestion?: string,
  ): void {
    this.problems.push({
      kind,
      message,
      span,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  private takeLine(): Span {
    const content = this.contentOf(this.line++);
    const { start, end } = content;
    this.lastEnd = end;
    if (this.line > this.checked) {
      this.checked = this.line;
      if ((end - start) * 3 > longestLine) this.checkLength(content);
    }
    return content;
  }

  /** A line without its line ending, a byte order mark or the returns before the line ending. */
  private contentOf(line: number): Span {
    const { text, lineStarts } = this.source;
    let start = lineStarts[line] ?? text.length;
    const next = lineStarts[line + 1];
    let end = next === undefined ? text.length : next - 1;
    if (line === 0 && text.startsWith("\uFEFF")) start++;
    while (end > start && text[end - 1] === "\r") end--;
    return { start, end: Math.max(start, end) };
  }

  private checkLength(line: Span): void {
    const bytes = Buffer.byteLength(this.source.slice(line));
    if (bytes <= longestLine) return;
    const message = `Line ${this.line} is ${bytes} bytes long; BuildKit refuses lines of more than ${longestLine}.`;
    this.addProblem("unreadable", message, line);
  }
}

/** Translates offsets of a logical line's text into offsets of the file. */
export class OffsetMap {
  private readonly line: LogicalLine;

  constructor(line: LogicalLine) {
    this.line = line;
  }

  /** The place in the file of a part of the line. An empty part lies where the text behind it begins. */
  span(at: Span): Span {
    const start = this.offset(at.start);
    return at.end <= at.start ? { start, end: start } : { start, end: this.offset(at.end - 1) + 1 };
  }

  private offset(at: number): number {
    const { pieceStarts, fileStarts } = this.line;
    if (pieceStarts.length === 1) return at + (fileStarts[0] ?? 0);
    let low = 0;
    let high = pieceStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((pieceStarts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return at - (pieceStarts[low] ?? 0) + (fileStarts[low] ?? 0);
  }
}

import type { Span } from "../../source/span.ts";

/**
 * A shell text of the same length as the part of the file it was made from, as the shell sees it: a position in it plus
 * `base` is a file offset.
 */
export interface MaskedText {
  readonly text: string;
  /** File offset of its first code unit. */
  readonly base: number;
  /**
   * What Docker (or the change of line endings) takes away before the shell reads the text: continuations, comment lines
   * between them, carriage returns. File offsets, in order, without overlaps. Outside quotes the mask stands for them.
   */
  readonly dropped: readonly Span[];
}

interface Line {
  readonly start: number;
  /** After the line ending. */
  readonly end: number;
  /** Where what is to be dropped begins: the continuation, or the line's start for a comment. */
  readonly dropFrom: number;
}

/**
 * Masks the command text of an instruction's head: the comment lines and blank lines inside it and its continuations.
 * @param file the whole file
 * @param at the command text, heredoc bodies left out
 * @param escape the character that continues a line
 */
export function maskHead(file: string, at: Span, escape: string): MaskedText {
  const newline = file.indexOf("\n", at.start);
  if (newline === -1 || newline >= at.end) {
    return { text: file.slice(at.start, at.end), base: at.start, dropped: [] };
  }
  const lines = splitLines(file, at, escape);
  const dropped: Span[] = [];
  let text = "";
  let hashSeen = false;
  for (const [index, line] of lines.entries()) {
    const kept = file.slice(line.start, line.dropFrom);
    text += kept;
    if (line.dropFrom === line.end) continue;
    hashSeen ||= /(?:^|[\s;&|()])#/.test(kept);
    const length = line.end - line.dropFrom;
    const joins =
      kept !== "" &&
      !hashSeen &&
      length === 2 &&
      !/[\s]$/.test(kept) &&
      continuesWord(file, lines, index);
    // A comment of the shell would end at a kept newline, though Docker's reading makes it swallow the next line too.
    text += joins ? "\\\n" : " ".repeat(length);
    addDropped(dropped, { start: line.dropFrom, end: line.end });
  }
  return { text, base: at.start, dropped };
}

function splitLines(file: string, at: Span, escape: string): Line[] {
  const lines: Line[] = [];
  for (let start = at.start; start < at.end;) {
    const newline = file.indexOf("\n", start);
    const last = newline === -1 || newline >= at.end;
    const end = last ? at.end : newline + 1;
    lines.push({
      start,
      end,
      dropFrom: dropFrom(file, start, end, escape, start === at.start, last),
    });
    start = end;
  }
  return lines;
}

function dropFrom(
  file: string,
  start: number,
  end: number,
  escape: string,
  first: boolean,
  last: boolean,
): number {
  let content = start;
  while (content < end && isBlank(file[content])) content++;
  if (!first && (content === end || file[content] === "#")) return start;
  if (last) return end;
  let tail = end;
  while (tail > start && isBlank(file[tail - 1])) tail--;
  return file[tail - 1] === escape ? tail - 1 : end;
}

function continuesWord(file: string, lines: readonly Line[], index: number): boolean {
  for (let next = index + 1; next < lines.length; next++) {
    const line = lines[next];
    // A dropped line in between has to become blanks, which end the word anyway.
    if (line === undefined || line.dropFrom === line.start) return false;
    return !isBlank(file[line.start]);
  }
  return false;
}

/** Masks text that is given to the shell as it stands: heredoc bodies and what lies between them. */
export function maskBody(file: string, at: Span): MaskedText {
  const original = file.slice(at.start, at.end);
  const dropped: Span[] = [];
  for (
    let found = original.indexOf("\r\n");
    found !== -1;
    found = original.indexOf("\r\n", found + 2)
  ) {
    dropped.push({ start: at.start + found, end: at.start + found + 1 });
  }
  // A second newline, not a blank: heredoc delimiters must stay alone on their line.
  const text = original.replace(/\\\r\n/g, " \\\n").replace(/\r\n/g, "\n\n");
  return { text, base: at.start, dropped };
}

/** Two neighbouring texts as one. */
export function concatenate(first: MaskedText, second: MaskedText): MaskedText {
  return {
    text: first.text + second.text,
    base: first.base,
    dropped: [...first.dropped, ...second.dropped],
  };
}

/** The text of a part of the file as the shell sees it, everything dropped left out. */
export function keptText(file: string, masked: MaskedText, at: Span): string {
  if (masked.dropped.length === 0) return file.slice(at.start, at.end);
  let result = "";
  let from = at.start;
  for (let index = firstAfter(masked.dropped, at.start); index < masked.dropped.length; index++) {
    const gap = masked.dropped[index];
    if (gap === undefined || gap.start >= at.end) break;
    result += file.slice(from, Math.max(from, gap.start));
    from = Math.max(from, gap.end);
  }
  return result + file.slice(from, Math.max(from, at.end));
}

/** Whether anything is dropped inside a part of the file. */
export function hasDropped(masked: MaskedText, at: Span): boolean {
  const gap = masked.dropped[firstAfter(masked.dropped, at.start)];
  return gap !== undefined && gap.start < at.end;
}

/** Index of the first gap that ends after an offset. */
function firstAfter(gaps: readonly Span[], offset: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle]?.end ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addDropped(dropped: Span[], gap: Span): void {
  const previous = dropped.at(-1);
  if (previous?.end === gap.start)
    dropped[dropped.length - 1] = { start: previous.start, end: gap.end };
  else dropped.push(gap);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\r" || character === "\n";
}

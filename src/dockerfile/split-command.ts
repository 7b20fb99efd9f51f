import type { Span } from "../source/span.ts";
import { isBlank, isSpace, skipSpaces, trimSpacesEnd } from "./blanks.ts";

/** A line taken into keyword, flags and arguments. All offsets are those of the line's text. */
export interface CommandParts {
  readonly keyword: Span;
  /** Each `--name=value` as written, quotes and all. */
  readonly flags: readonly Span[];
  /** What follows the flags, without blanks around it. */
  readonly arguments: Span;
}

/** Splits the text between two offsets as BuildKit does: a keyword, then words that begin with `--`, then the rest. */
export function splitCommand(text: string, from: number, to: number, escape: string): CommandParts {
  const start = skipSpaces(text, from, to);
  const end = trimSpacesEnd(text, start, to);
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  const keyword = { start, end: at };
  while (at < end && isBlank(text.charCodeAt(at))) at++;

  const flags: Span[] = [];
  for (;;) {
    while (at < end && isAsciiSpace(text.charCodeAt(at))) at++;
    if (!(text[at] === "-" && text[at + 1] === "-") || at + 1 >= end) break;
    const wordEnd = endOfFlag(text, at, end, escape);
    const word = { start: at, end: wordEnd };
    at = wordEnd;
    if (unquoteFlag(text, word, escape) === "--") break;
    flags.push(word);
  }
  const argumentsStart = skipSpaces(text, at, end);
  return { keyword, flags, arguments: { start: argumentsStart, end } };
}

/** The text of a flag, quotes and escapes resolved: BuildKit does so in both kinds of quotes. */
export function unquoteFlag(text: string, at: Span, escape: string): string {
  let result = "";
  let quote = "";
  for (let index = at.start; index < at.end; index++) {
    let char = text[index] ?? "";
    if (char === escape) {
      char = index + 1 < at.end ? (text[++index] ?? "") : "";
    } else if (quote === "" && (char === "'" || char === '"')) {
      quote = char;
      continue;
    } else if (char === quote) {
      quote = "";
      continue;
    }
    result += char;
  }
  return result;
}

function endOfFlag(text: string, start: number, end: number, escape: string): number {
  let quote = "";
  let at = start;
  while (at < end) {
    const char = text[at] ?? "";
    if (char === escape) at++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (isAsciiSpace(text.charCodeAt(at))) return at;
    at++;
  }
  return end;
}

/** BuildKit reads flags byte by byte, so only the blanks of ASCII end them. */
function isAsciiSpace(code: number): boolean {
  return code < 0x80 && isSpace(code);
}

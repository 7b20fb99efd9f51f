import type { Span } from "../source/span.ts";
import { isBlank, isSpace } from "./blanks.ts";

/** Splits at white space outside quotes, as BuildKit does for ENV, LABEL and ARG. */
export function splitQuoted(text: string, start: number, end: number, escape: string): Span[] {
  const words: Span[] = [];
  let at = start;
  for (;;) {
    while (at < end && isSpace(text.charCodeAt(at))) at++;
    if (at >= end) return words;
    const wordStart = at;
    at = endOfQuotedWord(text, at, end, escape);
    // An escape character alone at the very end is dropped.
    if (at > wordStart + 1 || text[wordStart] !== escape) words.push({ start: wordStart, end: at });
  }
}

function endOfQuotedWord(text: string, start: number, end: number, escape: string): number {
  let quote = "";
  let at = start;
  while (at < end) {
    const char = text[at] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
      else if (char === escape && quote === '"') at++;
    } else if (char === escape) {
      at++;
    } else if (char === "'" || char === '"') {
      quote = char;
    } else if (isSpace(text.charCodeAt(at))) {
      return at;
    }
    at++;
  }
  return end;
}

/** Splits at every run of blanks, quotes or not, as BuildKit does for FROM, COPY, ADD, EXPOSE and VOLUME. */
export function splitBlanks(text: string, start: number, end: number): Span[] {
  const words: Span[] = [];
  let at = start;
  while (at < end) {
    while (at < end && isBlank(text.charCodeAt(at))) at++;
    const wordStart = at;
    while (at < end && !isBlank(text.charCodeAt(at))) at++;
    if (at > wordStart) words.push({ start: wordStart, end: at });
  }
  return words;
}

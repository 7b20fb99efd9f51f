import type { SourceText } from "../source/source-text.ts";
import type { Span } from "../source/span.ts";
import { visible } from "./untrusted.ts";

/** Columns of source that are shown. Our choice: with the margin, a line of 100 columns. */
const excerptWidth = 90;

const wideCharacter =
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\uff01-\uff60]/u;

/**
 * The first line of a span with carets under it, for a terminal: two lines, or none when the line is empty. Of a long
 * line the part around the span is shown. Control characters are drawn, so that nothing in the file acts on the terminal.
 * @param paint what is done with the carets
 */
export function sourceExcerpt(
  source: SourceText,
  at: Span,
  paint: (text: string) => string,
): string[] {
  const line = source.lineAt(at.start);
  const { start, end } = source.lineSpan(line);
  if (start === end) return [];
  const from = Math.min(at.start, end);
  const to = Math.min(Math.max(at.end, from), end);
  const left = Math.max(start, Math.min(from - 20, end - excerptWidth));
  const right = Math.min(end, left + excerptWidth);
  const lead = left > start ? "…" : "";
  const tail = right < end ? "…" : "";

  const show = (first: number, last: number): string =>
    visible(source.text.slice(first, Math.max(first, last)).replaceAll("\t", " "));
  const shown = lead + show(left, right) + tail;
  const before = columnsOf(lead + show(left, from));
  const carets = "^".repeat(Math.max(1, columnsOf(show(from, Math.min(to, right)))));

  const margin = `  ${String(line).padStart(5)} | `;
  return [
    margin + shown,
    `${" ".repeat(margin.length - 2)}| ${" ".repeat(before)}${paint(carets)}`,
  ];
}

/** How many columns of a terminal a text takes. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (!/\p{Mn}/u.test(character)) columns += wideCharacter.test(character) ? 2 : 1;
  }
  return columns;
}

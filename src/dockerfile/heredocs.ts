import type { Span } from "../source/span.ts";
import { isSpace } from "./blanks.ts";
import { readWordParts, skipVariable } from "./word-parts.ts";

/** A `<<NAME` in a line, before its body is looked for. */
export interface HeredocOperator {
  readonly name: string;
  readonly stripTabs: boolean;
  readonly expand: boolean;
  readonly descriptor: string | null;
  /** In offsets of the line's text. */
  readonly span: Span;
}

/** BuildKit splits for heredocs with a backslash whatever the escape directive says. */
const escape = "\\";
const operatorPattern = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;

/**
 * The heredocs that a whole line of RUN, COPY or ADD opens, as BuildKit finds them: words of the shell that are nothing
 * but `<<NAME`. `cat<<EOF` is none, `<< EOF` is one; a line whose quotes are not closed has none.
 */
export function findHeredocs(text: string): HeredocOperator[] {
  if (!text.includes("<<")) return [];
  const operators: HeredocOperator[] = [];
  for (const word of splitShellWords(text) ?? []) {
    const operator = readOperator(word);
    if (operator !== null) operators.push(operator);
  }
  return operators;
}

/** Whether one argument of COPY or ADD, as blanks separate them, is a heredoc and no path. */
export function isHeredocWord(text: string): boolean {
  return (
    text.includes("<<") && readOperator({ text, span: { start: 0, end: text.length } }) !== null
  );
}

interface ShellWord {
  readonly text: string;
  readonly span: Span;
}

function readOperator(word: ShellWord): HeredocOperator | null {
  const found = operatorPattern.exec(word.text);
  const rest = found?.[3] ?? "";
  if (found === null || rest === "") return null;
  const names = splitUnquoted(rest);
  const name = names?.length === 1 ? names[0] : undefined;
  if (name === undefined) return null;
  return {
    name,
    stripTabs: found[2] === "-",
    expand: quotesIn(name) === quotesIn(rest),
    descriptor: found[1] === "" ? null : (found[1] ?? null),
    span: word.span,
  };
}

function quotesIn(text: string): number {
  return text.length - text.replace(/['"]/g, "").length;
}

/** The words of a heredoc name, quotes and escapes resolved, variables as they are; null when it cannot be read. */
function splitUnquoted(text: string): string[] | null {
  const words: string[] = [];
  for (const word of splitShellWords(text) ?? []) {
    const { parts, error } = readWordParts(word.text, 0, word.text.length, escape);
    if (error !== null) return null;
    const value = parts
      .map((part) =>
        typeof part === "string" ? part : word.text.slice(part.span.start, part.span.end),
      )
      .join("");
    if (value !== "") words.push(value);
  }
  return words;
}

/** Splits at blanks outside quotes; blanks behind `<<` stay in the word. Null when a quote or a `${` is not closed. */
function splitShellWords(text: string): ShellWord[] | null {
  const words: ShellWord[] = [];
  const end = text.length;
  let start = -1;
  let at = 0;
  const finish = (): void => {
    if (start !== -1) words.push({ text: text.slice(start, at), span: { start, end: at } });
    start = -1;
  };
  while (at < end) {
    const char = text[at] ?? "";
    if (isSpace(text.charCodeAt(at))) {
      finish();
      at++;
      continue;
    }
    if (start === -1) start = at;
    if (char === escape) at = Math.min(at + 2, end);
    else if (char === "'" || char === '"') {
      const close = closingQuote(text, at);
      if (close === -1) return null;
      at = close + 1;
    } else if (char === "<" && text[at + 1] === "<") {
      at += 2;
      while (text[at] === " " || text[at] === "\t" || text[at] === "\r") at++;
    } else if (char === "$") {
      const variable = skipVariable(text, at, end, escape);
      if (variable.error !== null) return null;
      // BuildKit forgets what stands before a `${NAME:-word}` in the same word.
      if (variable.modified) start = at;
      at = variable.end;
    } else at++;
  }
  finish();
  return words;
}

function closingQuote(text: string, start: number): number {
  const quote = text[start] ?? "";
  if (quote === "'") return text.indexOf(quote, start + 1);
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === quote) return at;
    if (text[at] === escape) at += 2;
    else if (text[at] === "$") {
      const variable = skipVariable(text, at, text.length, escape);
      if (variable.error !== null) return -1;
      at = variable.end;
    } else at++;
  }
  return -1;
}

import type { Span } from "../source/span.ts";
import { skipSpaces, trimSpacesEnd } from "./blanks.ts";
import type { ExecForm, ExecItem } from "./model.ts";

/** What a text that may be a JSON array turns out to be. */
export interface ExecReading {
  /** The array, when it is one and holds strings only. */
  readonly exec: ExecForm | null;
  /** Why a text that begins with `[` is none, in plain words; null when it is one or does not try to be one. */
  readonly broken: string | null;
  /** Whether it is a JSON array that holds something else than strings: BuildKit refuses that instead of running it in a shell. */
  readonly refused: boolean;
}

const notExec: ExecReading = { exec: null, broken: null, refused: false };

/** Reads the text between two offsets as an exec form. Spans are offsets of the same text. */
export function readExecForm(text: string, from: number, to: number): ExecReading {
  const start = skipSpaces(text, from, to);
  if (start >= to || text[start] !== "[") return notExec;
  const end = trimSpacesEnd(text, start, to);
  const json = text.slice(start, end);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Not JSON: a shell command, or a slip in an array. Which one is told apart below.
    return { exec: null, broken: triesExec(json) ? whyBroken(json) : null, refused: false };
  }
  const strings = value as unknown[];
  if (!strings.every((item) => typeof item === "string")) {
    const broken = "every item has to be a string in double quotes";
    return { exec: null, broken, refused: true };
  }
  const items: ExecItem[] = [];
  let at = start;
  for (const item of strings) {
    const span = stringAt(text, at, end);
    items.push({ value: item, span });
    at = span.end;
  }
  return { exec: { span: { start, end }, items }, broken: null, refused: false };
}

/** The next JSON string from an offset on, in a text that is known to be valid. */
function stringAt(text: string, from: number, to: number): Span {
  const start = text.indexOf('"', from);
  let end = start + 1;
  while (end < to && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return { start, end: end + 1 };
}

/** Whether a text that begins with `[` is meant as an array: not the test command (`[ -f x ]`, `[[ ... ]]`). */
function triesExec(json: string): boolean {
  const tokens = tokenise(json);
  const second = json[1] ?? "";
  if (second === "[") return false;
  if (second !== " " && second !== "\t") return true;
  if (tokens.some((token) => token.kind === "comma")) return true;
  return tokens.every((token) => token.kind !== "word");
}

interface Token {
  readonly kind: "string" | "single" | "curly" | "word" | "comma" | "open" | "close";
  readonly text: string;
  readonly closed: boolean;
}

const tokenPattern =
  /"(?:[^"\\]|\\[^])*("?)|'[^']*('?)|[\u201c\u201d\u2018\u2019]|[,[\]]|[^\s,[\]"'\u201c\u201d\u2018\u2019]+/g;

function tokenise(json: string): Token[] {
  return Array.from(json.matchAll(tokenPattern), (found) => {
    const text = found[0];
    const closed = found[1] !== "" && found[2] !== "";
    return { kind: kindOf(text), text, closed };
  });
}

function kindOf(text: string): Token["kind"] {
  switch (text[0]) {
    case '"':
      return "string";
    case "'":
      return "single";
    case ",":
      return "comma";
    case "[":
      return "open";
    case "]":
      return "close";
    case "\u201c":
    case "\u201d":
    case "\u2018":
    case "\u2019":
      return "curly";
    default:
      return "word";
  }
}

/** The first reason why a text is no JSON array of strings. */
function whyBroken(json: string): string {
  const tokens = tokenise(json).slice(1);
  if (tokens.some(({ kind }) => kind === "curly")) {
    return "it has typographic quotes; JSON wants straight double quotes";
  }
  if (tokens.some(({ kind }) => kind === "single")) {
    return "it has single quotes; JSON wants double quotes";
  }
  const unclosed = tokens.find(({ kind, closed }) => kind === "string" && !closed);
  if (unclosed !== undefined) return "a closing double quote is missing";
  let previous: Token["kind"] = "open";
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === "word") return `\`${shorten(text)}\` stands there without double quotes`;
    if (kind === "open") return "an array stands inside the array";
    const isItem = kind === "string";
    if (isItem && previous === "string") return `a comma is missing before ${shorten(text)}`;
    if (kind === "comma" && previous !== "string") return "there is a comma too many";
    if (kind === "close" && previous === "comma") return "there is a comma too many before the `]`";
    if (kind === "close" && index < tokens.length - 1) return "there is text after the closing `]`";
    previous = kind;
  }
  if (previous !== "close") return "the closing `]` is missing";
  return whyBrokenString(tokens);
}

function whyBrokenString(tokens: readonly Token[]): string {
  for (const { kind, text } of tokens) {
    const found =
      kind === "string" ? /\\(?:u(?![0-9a-fA-F]{4})|[^"\\/bfnrtu])/.exec(unpaired(text)) : null;
    if (found !== null) {
      return `\`${found[0]}\` in ${shorten(text)} is no escape that JSON knows; a backslash is written \`\\\\\``;
    }
  }
  return "it holds a character that JSON wants escaped";
}

/** The text with doubled backslashes taken away, so that each one left begins an escape. */
function unpaired(text: string): string {
  return text.replaceAll("\\\\", "");
}

function shorten(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}

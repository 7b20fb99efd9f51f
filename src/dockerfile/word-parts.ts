import type { VariableUse, WordPart } from "./model.ts";

/** What keeps a word from being read: a quote that is never closed, or a `${...}` that BuildKit does not know. */
export interface WordError {
  readonly kind: "quote" | "substitution";
  /** Offset of the quote or of the `$`. */
  readonly start: number;
  readonly end: number;
  /** What is wrong, without a subject: `has no closing double quote`. */
  readonly reason: string;
}

/** A word taken apart. */
export interface WordReading {
  readonly parts: readonly WordPart[];
  readonly variables: readonly VariableUse[];
  /** The first thing that is wrong. The rest of the word is read all the same. */
  readonly error: WordError | null;
}

/** How escapes are kept: resolved, kept as they are, or kept so that a pattern can be made of the text. */
type EscapeMode = "resolve" | "keep" | "pattern";

/** `${A:-${B:-...}}` deeper than this is not read; nobody writes it, and it bounds the recursion. */
const deepestNesting = 50;

/**
 * Reads quotes, escapes and variables between two offsets as BuildKit's shell lexer does. Spans of variables are
 * offsets of the same text. Never throws.
 */
export function readWordParts(
  text: string,
  start: number,
  end: number,
  escape: string,
): WordReading {
  if (isPlain(text, start, end, escape)) {
    return { parts: start === end ? [] : [text.slice(start, end)], variables: [], error: null };
  }
  const reader = new PartsReader(text, start, end, escape);
  const parts = reader.readUntil("", "resolve", 0);
  return { parts, variables: reader.variables, error: reader.error };
}

/**
 * Finds the end of the `$...` at an offset.
 * @returns the offset after it, whether it has a modifier, and what is wrong with it
 */
export function skipVariable(
  text: string,
  start: number,
  end: number,
  escape: string,
): { readonly end: number; readonly modified: boolean; readonly error: WordError | null } {
  const reader = new PartsReader(text, start, end, escape);
  const part = reader.readDollar(0);
  const modified = typeof part !== "string" && part.modifier !== null;
  return { end: reader.at, modified, error: reader.error };
}

function isPlain(text: string, start: number, end: number, escape: string): boolean {
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === "'" || char === '"' || char === "$" || char === escape) return false;
  }
  return true;
}

class PartsReader {
  readonly variables: VariableUse[] = [];
  error: WordError | null = null;
  at: number;
  private readonly text: string;
  private readonly end: number;
  private readonly escape: string;

  constructor(text: string, start: number, end: number, escape: string) {
    this.text = text;
    this.at = start;
    this.end = end;
    this.escape = escape;
  }

  /**
   * Reads up to and including `stop`, or to the end when it is empty. Leaves `at` at the end when there is no `stop`.
   * @param start where what `stop` closes begins
   */
  readUntil(stop: string, mode: EscapeMode, depth: number, start = this.at): WordPart[] {
    const parts: WordPart[] = [];
    let literal = "";
    const push = (part: WordPart): void => {
      if (typeof part === "string") {
        literal += part;
        return;
      }
      if (literal !== "") parts.push(literal);
      literal = "";
      parts.push(part);
    };
    let stopped = stop === "";
    while (this.at < this.end) {
      const char = this.text[this.at] ?? "";
      if (char === stop) {
        this.at++;
        stopped = true;
        break;
      }
      if (char === "'") push(this.readSingleQuoted(mode));
      else if (char === '"') this.readDoubleQuoted(mode, depth, push);
      else if (char === "$") push(this.readDollar(depth));
      else push(this.readPlain(mode));
    }
    if (literal !== "") parts.push(literal);
    if (!stopped) this.fail("substitution", start, `has no closing \`${stop}\``);
    return parts;
  }

  /** Reads the `$` at `at` and what belongs to it. */
  readDollar(depth: number): WordPart {
    const start = this.at++;
    if (this.text[this.at] !== "{" || this.at >= this.end) {
      const name = this.readName();
      if (name === "") return "$";
      return this.use({ name, span: { start, end: this.at }, modifier: null, ...noOperator });
    }
    this.at++;
    const slot = this.variables.length;
    const nameStart = this.at;
    const name = this.readName();
    const modifierStart = this.at;
    const head = this.text[nameStart] ?? "";
    if (nameStart >= this.end || "{}:".includes(head) || depth >= deepestNesting) {
      const text = this.skipBraces(start);
      this.fail("substitution", start, "is no substitution that BuildKit knows");
      return text;
    }
    const rest = this.readModifier(depth, start);
    const modifierEnd = this.text[this.at - 1] === "}" ? this.at - 1 : this.at;
    const modifier =
      modifierEnd > modifierStart ? this.text.slice(modifierStart, modifierEnd) : null;
    const use = { name, span: { start, end: this.at }, modifier, ...rest };
    // The variables of its operands are already in the list; it comes before them.
    this.variables.splice(slot, 0, use);
    return use;
  }

  private use(variable: VariableUse): VariableUse {
    this.variables.push(variable);
    return variable;
  }

  private readModifier(depth: number, start: number): Pick<VariableUse, "operator" | "operands"> {
    let operator = this.take();
    if (operator === "}") return noOperator;
    if (operator === "/") return this.readReplacement(depth, start);
    let sign = operator;
    if (operator === ":") {
      sign = this.take();
      operator += sign;
    }
    if (sign === "" || !"-+?#%".includes(sign) || (sign !== operator && "#%".includes(sign))) {
      const reason =
        sign === ""
          ? "has no closing `}`"
          : `has the modifier \`${operator}\`, which BuildKit does not know`;
      this.skipBraces(start);
      this.fail("substitution", start, reason);
      return noOperator;
    }
    const mode = "#%".includes(sign) ? "pattern" : "resolve";
    return { operator, operands: [this.readUntil("}", mode, depth + 1, start)] };
  }

  private readReplacement(
    depth: number,
    start: number,
  ): Pick<VariableUse, "operator" | "operands"> {
    const all = this.text[this.at] === "/" && this.at < this.end;
    if (all) this.at++;
    const pattern = this.readUntil("/", "pattern", depth + 1, start);
    const replacement = this.readUntil("}", "keep", depth + 1, start);
    return { operator: all ? "//" : "/", operands: [pattern, replacement] };
  }

  /** Goes to the end of a `${` that cannot be read; its text stays as it is. */
  private skipBraces(start: number): string {
    const close = this.text.indexOf("}", this.at);
    this.at = close === -1 || close >= this.end ? this.end : close + 1;
    return this.text.slice(start, this.at);
  }

  private readName(): string {
    const start = this.at;
    const first = this.text[start] ?? "";
    if (start < this.end && first !== "" && "@*#?-$!0".includes(first)) {
      this.at++;
      // A name that begins with a digit is digits only; `0` is one of them.
      if (first !== "0") return first;
    }
    const pattern = /\d/.test(first) ? digits : nameCharacters;
    pattern.lastIndex = start;
    const found = pattern.exec(this.text);
    const end = Math.min(start + (found?.[0].length ?? 0), this.end);
    this.at = end;
    return this.text.slice(start, end);
  }

  private readPlain(mode: EscapeMode): string {
    const char = this.text[this.at++] ?? "";
    if (char !== this.escape) return char;
    if (this.at >= this.end) return mode === "resolve" ? "" : char;
    const next = this.text[this.at++] ?? "";
    return mode === "resolve" ? next : char + next;
  }

  private readSingleQuoted(mode: EscapeMode): string {
    const start = this.at++;
    let close = this.text.indexOf("'", this.at);
    if (close === -1 || close >= this.end) {
      this.at = start + 1;
      this.fail("quote", start, "has no closing single quote");
      close = this.end;
    }
    const content = this.text.slice(this.at, close);
    this.at = Math.min(close + 1, this.end);
    return mode === "pattern"
      ? content.replaceAll(this.escape, this.escape + this.escape)
      : content;
  }

  private readDoubleQuoted(mode: EscapeMode, depth: number, push: (part: WordPart) => void): void {
    const start = this.at++;
    while (this.at < this.end) {
      const char = this.text[this.at] ?? "";
      if (char === '"') {
        this.at++;
        return;
      }
      if (char === "$") push(this.readDollar(depth));
      else push(this.readInDoubleQuotes(mode));
    }
    this.at = start + 1;
    this.fail("quote", start, "has no closing double quote");
    this.at = this.end;
  }

  private readInDoubleQuotes(mode: EscapeMode): string {
    const char = this.text[this.at++] ?? "";
    if (char !== this.escape) return char;
    if (this.at >= this.end) return "";
    const next = this.text[this.at] ?? "";
    if (next === '"' || next === "$" || next === this.escape) {
      this.at++;
      return mode === "resolve" ? next : char + next;
    }
    return mode === "resolve" ? char : char + char;
  }

  /** The character at `at`, which is passed; nothing at the end. */
  private take(): string {
    return this.at < this.end ? (this.text[this.at++] ?? "") : "";
  }

  /** Notes what is wrong between an offset and `at`. Only the first thing is kept. */
  private fail(kind: WordError["kind"], start: number, reason: string): void {
    this.error ??= { kind, start, end: Math.max(this.at, start), reason };
  }
}

const noOperator = { operator: null, operands: [] } as const;
const digits = /\d+/y;
const nameCharacters = /[\p{L}\p{Nd}_]+/uy;

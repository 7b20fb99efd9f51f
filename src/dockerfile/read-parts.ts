import type { Span } from "../source/span.ts";
import { isBlank } from "./blanks.ts";
import type { ExecForm, Flag, KeyValue, SyntaxProblem, Word } from "./model.ts";
import {
  parseFlags,
  parseProperties,
  type FlagSpans,
  type PropertySpans,
} from "./parse-instruction.ts";
import type { MountReading } from "./reading.ts";
import { unquoteFlag } from "./split-command.ts";
import { readWordParts, type WordError, type WordReading } from "./word-parts.ts";
import { splitQuoted } from "./words.ts";

const expandedFlags = new Set(["chown", "chmod", "checksum", "platform"]);

/** Reads the words, flags and pairs of one logical line, collecting what is wrong with its words. */
export class PartsOf {
  /** Words that BuildKit would fail to expand. */
  readonly wordErrors: WordError[] = [];
  private readonly text: string;
  private readonly escape: string;

  constructor(text: string, escape: string) {
    this.text = text;
    this.escape = escape;
  }

  /** The word between two offsets. `expanded`: BuildKit itself resolves its quotes and variables, so it must be sound. */
  word(span: Span, expanded: boolean): Word {
    const reading = readWordParts(this.text, span.start, span.end, this.escape);
    if (expanded && reading.error !== null) this.wordErrors.push(reading.error);
    const text = this.text.slice(span.start, span.end);
    return { text, value: valueOf(this.text, reading), span, ...pick(reading) };
  }

  /** The words of an exec form. COPY, ADD and VOLUME are the ones in which BuildKit resolves variables (`expanded`). */
  execWords(exec: ExecForm, expanded: boolean): Word[] {
    return exec.items.map(({ span, value }) => {
      const text = this.text.slice(span.start, span.end);
      if (!expanded) {
        return { text, value, span, variables: [], parts: value === "" ? [] : [value] };
      }
      const inner = { start: span.start + 1, end: span.end - 1 };
      if (this.text.slice(inner.start, inner.end) === value)
        return { ...this.word(inner, true), text, span };
      const reading = readWordParts(value, 0, value.length, this.escape);
      if (reading.error !== null) this.wordErrors.push({ ...reading.error, ...span });
      // JSON escapes move everything behind them: the item is the closest place that is true.
      const parts = reading.parts.map((part) =>
        typeof part === "string" ? part : { ...part, span },
      );
      const variables = reading.variables.map((use) => ({ ...use, span }));
      return { text, value: valueOf(value, reading), span, variables, parts };
    });
  }

  /** The flags at the given places. */
  flags(keyword: Span, words: readonly Span[]): Flag[] {
    if (words.length === 0) return [];
    const spans =
      parseFlags(this.text, keyword, words) ?? words.map((word) => this.flagSpans(word));
    return spans.map(({ span, name, value }) => {
      const unquoted = unquoteFlag(this.text, span, this.escape);
      const equals = unquoted.indexOf("=");
      return {
        name: equals === -1 ? unquoted.slice(2) : unquoted.slice(2, equals),
        value: equals === -1 ? null : unquoted.slice(equals + 1),
        span,
        nameSpan: name,
        valueSpan: value,
      };
    });
  }

  /** Looks for what is wrong in the values of the flags in which BuildKit resolves variables. */
  checkFlagValues(flags: readonly Flag[]): void {
    for (const { name, value, valueSpan } of flags) {
      if (value === null || valueSpan === null || !expandedFlags.has(name)) continue;
      const { error } = readWordParts(value, 0, value.length, this.escape);
      if (error !== null) this.wordErrors.push({ ...error, ...valueSpan });
    }
  }

  /** The pairs of ENV, LABEL or ARG between two offsets. */
  pairs(keyword: Span, args: Span, isArg: boolean, problems: SyntaxProblem[]): KeyValue[] {
    const words = splitQuoted(this.text, args.start, args.end, this.escape);
    const first = words[0];
    if (first === undefined) return [];
    if (!isArg && this.equalsIn(first) === -1) return this.legacyPair(keyword, args, problems);
    const spans =
      parseProperties(this.text, keyword, words) ?? words.map((word) => this.propertySpans(word));
    const pairs: KeyValue[] = [];
    for (const { span, key, value } of spans) {
      if (value === null && !isArg) {
        // A value with blanks that lacks its quotes is one mistake, however many words it has.
        if (problems.length === 0) problems.push(this.missingEquals(keyword, span));
      } else if (key.start === key.end) {
        const message = `\`${this.slice(keyword)}\` needs a name before the \`=\` of \`${this.slice(span)}\`.`;
        problems.push({ kind: "invalid-argument", message, span });
      } else {
        const word = value === null ? null : this.word(value, true);
        const name = isArg ? this.slice(key) : this.word(key, true).value;
        pairs.push({ key: name, keySpan: key, value: word, span, legacy: false });
      }
    }
    return pairs;
  }

  /** `KEY the whole rest`. */
  private legacyPair(keyword: Span, args: Span, problems: SyntaxProblem[]): KeyValue[] {
    let keyEnd = args.start;
    while (keyEnd < args.end && !isBlank(this.text.charCodeAt(keyEnd))) keyEnd++;
    let valueStart = keyEnd;
    while (valueStart < args.end && isBlank(this.text.charCodeAt(valueStart))) valueStart++;
    const key = { start: args.start, end: keyEnd };
    if (valueStart === args.end) {
      const name = this.slice(key);
      const message = `\`${this.slice(keyword)}\` needs a value for \`${name}\`: write \`${name}=value\`.`;
      problems.push({ kind: "missing-argument", message, span: key });
      return [];
    }
    const value = this.word({ start: valueStart, end: args.end }, true);
    return [{ key: this.word(key, true).value, keySpan: key, value, span: args, legacy: true }];
  }

  private missingEquals(keyword: Span, span: Span): SyntaxProblem {
    const word = this.slice(span);
    const message =
      `\`${word}\` has no \`=\`: \`${this.slice(keyword)}\` takes \`name=value\` pairs, ` +
      "and a value with blanks needs quotes.";
    return { kind: "invalid-argument", message, span };
  }

  private flagSpans(span: Span): FlagSpans {
    const equals = this.equalsIn(span);
    const nameEnd = equals === -1 ? span.end : equals;
    return {
      span,
      name: { start: Math.min(span.start + 2, nameEnd), end: nameEnd },
      value: equals === -1 ? null : { start: equals + 1, end: span.end },
    };
  }

  private propertySpans(span: Span): PropertySpans {
    const equals = this.equalsIn(span);
    return {
      span,
      key: { start: span.start, end: equals === -1 ? span.end : equals },
      value: equals === -1 ? null : { start: equals + 1, end: span.end },
    };
  }

  private equalsIn(span: Span): number {
    const found = this.text.slice(span.start, span.end).indexOf("=");
    return found === -1 ? -1 : span.start + found;
  }

  private slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }
}

/** The value of a word: literal text with its variables as written between. */
function valueOf(text: string, reading: WordReading): string {
  let value = "";
  for (const part of reading.parts) {
    value += typeof part === "string" ? part : text.slice(part.span.start, part.span.end);
  }
  return value;
}

function pick(reading: WordReading): Pick<Word, "variables" | "parts"> {
  return { variables: reading.variables, parts: reading.parts };
}

/** The options of a `--mount`: comma-separated, names in any case. */
export function readMount(text: string, flag: Flag): MountReading {
  const options = new Map<string, string>();
  let fromSpan: Span | null = null;
  const raw = flag.valueSpan === null ? "" : text.slice(flag.valueSpan.start, flag.valueSpan.end);
  const exact = raw === flag.value;
  let at = flag.valueSpan?.start ?? flag.span.end;
  for (const field of (flag.value ?? "").split(",")) {
    const equals = field.indexOf("=");
    const key = (equals === -1 ? field : field.slice(0, equals)).toLowerCase();
    const value = equals === -1 ? "" : field.slice(equals + 1);
    if (key !== "") options.set(key, value);
    if (key === "from" && equals !== -1) {
      fromSpan = exact ? { start: at + equals + 1, end: at + field.length } : flag.valueSpan;
    }
    at += field.length + 1;
  }
  return { span: flag.span, options, fromSpan };
}

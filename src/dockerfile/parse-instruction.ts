import { DockerfileParser, ModifiableInstruction, PropertyInstruction } from "dockerfile-ast";
import type { Span } from "../source/span.ts";

/** The places of a flag's parts. */
export interface FlagSpans {
  readonly span: Span;
  /** Without the dashes. */
  readonly name: Span;
  readonly value: Span | null;
}

/** The places of a `key=value`'s parts. */
export interface PropertySpans {
  readonly span: Span;
  readonly key: Span;
  readonly value: Span | null;
}

/** What dockerfile-ast and BuildKit read alike: flags without quotes and escapes ... */
const ordinaryFlag = /^--[a-z-]+(?:=[\w./:,=@+%-]+)?$/;
/** ... and properties whose value is bare or wholly in one pair of quotes, without escapes and variables. */
const ordinaryProperty =
  /^[A-Za-z_][\w.-]*(?:=(?:[\w./:,@+%~;?&()*-]+|"[^"\\`$<]+"|'[^'\\`$<]+'))?$/;
/** dockerfile-ast's cost is not linear in the length of one instruction. */
const longestText = 4096;

const flagKeywords = new Set(["FROM", "COPY", "ADD", "RUN", "HEALTHCHECK"]);
const propertyKeywords = new Set(["ENV", "LABEL", "ARG"]);

/**
 * The flags of one instruction, read by dockerfile-ast.
 * @param words the flags as BuildKit splits them
 * @returns null where dockerfile-ast is not to be trusted: then the flags have to be read another way
 */
export function parseFlags(
  text: string,
  keyword: Span,
  words: readonly Span[],
): FlagSpans[] | null {
  const end = words.at(-1)?.end ?? keyword.end;
  if (end - keyword.start > longestText) return null;
  if (!flagKeywords.has(text.slice(keyword.start, keyword.end).toUpperCase())) return null;
  if (!words.every((word) => ordinaryFlag.test(text.slice(word.start, word.end)))) return null;
  const instruction = parseOne(text, keyword.start, end);
  if (!(instruction instanceof ModifiableInstruction)) return null;
  const flags = instruction.getFlags().map((flag) => {
    const value = flag.getValueRange();
    return {
      span: toSpan(flag.getRange(), keyword.start),
      name: toSpan(flag.getNameRange(), keyword.start),
      value: value === null ? null : toSpan(value, keyword.start),
    };
  });
  return sameSpans(flags, words) ? flags : null;
}

/**
 * The `key=value` pairs of one ENV, LABEL or ARG, read by dockerfile-ast.
 * @param words the pairs as BuildKit splits them
 * @returns null where dockerfile-ast is not to be trusted: then the pairs have to be read another way
 */
export function parseProperties(
  text: string,
  keyword: Span,
  words: readonly Span[],
): PropertySpans[] | null {
  const end = words.at(-1)?.end ?? keyword.end;
  if (end - keyword.start > longestText) return null;
  if (!propertyKeywords.has(text.slice(keyword.start, keyword.end).toUpperCase())) return null;
  if (!words.every((word) => ordinaryProperty.test(text.slice(word.start, word.end)))) return null;
  const instruction = parseOne(text, keyword.start, end);
  if (!(instruction instanceof PropertyInstruction)) return null;
  const properties = instruction.getProperties().map((property) => {
    const value = property.getValueRange();
    return {
      span: toSpan(property.getRange(), keyword.start),
      key: toSpan(property.getNameRange(), keyword.start),
      value: value === null ? null : toSpan(value, keyword.start),
    };
  });
  return sameSpans(properties, words) ? properties : null;
}

/** Hands one instruction, which is one line, to dockerfile-ast. */
function parseOne(text: string, start: number, end: number): unknown {
  return DockerfileParser.parse(text.slice(start, end)).getInstructions()[0];
}

interface CharacterRange {
  readonly start: { readonly character: number };
  readonly end: { readonly character: number };
}

function toSpan(range: CharacterRange, shift: number): Span {
  return { start: range.start.character + shift, end: range.end.character + shift };
}

function sameSpans(found: readonly { readonly span: Span }[], words: readonly Span[]): boolean {
  return (
    found.length === words.length &&
    found.every(({ span }, index) => {
      const word = words[index];
      return span.start === word?.start && span.end === word.end;
    })
  );
}

import { matchPrefix, matchSuffix, replacePattern } from "./patterns.ts";
import type { VariableUse, VariableValue, Word, WordPart } from "./model.ts";

/** Longest value that is computed, in UTF-16 code units: `ENV A=$A$A` doubles it with every line. */
const longestValue = 8192;

/** Gives the value in force for a variable, undefined when nothing defines it. */
export type Lookup = (name: string) => VariableValue | undefined;

/**
 * The value of a word after its variables are replaced as BuildKit does, with the defaults of ARGs.
 * @returns null when it depends on a value that is known only when the image is built, when BuildKit would refuse it
 *   (`${NAME:?}`), or when it is longer than 8192 UTF-16 code units
 */
export function expandWord(word: Pick<Word, "parts">, lookup: Lookup): string | null {
  return expandParts(word.parts, lookup);
}

function expandParts(parts: readonly WordPart[], lookup: Lookup): string | null {
  let value = "";
  for (const part of parts) {
    const piece = typeof part === "string" ? part : expandVariable(part, lookup);
    if (piece === null) return null;
    value += piece;
    if (value.length > longestValue) return null;
  }
  return value;
}

function expandVariable(use: VariableUse, lookup: Lookup): string | null {
  const found = lookup(use.name);
  const value = found?.value ?? null;
  if (use.operator === null) return use.modifier === null ? value : null;
  // It is set, but to what is known only when the image is built.
  if (value === null && found !== undefined && !lacksDefault(found, use.name)) return null;
  const operand = expandParts(use.operands[0] ?? [], lookup);
  if (operand === null) return null;
  if (use.operator === "#" || use.operator === "%") {
    return value === null ? null : trim(use.operator, value, operand);
  }
  if (use.operator.startsWith("/")) {
    const replacement = expandParts(use.operands[1] ?? [], lookup);
    if (value === null || replacement === null) return null;
    return replacePattern(value, operand, replacement, use.operator === "//");
  }
  const isSet = value !== null && (value !== "" || !use.operator.startsWith(":"));
  return choose(use.operator.slice(-1), isSet ? value : null, operand);
}

/** What `-`, `+` and `?` make of a value, null when it is not set, and the word behind them. */
function choose(sign: string, value: string | null, operand: string): string | null {
  if (sign === "+") return value === null ? "" : operand;
  return sign === "-" ? (value ?? operand) : value;
}

/** Whether a variable is declared by an `ARG NAME`, which leaves it unset until a build argument is given. */
export function lacksDefault({ instruction }: VariableValue, name: string): boolean {
  if (instruction?.kind !== "arg") return false;
  return instruction.pairs.some(({ key, value }) => key === name && value === null);
}

function trim(operator: "#" | "%", value: string, operand: string): string | null {
  const greedy = operand.startsWith(operator);
  const pattern = greedy ? operand.slice(1) : operand;
  return operator === "#"
    ? matchPrefix(value, pattern, greedy)
    : matchSuffix(value, pattern, greedy);
}

/** The build arguments of platforms, which BuildKit sets for FROM, and in a stage behind an `ARG` of that name. */
export const platformArgumentNames: readonly string[] = [
  "BUILDPLATFORM",
  "BUILDOS",
  "BUILDOSVERSION",
  "BUILDARCH",
  "BUILDVARIANT",
  "TARGETPLATFORM",
  "TARGETOS",
  "TARGETOSVERSION",
  "TARGETARCH",
  "TARGETVARIANT",
  "TARGETSTAGE",
];

const platformArguments = new Set(platformArgumentNames);

const proxyArguments = new Set(["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"]);

/** Whether BuildKit gives this build argument a value by itself: `TARGETARCH`, `BUILDPLATFORM` ... */
export function isPlatformArgument(name: string): boolean {
  return platformArguments.has(name);
}

/** Whether this is a proxy's build argument, in capital or in small letters: they need no `ARG`. */
export function isProxyArgument(name: string): boolean {
  return proxyArguments.has(name) || proxyArguments.has(name.toUpperCase());
}

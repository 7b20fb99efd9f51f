import { nearest } from "../source/nearest.ts";
import { UserError } from "./user-error.ts";

/** Gives the value of an input; the empty string when it is not set. */
export type InputReader = (name: string) => string;

/** The value of an input that is one of some words; null when it is not set. */
export function choice<Value extends string>(
  read: InputReader,
  name: string,
  allowed: readonly Value[],
): Value | null {
  const given = read(name).trim();
  if (given === "") return null;
  const found = allowed.find((value) => value === given.toLowerCase());
  if (found !== undefined) return found;
  throw badValue(name, given, `Allowed are ${allowed.join(", ")}.`, nearest(given, allowed));
}

/** A switch, in YAML's own words for true and false, as `core.getBooleanInput` takes them. */
export function flag(read: InputReader, name: string, fallback = true): boolean {
  const given = read(name).trim();
  const word = given.toLowerCase();
  if (word === "") return fallback;
  if (word === "true") return true;
  if (word === "false") return false;
  throw badValue(name, given, "Allowed are true and false.", nearest(given, ["true", "false"]));
}

/** A whole number from 0 on. */
export function count(read: InputReader, name: string, fallback: number, most: number): number {
  const given = read(name).trim();
  if (given === "") return fallback;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  if (number <= most) return number;
  throw badValue(name, given, `Allowed are whole numbers from 0 to ${most}.`, null);
}

/** Words that stand on lines of their own or between commas; what follows a `#` on a line is a comment. */
export function list(read: InputReader, name: string): string[] {
  return lines(read(name)).flatMap((line) =>
    line
      .split(/[,\s]+/)
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  );
}

/** Globs on lines of their own or between commas; the commas inside `{a,b}` are the glob's. */
export function globs(read: InputReader, name: string): string[] {
  return lines(read(name)).flatMap((line) =>
    splitOutsideBraces(line)
      .map((glob) => glob.trim())
      .filter((glob) => glob !== "" && glob !== "!"),
  );
}

function lines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}

function splitOutsideBraces(line: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of line) {
    if (character === "{") depth++;
    if (character === "}") depth = Math.max(0, depth - 1);
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] = (parts.at(-1) ?? "") + character;
  }
  return parts;
}

/** The error for a value that is not allowed. */
export function badValue(
  name: string,
  given: string,
  allowed: string,
  close: string | null,
): UserError {
  const hint = close === null ? "" : ` Did you mean "${close}"?`;
  return new UserError(`The input \`${name}\` is ${JSON.stringify(given)}. ${allowed}${hint}`);
}

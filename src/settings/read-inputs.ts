import { presetNames } from "../lint/select-rules.ts";
import { nearest } from "../source/nearest.ts";
import { failLevels, scopes, type Inputs, type Mode } from "./settings.ts";
import { UserError } from "./user-error.ts";

/** Gives the value of an input; the empty string when it is not set. */
export type InputReader = (name: string) => string;

const modes: readonly Mode[] = ["auto", "review", "publish", "audit"];
const checkRuns: readonly Inputs["checkRun"][] = ["auto", "true", "false"];

/**
 * What the action's inputs ask for.
 * @throws UserError for a value that is not allowed; it names the input, the value and what is allowed
 */
export function readInputs(read: InputReader): Inputs {
  const config = read("config").trim();
  return {
    mode: choice(read, "mode", modes) ?? "auto",
    config: config === "" ? null : config,
    preset: choice(read, "preset", presetNames),
    rules: list(read, "rules"),
    ignore: list(read, "ignore"),
    failOn: choice(read, "fail-on", failLevels),
    scope: choice(read, "scope", scopes),
    comment: flag(read, "comment"),
    suggestions: flag(read, "suggestions"),
    checkRun: choice(read, "check-run", checkRuns) ?? "auto",
    annotations: flag(read, "annotations"),
    issue: flag(read, "issue"),
    fixPullRequest: flag(read, "fix-pull-request", false),
    maxComments: count(read, "max-comments", 20, 30),
    paths: noneAsNull(globs(read, "paths")),
    exclude: noneAsNull(globs(read, "exclude")),
    report: read("report").trim(),
  };
}

/**
 * The token that the API is called with.
 * @throws UserError when there is none
 */
export function readToken(read: InputReader): string {
  const token = read("token").trim();
  if (token !== "") return token;
  throw new UserError(
    "The input `token` is empty, so the pull request cannot be read. Leave the input out (its default is " +
      "`${{ github.token }}`) or set `token: ${{ github.token }}`, and give the job " +
      "`permissions: { contents: read, pull-requests: write }`.",
  );
}

/** Reads inputs as the runner passes them: `INPUT_FAIL-ON` for `fail-on`. */
export function inputsOf(environment: Readonly<Record<string, string | undefined>>): InputReader {
  return (name) => environment[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] ?? "";
}

/** The value of an input that is one of some words; null when it is not set. */
function choice<Value extends string>(
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

/** YAML's own words for true and false, as `core.getBooleanInput` takes them. */
function flag(read: InputReader, name: string, fallback = true): boolean {
  const given = read(name).trim();
  const word = given.toLowerCase();
  if (word === "") return fallback;
  if (word === "true") return true;
  if (word === "false") return false;
  throw badValue(name, given, "Allowed are true and false.", nearest(given, ["true", "false"]));
}

function count(read: InputReader, name: string, fallback: number, most: number): number {
  const given = read(name).trim();
  if (given === "") return fallback;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  if (number <= most) return number;
  throw badValue(name, given, `Allowed are whole numbers from 0 to ${most}.`, null);
}

/** Words that stand on lines of their own or between commas; what follows a `#` on a line is a comment. */
function list(read: InputReader, name: string): string[] {
  return lines(read(name)).flatMap((line) =>
    line
      .split(/[,\s]+/)
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  );
}

/** Globs on lines of their own or between commas; the commas inside `{a,b}` are the glob's. */
function globs(read: InputReader, name: string): string[] {
  return lines(read(name)).flatMap((line) =>
    splitOutsideBraces(line)
      .map((glob) => glob.trim())
      .filter((glob) => glob !== "" && glob !== "!"),
  );
}

function noneAsNull(values: readonly string[]): readonly string[] | null {
  return values.length === 0 ? null : values;
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

function badValue(name: string, given: string, allowed: string, close: string | null): UserError {
  const hint = close === null ? "" : ` Did you mean "${close}"?`;
  return new UserError(`The input \`${name}\` is ${JSON.stringify(given)}. ${allowed}${hint}`);
}

import { presetNames } from "../lint/select-rules.ts";
import { choice, count, flag, globs, list, type InputReader } from "./input-values.ts";
import { failLevels, scopes, type Inputs, type Mode } from "./settings.ts";
import { UserError } from "./user-error.ts";

const modes: readonly Mode[] = [
  "auto",
  "review",
  "publish",
  "audit",
  "list-repositories",
  "merge-reports",
];
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

function noneAsNull(values: readonly string[]): readonly string[] | null {
  return values.length === 0 ? null : values;
}

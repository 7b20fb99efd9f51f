import { type Command, Option } from "commander";
import { presetNames } from "../lint/select-rules.ts";
import { failLevels, type FailLevel, type Inputs } from "../settings/settings.ts";

/** The options that say which rules are run. */
export interface RuleOptions {
  readonly preset?: (typeof presetNames)[number];
  readonly rule: readonly string[];
  readonly ignore: readonly string[];
  /** A path, or false for `--no-config`; left out means the usual places. */
  readonly config?: string | boolean;
  readonly failOn?: FailLevel;
}

/** Adds `--preset`, `--rule`, `--ignore`, `--config` and `--no-config` to a command. */
export function addRuleOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--preset <preset>",
        "the set of rules to run (default: the settings file's, else recommended)",
      ).choices(presetNames),
    )
    .addOption(
      new Option("--rule <name>", "run only this rule (repeatable; also ids like DL3008)")
        .argParser(collectNames)
        .default([], "none"),
    )
    .addOption(
      new Option("--ignore <name>", "leave this rule out (repeatable; also ids like DL3008)")
        .argParser(collectNames)
        .default([], "none"),
    )
    .option(
      "--config <file>",
      "the settings file (default: .github/dockerfile-review.yml or .hadolint.yaml of the repository)",
    )
    .option("--no-config", "read no settings file");
}

/** Adds `--fail-on`. */
export function addFailOption(
  command: Command,
  usual = "the settings file's, else error",
): Command {
  return command.addOption(
    new Option(
      "--fail-on <severity>",
      `the least severe finding that ends the program with 1 (default: ${usual})`,
    ).choices(failLevels),
  );
}

/** Names from one use of an option, in a row or separated by commas, behind those of earlier uses. */
function collectNames(value: string, earlier: readonly string[]): readonly string[] {
  const names = value.split(/[,\s]+/).filter((name) => name !== "");
  return [...earlier, ...names];
}

/** What the options ask for, as the action's inputs say it. */
export function inputsFrom(options: RuleOptions): Inputs {
  return {
    mode: "auto",
    config: typeof options.config === "string" ? options.config : null,
    preset: options.preset ?? null,
    rules: options.rule,
    ignore: options.ignore,
    failOn: options.failOn ?? null,
    scope: null,
    comment: false,
    suggestions: false,
    checkRun: "false",
    annotations: false,
    issue: false,
    fixPullRequest: false,
    maxComments: 0,
    paths: null,
    exclude: null,
    report: "",
  };
}

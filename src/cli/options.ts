import { dayOf } from "../source/day.ts";
import { type Command, Option } from "commander";
import { presetNames, selectRules, type SelectedRule } from "../lint/select-rules.ts";
import type { Severity } from "../rules/rule.ts";
import { allRules } from "../rules/all-rules.ts";
import { dockerfileMatcher } from "../workflows/find-dockerfiles.ts";

/** The options that say which rules are run. */
export interface RuleOptions {
  readonly preset: (typeof presetNames)[number];
  readonly rule: readonly string[];
  readonly ignore: readonly string[];
}

/** The least severe finding that makes the program end with 1. */
export type FailLevel = Severity | "never";

/** Adds `--preset`, `--rule` and `--ignore` to a command. */
export function addRuleOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--preset <preset>", "the set of rules to run")
        .choices(presetNames)
        .default("recommended"),
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
    );
}

/** Adds `--fail-on`. */
export function addFailOption(command: Command, usual: FailLevel = "error"): Command {
  const levels: FailLevel[] = ["error", "warning", "info", "never"];
  return command.addOption(
    new Option("--fail-on <severity>", "the least severe finding that ends the program with 1")
      .choices(levels)
      .default(usual),
  );
}

/** Names from one use of an option, in a row or separated by commas, behind those of earlier uses. */
function collectNames(value: string, earlier: readonly string[]): readonly string[] {
  const names = value.split(/[,\s]+/).filter((name) => name !== "");
  return [...earlier, ...names];
}

/**
 * The rules that the options ask for.
 * @throws UnknownRuleError for a name that no rule answers to
 */
export function rulesFor(options: RuleOptions): SelectedRule[] {
  return selectRules(allRules, {
    preset: options.preset,
    only: options.rule,
    ignore: options.ignore,
    today: dayOf(new Date()),
  });
}

/** Tells Dockerfiles by their usual names. */
export function usualDockerfiles(): (path: string) => boolean {
  const kindOf = dockerfileMatcher({ include: [], exclude: [] });
  return (path) => kindOf(path) === "dockerfile";
}

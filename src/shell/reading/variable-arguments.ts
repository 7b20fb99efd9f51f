import { noted } from "../../source/notes.ts";
import type { BuildState } from "../../dockerfile/model.ts";
import type { PackageCall, ShellScript, ShellWord } from "../model.ts";
import { resolveWord } from "./words.ts";

/** What the variables among a call's arguments stand for. */
export interface VariableArguments {
  /** The arguments that come out of variables with a known value. */
  readonly values: readonly string[];
  /** The names of variables that may stand for any number of arguments, flags included. */
  readonly unknown: readonly string[];
}

/**
 * What is known of the arguments that a call takes from variables: `apt-get install $APT_FLAGS curl`. ENV and ARG count
 * with their values where the call stands, unless the script sets the variable itself.
 */
export function variableArguments(
  call: PackageCall,
  script: ShellScript,
  state: BuildState,
): VariableArguments {
  const values: string[] = [];
  const unknown: string[] = [];
  for (const word of call.command.args) {
    if (word.value !== null) continue;
    const value = resolveWord(word, state) ?? splitValue(word, script, state);
    if (value !== null) values.push(...value.split(/\s+/).filter((part) => part !== ""));
    else if (/^["']?[$`]/.test(word.text))
      unknown.push(...(word.variables.length > 0 ? word.variables : [word.text]));
  }
  if (call.command.wrappers.includes("xargs")) unknown.push("xargs");
  return { values, unknown };
}

/** The value of a word that is one unquoted variable, which the shell takes apart at its blanks. */
function splitValue(word: ShellWord, script: ShellScript, state: BuildState): string | null {
  const name = /^\$(?:\{(\w+)\}|(\w+))$/.exec(word.text);
  const variable = name?.[1] ?? name?.[2];
  if (variable === undefined) return null;
  const set = variablesSetBy(script);
  if (set === "any" || set.has(variable)) return null;
  return state.lookup(variable)?.value ?? null;
}

/** The names of the variables that a script may set by itself; `any` where it runs what may set all of them. */
export const variablesSetBy = noted((script: ShellScript): ReadonlySet<string> | "any" => {
  const sources = script.commands.some(
    ({ name }) => name === "." || name === "source" || name === "eval",
  );
  return sources ? "any" : new Set(script.commands.flatMap(variablesSetByCommand));
});

function variablesSetByCommand({
  assignments,
  name,
  args,
}: ShellScript["commands"][number]): string[] {
  const assigned = assignments.map((assignment) => assignment.name);
  const declares = name === "export" || name === "local" || name === "read" || name === "declare";
  return declares
    ? [...assigned, ...args.map(({ text }) => text.replace(/\+?=.*/s, ""))]
    : assigned;
}

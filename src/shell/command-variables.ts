import { instructionsBefore } from "../dockerfile/context-copies.ts";
import type { Dockerfile, RunInstruction } from "../dockerfile/model.ts";
import type { ShellCommand, ShellScript } from "./model.ts";
import { shellOf } from "./parse-shell.ts";
import { resolveWord } from "./reading/words.ts";

/** A command and where it stands. */
export interface PlacedCommand {
  readonly run: RunInstruction;
  readonly script: ShellScript;
  readonly command: ShellCommand;
}

/** What is known of a variable. */
export interface CommandVariable {
  /** Null when it is set to what is known only when it runs. */
  readonly value: string | null;
}

/**
 * What an environment variable is for a command: by the assignment before it, by `export` or `go env -w` before it in its
 * script or its stage's, by ENV and ARG.
 * @returns undefined when nothing sets it
 */
export function commandVariable(
  dockerfile: Dockerfile,
  { run, script, command }: PlacedCommand,
  name: string,
): CommandVariable | undefined {
  const own = command.assignments.findLast((assignment) => assignment.name === name);
  if (own !== undefined) return { value: own.value };
  const before = script.commands.filter(({ span }) => span.start < command.span.start);
  return (
    setBy(before, run, name) ??
    run.state.lookup(name) ??
    (name.startsWith("GO") || name === "CGO_ENABLED" ? goSetting(dockerfile, run, name) : undefined)
  );
}

/** What earlier commands of a script make of a variable. */
function setBy(
  commands: readonly ShellCommand[],
  run: RunInstruction,
  name: string,
): CommandVariable | undefined {
  for (const command of commands.toReversed()) {
    const isAlone = command.words.length === 0;
    const assigned = isAlone && command.assignments.findLast((one) => one.name === name);
    if (assigned) return { value: command.conditional ? null : assigned.value };
    if (!isExport(command)) continue;
    const word = command.args.find(({ text }) => text.replace(/^["']/, "").startsWith(`${name}=`));
    if (word === undefined) continue;
    const value = command.conditional ? null : resolveWord(word, run.state);
    return { value: value === null ? null : value.slice(name.length + 1) };
  }
  return undefined;
}

/** `export NAME=value`, `declare -x NAME=value`, and `go env -w NAME=value`, which lasts as well. */
function isExport({ name, args }: ShellCommand): boolean {
  if (name === "go") return args[0]?.value === "env" && args[1]?.value === "-w";
  return name === "export" || name === "declare";
}

/** What `go env -w` of an earlier RUN sets. */
function goSetting(
  dockerfile: Dockerfile,
  run: RunInstruction,
  name: string,
): CommandVariable | undefined {
  for (const earlier of instructionsBefore(run).toReversed()) {
    if (earlier.kind !== "run") continue;
    const settings =
      shellOf(dockerfile, earlier)?.commands.filter((one) => one.name === "go") ?? [];
    const found = setBy(settings, earlier, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

import { instructionsBefore, workdirOf } from "../../dockerfile/context-copies.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { relativeTo } from "../../dockerfile/paths.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { packageCallOf } from "../package-managers/package-calls.ts";
import { directoryOf } from "../package-managers/working-directory.ts";
import { shellOf } from "../parse-shell.ts";
import { wordText } from "../reading/command-options.ts";
import { isSystemManager } from "../system-managers.ts";
import type { LateRemoval } from "./late-removals.ts";

/** What uses something between the RUN that made it and the command that removes it. */
export interface RemovalUses {
  /** The RUNs that use it, in file order, that of the removal among them where it does so before. */
  readonly runs: readonly RunInstruction[];
  /** Whether a RUN in between does something of which it is not known whether it needs what is removed. */
  readonly unknown: boolean;
}

/** Commands that need no package which is not named in them. */
const plain = new Set(
  (
    "rm mkdir rmdir touch ln cp mv chmod chown chgrp echo printf cat tee cd true : set export useradd adduser groupadd addgroup " +
    "usermod ldconfig locale-gen update-ca-certificates"
  ).split(" "),
);

/** Where what a RUN downloaded or installed is used before it is removed. */
export function usesBeforeRemoval(dockerfile: Dockerfile, late: LateRemoval): RemovalUses {
  const between = commandsBetween(dockerfile, late);
  const where = (uses: (of: RunCommands, command: ShellCommand) => boolean): RunInstruction[] =>
    between.filter((of) => of.commands.some((command) => uses(of, command))).map(({ run }) => run);
  const isRead = between.every(({ script }) => script !== null);
  if (late.kind === "package") {
    const runs = where((_, { name }) => name !== null && late.made.includes(name));
    const isKnown = isRead && between.every(({ commands }) => commands.every(isPlain));
    return { runs, unknown: !isKnown };
  }
  if (where((of, command) => usesFile(late.made, of, command)).length === 0)
    return { runs: [], unknown: !isRead };
  // The command moves as a whole: what else it removes must not be needed later either.
  const removed = [...late.made, ...late.command.args.map(wordText).filter(isPath)];
  return { runs: where((of, command) => usesFile(removed, of, command)), unknown: false };
}

/** The commands of a RUN, those behind the removal left out. */
interface RunCommands {
  readonly run: RunInstruction;
  readonly script: ShellScript | null;
  readonly commands: readonly ShellCommand[];
}

function commandsBetween(dockerfile: Dockerfile, late: LateRemoval): readonly RunCommands[] {
  const { run: last, maker, command } = late;
  return [...instructionsBefore(last), last].flatMap((run): RunCommands[] => {
    if (run.kind !== "run" || run.index <= maker.index) return [];
    const script = shellOf(dockerfile, run);
    const commands = script?.commands ?? [];
    const before = commands.filter(({ span }) => run !== last || span.start < command.span.start);
    return [{ run, script, commands: before }];
  });
}

function isPlain(command: ShellCommand): boolean {
  const call = packageCallOf(command);
  return (call !== null && isSystemManager(call.manager)) || plain.has(command.name ?? "");
}

function isPath(text: string): boolean {
  return !/^-|[*?[{$]/.test(text);
}

/** Whether a command runs in a directory that is removed, or names what is, by a pattern too. */
function usesFile(
  removed: readonly string[],
  { run, script }: RunCommands,
  command: ShellCommand,
): boolean {
  // What deletes a part of it needs none of it.
  if (command.name === "rm") return false;
  const directory = script === null ? null : directoryOf(script, command, workdirOf(run.state));
  return removed.some((path) => {
    const clean = path.replace(/\/+$/, "");
    if (directory !== null && relativeTo(clean, directory) !== null) return true;
    const name = clean.slice(clean.lastIndexOf("/") + 1);
    return name !== "" && command.words.some((word) => names(wordText(word), name));
  });
}

/** Whether the text of a word has a name in it as a part of a path, or a pattern in the end that the name matches. */
function names(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const ends = [text[at - 1] ?? "/", text[at + name.length] ?? "/"];
    if (!ends.some((character) => /[\w.-]/.test(character))) return true;
  }
  const last = text.slice(text.lastIndexOf("/") + 1);
  const star = last.indexOf("*");
  if (star === -1 || star !== last.lastIndexOf("*")) return false;
  const [head = "", tail = ""] = last.split("*");
  return head + tail !== "" && name.startsWith(head) && name.endsWith(tail);
}

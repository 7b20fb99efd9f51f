import { noted } from "../../source/notes.ts";
import type { CommandInstruction, Dockerfile, ExecForm, Stage } from "../../dockerfile/model.ts";
import { lastOfKind } from "../../dockerfile/queries.ts";
import { execCommand } from "../reading/exec-command.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { shellOf } from "../parse-shell.ts";
import { unwrap } from "../reading/wrappers.ts";

/** What a container of an image runs. */
export interface ImageCommand {
  /** The instruction that names the program. */
  readonly instruction: CommandInstruction;
  /** The text it is read from; for an ENTRYPOINT in exec form that takes its arguments from CMD, the text of ENTRYPOINT. */
  readonly script: ShellScript;
  /**
   * The command that is left running, with the arguments that CMD gives to an ENTRYPOINT in exec form: the last one of the
   * script. Null when a pipe, a condition or a compound command stands there.
   */
  readonly main: ShellCommand | null;
}

/** Programs that start what they are handed and stay in front of it. */
const inits = new Set(["tini", "tini-static", "dumb-init", "catatonit", "docker-init"]);

/** What says what a container runs. */
export interface CommandInstructions {
  readonly entrypoint: CommandInstruction | null;
  readonly cmd: CommandInstruction | null;
}

/** The ENTRYPOINT in force at the end of a stage, and the CMD that is in force with it. */
export const commandInstructions = noted((stage: Stage): CommandInstructions => {
  const entrypoint = lastOfKind(stage.lineage, "entrypoint");
  const cmd = lastOfKind(stage.lineage, "cmd");
  // A new ENTRYPOINT drops the CMD of the image that its stage is built on.
  const dropped =
    entrypoint?.stage != null && cmd?.stage != null && cmd.stage.index < entrypoint.stage.index;
  return { entrypoint: isReset(entrypoint) ? null : entrypoint, cmd: dropped ? null : cmd };
});

/** `ENTRYPOINT []` takes the one of the base image away, so that CMD is what runs. */
function isReset(entrypoint: CommandInstruction | null): boolean {
  return entrypoint?.command.form === "exec" && entrypoint.command.exec.items.length === 0;
}

/**
 * What a container of a stage's image runs, as far as the file says it.
 * @returns null when the file sets no command, or when its text is not read (see `shellOf`)
 */
export function imageCommand(dockerfile: Dockerfile, stage: Stage): ImageCommand | null {
  return readImageCommand(stage, dockerfile);
}

const readImageCommand = noted((stage: Stage, dockerfile: Dockerfile): ImageCommand | null => {
  const { entrypoint, cmd } = commandInstructions(stage);
  if (entrypoint === null) return cmd === null ? null : alone(dockerfile, cmd);
  if (cmd === null || entrypoint.command.form !== "exec") return alone(dockerfile, entrypoint);
  const { exec } = entrypoint.command;
  if (handsOn(exec) && !isOptions(cmd)) return alone(dockerfile, cmd);
  const command = alone(dockerfile, entrypoint);
  if (command?.script.form !== "exec" || cmd.command.form !== "exec") return command;
  return { ...command, main: execCommand(dockerfile.source, [exec, cmd.command.exec]) };
});

function alone(dockerfile: Dockerfile, instruction: CommandInstruction): ImageCommand | null {
  const script = shellOf(dockerfile, instruction);
  if (script === null || script.commands.length === 0) return null;
  const last = script.commands.findLast(({ substituted, nested }) => !substituted && !nested);
  const ends = last?.topLevel === true && !isInBackground(script);
  return { instruction, script, main: ends ? last : null };
}

/** Whether the last command of a script is sent to the background by `&`. */
function isInBackground({ commands }: ShellScript): boolean {
  return commands.findLast(({ substituted, nested }) => !substituted && !nested)?.subshell === true;
}

/** Whether a CMD gives options (`["--help"]`) and no program: what they are for is up to the ENTRYPOINT. */
function isOptions({ command }: CommandInstruction): boolean {
  return command.form === "exec" && command.exec.items[0]?.value.startsWith("-") === true;
}

/** Whether an ENTRYPOINT only prepares and starts what CMD says: an init, or a script by the usual name. */
function handsOn({ items }: ExecForm): boolean {
  const names = items.map(({ value }) => value.slice(value.lastIndexOf("/") + 1));
  const [program = ""] = names;
  if (inits.has(program)) {
    const { index } = unwrap(items, ({ value }) => value.slice(value.lastIndexOf("/") + 1));
    return index === 0 || index >= items.length || names[index]?.includes("entrypoint") === true;
  }
  return program.includes("entrypoint") && items.length === 1;
}

import { imageHasTool } from "../../dockerfile/image-tools.ts";
import type { CopyInstruction, Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import type { PackageCall, ShellCommand } from "../model.ts";
import { packageCallOf } from "./package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { baseName, shellDialect } from "../reading/shell-options.ts";

/** The packages that bring a program, where they are not called like it. */
const packagesOf: Readonly<Record<string, RegExp>> = {
  curl: /^curl(-minimal)?$/,
  wget: /^(wget2?|google-chrome-stable)$/,
  python: /^(python|python-is-python3|python2.*)$/,
  python3: /^python3/,
  node: /^(node|nodejs.*)$/,
};

/** Directories that hold programs, so that copying one of them may bring any. */
const programDirectories = /^\/?((usr\/)?(local\/)?s?bin|usr|usr\/local|opt)?\/?$/;

/** Whether a program is there: true, false, or null when that is not known. */
type Presence = boolean | null;

/**
 * Whether the image of a stage has a program: by its base image, the packages that its lineage installs and removes, and
 * what is copied into it.
 * @param tool its name: `curl`, `wget`, `python3`
 * @returns null when that is not known
 */
export function stageHasTool(dockerfile: Dockerfile, stage: Stage, tool: string): Presence {
  const { base } = rootStage(stage);
  let present: Presence = base.scratch
    ? false
    : base.reference === null
      ? null
      : imageHasTool(base.reference, tool);
  const groups = new Set<string>();
  for (const { instructions } of stage.lineage.toReversed()) {
    for (const instruction of instructions) {
      if (instruction.onbuild !== null) continue;
      present = after(dockerfile, instruction, { tool, present, groups });
    }
  }
  return present;
}

interface Search {
  readonly tool: string;
  readonly present: Presence;
  /** The names of apk's virtual packages that hold the tool. */
  readonly groups: Set<string>;
}

function after(dockerfile: Dockerfile, instruction: Instruction, search: Search): Presence {
  if (instruction.kind === "copy" || instruction.kind === "add") {
    return search.present === true || brings(instruction, search);
  }
  if (instruction.kind !== "run") return search.present;
  const script = shellOf(dockerfile, instruction);
  if (script === null) return search.present === true ? true : null;
  let { present } = search;
  for (const command of script.commands) present = afterCommand(command, { ...search, present });
  return present;
}

/** What COPY and ADD make of a program that was not known to be there. */
function brings(instruction: CopyInstruction, { tool, present }: Search): Presence {
  const { sources, destination } = instruction;
  const names = [...sources, ...(destination === null ? [] : [destination])];
  if (names.some(({ value }) => baseName(value) === tool)) return true;
  return programDirectories.test(destination?.value ?? "") && mayHoldPrograms(instruction)
    ? null
    : present;
}

/** Whether a source may be a directory: its name has no dot, or it is a wildcard or a whole directory. */
function mayHoldPrograms({ kind, from, sources, destination }: CopyInstruction): boolean {
  if (destination?.value === "/" && from === null && kind === "copy") {
    return sources.some(({ value }) => /(root|fs|overlay|system)\/?$|\/$/.test(value));
  }
  return sources.some(({ value }) => /[*?$]|\/$/.test(value) || programDirectories.test(value));
}

function afterCommand(command: ShellCommand, search: Search): Presence {
  const { tool, present } = search;
  const call = packageCallOf(command);
  if (call !== null) return afterCall(call, search);
  if (command.name === tool) return true;
  if (present === true) return true;
  const mentioned = command.args.some(({ value }) => value !== null && baseName(value) === tool);
  return mentioned || isOpaque(command) ? null : present;
}

function afterCall(call: PackageCall, { tool, present, groups }: Search): Presence {
  const pattern = packagesOf[tool];
  const isTool = (name: string) => name === tool || pattern?.test(name) === true;
  const named = call.packages.some(({ name }) => name !== null && isTool(name));
  const unknown = call.packages.some(({ kind }) => kind !== "named");
  if (call.action === "install" || call.action === "upgrade") {
    if (!named) return unknown && present === false ? null : present;
    const group = call.flags.find(({ name }) => name === "--virtual" || name === "-t")?.value;
    if (call.manager === "apk" && group != null && present !== true) groups.add(group);
    return true;
  }
  if (call.action !== "remove") return present;
  const group = call.packages.some(({ name }) => name !== null && groups.has(name));
  if ((named || group) && !call.command.conditional) return false;
  return unknown && present === true ? null : present;
}

/** Whether a command runs a script of which nothing is known here. */
function isOpaque({ name, nameSpan, words, args }: ShellCommand): boolean {
  if (name === null) return true;
  // What follows `-c` is read for itself; a script, or standard input, is not.
  if (shellDialect(name) !== null) return !args.some(({ text }) => /^-\w*c$/.test(text));
  if (
    /\.(sh|bash|py|pl|rb)$/.test(name) ||
    /^(make|ansible.*|puppet|chef.*|source|\.|eval)$/.test(name)
  )
    return true;
  const word = words.find(({ span }) => span.start === nameSpan?.start);
  return /^(\.{1,2}\/|\/(tmp|opt|scripts?|root|home|app|src|build)\/)/.test(word?.value ?? "");
}

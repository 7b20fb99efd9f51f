import type { RunInstruction } from "../../dockerfile/model.ts";
import { workdirOf } from "../../dockerfile/context-copies.ts";
import { resolvePath } from "../../dockerfile/paths.ts";
import { readCommandOptions } from "../reading/command-options.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { directoryOf } from "../package-managers/working-directory.ts";

/** Letters and long options of GNU, BSD and busybox tar that take a value. */
const tarSyntax = {
  shortValues: "CfbgKNTVXIHL",
  longValues: [
    "--file",
    "--directory",
    "--exclude",
    "--strip-components",
    "--transform",
    "--owner",
    "--group",
  ],
};

/** An archive that tar unpacks. */
export interface UnpackedArchive {
  readonly command: ShellCommand;
  /** Absolute. */
  readonly path: string;
  /** Whether all of it is unpacked as it is, so that ADD would do the same. */
  readonly plain: boolean;
}

/** The archives that the tar commands of a script unpack, as far as their names are known. */
export function unpackedArchives(
  script: ShellScript,
  run: RunInstruction,
): readonly UnpackedArchive[] {
  return script.commands.flatMap((command): UnpackedArchive[] => {
    if (command.name !== "tar" && command.name !== "bsdtar") return [];
    const read = readTar(command);
    const directory = directoryOf(script, command, workdirOf(run.state));
    if (read === null || (directory === null && !read.file.startsWith("/"))) return [];
    return [{ command, path: resolvePath(directory ?? "/", read.file), plain: read.plain }];
  });
}

function readTar(command: ShellCommand): { readonly file: string; readonly plain: boolean } | null {
  const [first, ...rest] = command.args;
  // The old form has no dash: `tar xzf file`.
  const old = first !== undefined && /^[A-Za-z]+$/.test(first.text) ? first : null;
  if (old !== null) {
    const [file, ...others] = rest;
    if (!old.text.includes("x") || !old.text.endsWith("f") || file?.value == null) return null;
    const { options, operands } = readCommandOptions(others, tarSyntax);
    return { file: file.value, plain: isPlain(options, operands.length) };
  }
  const { options, operands } = readCommandOptions(command.args, tarSyntax);
  const extracts = options.some(({ name }) => ["-x", "--extract", "--get"].includes(name));
  const file = options.find(({ name }) => name === "-f" || name === "--file")?.value;
  return extracts && file != null && file !== "-"
    ? { file, plain: isPlain(options, operands.length) }
    : null;
}

/** Whether no option and no list of members changes what comes out. */
function isPlain(options: readonly { readonly name: string }[], members: number): boolean {
  return (
    members === 0 &&
    !options.some(({ name }) =>
      /^--(?:strip|exclude|transform|wildcards|owner|group|no-same)/.test(name),
    )
  );
}

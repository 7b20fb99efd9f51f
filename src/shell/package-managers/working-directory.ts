import { resolvePath } from "../../dockerfile/paths.ts";
import type { PackageCall, PackageManager, ShellCommand, ShellScript } from "../model.ts";
import { flagValue, hasFlag } from "./flags.ts";

/** The flags by which a package manager is sent to another directory. */
const directoryFlags: Partial<Record<PackageManager, readonly string[]>> = {
  npm: ["--prefix", "-C"],
  yarn: ["--cwd"],
  pnpm: ["--dir", "-C", "--prefix"],
  bun: ["--cwd"],
  poetry: ["--directory", "-C", "--project", "-P"],
  uv: ["--directory", "--project"],
  go: ["-C"],
  cargo: ["-C"],
  composer: ["--working-dir", "-d"],
  gradle: ["--project-dir", "-p"],
};

/**
 * The directory in which a command of a script runs, following the `cd`s before it.
 * @param workdir absolute: where the script starts
 * @returns null when a `cd` leads to a place that is not known
 */
export function directoryOf(
  script: ShellScript,
  command: ShellCommand,
  workdir: string,
): string | null {
  let directory: string | null = workdir;
  for (const one of script.commands) {
    if (one.span.start >= command.span.start) break;
    // A `cd` in a process of its own holds there only: for what stands in the same link of the same chain.
    const holds = !one.subshell || (one.chain === command.chain && one.link === command.link);
    if (!holds || (one.name !== "cd" && one.name !== "pushd" && one.name !== "popd")) continue;
    const target =
      one.name === "popd" || one.conditional || one.substituted
        ? null
        : (one.args.at(-1)?.value ?? null);
    if (target === null || target === "-" || /[*?~]/.test(target)) directory = null;
    else if (directory !== null || target.startsWith("/"))
      directory = resolvePath(directory ?? "/", target);
  }
  return directory;
}

/** The directory that a package manager works on: the one it runs in, changed by its own flags; null when not known. */
export function projectDirectoryOf(
  script: ShellScript,
  call: PackageCall,
  workdir: string,
): string | null {
  const directory = directoryOf(script, call.command, workdir);
  const flags = directoryFlags[call.manager] ?? [];
  if (!hasFlag(call, ...flags)) return directory;
  const target = flagValue(call, ...flags);
  if (target === null || (directory === null && !target.startsWith("/"))) return null;
  return resolvePath(directory ?? "/", target);
}

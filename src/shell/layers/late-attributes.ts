import { copyTarget } from "../../dockerfile/copied-paths.ts";
import { copiedSources, instructionsBefore, workdirOf } from "../../dockerfile/context-copies.ts";
import type { CopyInstruction, Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import { readCommandOptions, wordText } from "../reading/command-options.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { shellOf } from "../parse-shell.ts";
import { resolveWord } from "../reading/words.ts";
import { directoryOf } from "../package-managers/working-directory.ts";
import { coversDirectory, plainPath, removedPaths } from "./removed-paths.ts";

/** A `chown` or `chmod` that changes files which an earlier layer holds already. */
export interface LateAttribute {
  readonly run: RunInstruction;
  readonly command: ShellCommand;
  /** The owner or the mode; null when it is not known. */
  readonly value: string | null;
  readonly recursive: boolean;
  /** Those of its paths to which COPY or ADD brought files, absolute. */
  readonly paths: readonly string[];
  /** The first of them as written. */
  readonly written: string;
  /** What brought them, in file order. */
  readonly copies: readonly CopyInstruction[];
  /** Whether those are all of its paths. */
  readonly complete: boolean;
}

/**
 * The calls of `chown` or `chmod` in a RUN that change what COPY or ADD brought in an earlier layer. What the same RUN
 * deletes is not among it: nothing of that is stored again.
 */
export function lateAttributes(
  dockerfile: Dockerfile,
  run: RunInstruction,
  program: "chown" | "chmod",
): readonly LateAttribute[] {
  const script = shellOf(dockerfile, run);
  // What is done under a condition may never be done.
  const commands = script?.commands.filter(({ name, wrappers, substituted, conditional }) => {
    return (
      name === program &&
      !substituted &&
      !conditional &&
      wrappers.every((wrapper) => wrapper === "sudo")
    );
  });
  if (script === null || commands === undefined || commands.length === 0) return [];
  const before = instructionsBefore(run).filter(
    (one): one is CopyInstruction => one.kind === "copy" || one.kind === "add",
  );
  if (before.length === 0) return [];
  const deleted = deletedPaths(script, run);
  return commands.flatMap((command): LateAttribute[] => {
    const { value, recursive, words } = readCall(run, command);
    const directory = directoryOf(script, command, workdirOf(run.state));
    const found = words.map((word) => {
      const path = pathOf(run, word, directory);
      const copies =
        path === null ? [] : before.filter((copy) => brings(copy, path, recursive, program));
      return { path, copies, written: wordText(word) };
    });
    const hit = found.filter(
      ({ copies, path }) =>
        copies.length > 0 && !deleted.some((one) => coversDirectory(one, plainPath(path ?? ""))),
    );
    if (hit.length === 0) return [];
    const copies = [...new Set(hit.flatMap((one) => one.copies))].sort((a, b) => a.index - b.index);
    const paths = hit.flatMap(({ path }) => path ?? []);
    const written = hit[0]?.written ?? "";
    const complete = hit.length === found.length;
    return [{ run, command, value, recursive, paths, written, copies, complete }];
  });
}

/** What a script deletes, as `plainPath` gives it. */
function deletedPaths(script: ShellScript, { state }: RunInstruction): readonly string[] {
  return removedPaths(script, state).flatMap(({ path, command }) => {
    if (/^[/~]/.test(path)) return [path];
    const directory = directoryOf(script, command, workdirOf(state));
    return directory === null ? [] : [plainPath(resolvePath(directory, path))];
  });
}

function readCall(run: RunInstruction, command: ShellCommand) {
  const { options, operands } = readCommandOptions(command.args, {
    shortValues: "",
    longValues: ["--from"],
  });
  // `chmod -x file`: the mode looks like an option.
  const [first, ...words] = operands;
  const recursive = options.some(({ name }) => name === "-R" || name === "--recursive");
  const value = first === undefined ? null : resolveWord(first, run.state);
  return { value, recursive, words };
}

function pathOf(
  run: RunInstruction,
  word: ShellCommand["args"][number],
  directory: string | null,
): string | null {
  const path = resolveWord(word, run.state);
  if (path === null || /[*?[\]{}~]/.test(path)) return null;
  if (path.startsWith("/")) return resolvePath("/", path);
  return directory === null || directory.startsWith("/?") ? null : resolvePath(directory, path);
}

/** Whether all that a COPY brings lies at or below a path; without recursion, whether it brings the file of that path. */
function brings(
  copy: CopyInstruction,
  path: string,
  recursive: boolean,
  program: "chown" | "chmod",
): boolean {
  if (copy.heredocs.length > 0) {
    const alone = copy.heredocs.length === 1 && copy.sources.length === 0;
    return alone && copyTarget(copy, "") === path;
  }
  const sources = copiedSources(copy);
  if (sources.length === 0 || sources.length !== copy.sources.length) return false;
  if (recursive) return sources.every(({ target }) => relativeTo(path, target) !== null);
  return sources.some(({ source, directory, pattern }) => {
    if (directory || pattern) return false;
    const name = source.slice(source.lastIndexOf("/") + 1);
    // A name without a dot may be a directory, of which only the entry itself is changed.
    if (!name.includes(".") && (program === "chown" || name === "")) return false;
    return copyTarget(copy, source) === path;
  });
}

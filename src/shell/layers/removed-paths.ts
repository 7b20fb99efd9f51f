import type { BuildState } from "../../dockerfile/model.ts";
import type { ShellCommand, ShellScript, ShellWord } from "../model.ts";
import { resolveWord } from "../reading/words.ts";

/** A path that a script deletes, or whose content it deletes. */
export interface RemovedPath {
  /** Trailing slashes and globs left out; `~` for a home directory, however it is written. */
  readonly path: string;
  readonly command: ShellCommand;
  /** Whether it is known only when it runs: a variable of a loop or a function. */
  readonly unknown: boolean;
}

/** The paths that a script deletes by `rm`, `find -delete` or a trap, in source order. */
export function removedPaths(script: ShellScript, state: BuildState): RemovedPath[] {
  return script.commands.flatMap((command) =>
    removedWords(command).flatMap((word) =>
      pathsOf(word, state).map((path) => removal(path, word, command)),
    ),
  );
}

/** A path as `removedPaths` gives it. */
export function plainPath(path: string): string {
  return path
    .replace(/["']/g, "")
    .replace(/^(?:~|\$HOME|\$\{HOME\}|\/root|\/home\/[^/*]+)(?=\/|$)/, "~")
    .replace(/\/{2,}/g, "/")
    .replace(/(?:\/(?:\*+|\.|\.\[!\.\]\*|\.\?{1,2}\*|\{,?\.\*\})?)+$/, "");
}

/**
 * Whether deleting (or mounting over) one path leaves nothing of a directory: it is the directory, one that holds it, or
 * a glob for what is in it.
 * @param path as `plainPath` gives it
 */
export function coversDirectory(path: string, directory: string): boolean {
  if (path === directory || liesBelow(directory, path)) return true;
  if (!liesBelow(path, directory)) return false;
  const end = path.indexOf("/", directory.length + 1);
  return path.slice(directory.length + 1, end === -1 ? undefined : end).includes("*");
}

/** Whether a path begins with a directory and a slash. */
function liesBelow(path: string, directory: string): boolean {
  return path[directory.length] === "/" && path.startsWith(directory);
}

/**
 * The same for a directory below a home directory, whosever it is: `.cache/pip` is covered by `~/.cache` and by
 * `/app/.cache/pip`.
 */
export function coversInHome(path: string, directory: string): boolean {
  const { below, ends } = inHome(directory);
  if (coversDirectory(path, below)) return true;
  return ends.some(
    (end) =>
      path.endsWith(end) &&
      (path.length === end.length || path[path.length - end.length - 1] === "/"),
  );
}

/** A directory of a home directory as it is written with `~`, and how paths that cover it may end. */
interface InHome {
  readonly below: string;
  readonly ends: readonly string[];
}

/** The few that are asked for, all of them written in this program. */
const directoriesInHome = new Map<string, InHome>();

function inHome(directory: string): InHome {
  let known = directoriesInHome.get(directory);
  if (known === undefined) {
    const parts = directory.split("/");
    known = {
      below: `~/${directory}`,
      ends: parts.map((_, index) => parts.slice(0, index + 1).join("/")),
    };
    directoriesInHome.set(directory, known);
  }
  return known;
}

function removal(path: string, word: ShellWord, command: ShellCommand): RemovedPath {
  return {
    path: plainPath(path),
    command,
    unknown: /^["']?\$(?!HOME|\{HOME)/.test(word.text) && path === word.text,
  };
}

function removedWords({ name, args }: ShellCommand): readonly ShellWord[] {
  switch (name) {
    case "rm":
    case "unlink":
    case "rmdir":
      return args.filter(({ text }) => !text.startsWith("-"));
    case "find": {
      const deletes = args.some(
        ({ value }) => value === "-delete" || value === "rm" || value === "/bin/rm",
      );
      const end = args.findIndex(({ text }) => /^[-(!\\]/.test(text));
      return deletes ? args.slice(0, end === -1 ? undefined : end) : [];
    }
    case "trap":
    case "eval":
      return args.slice(0, 1);
    default:
      return [];
  }
}

/** The paths that a word may stand for: several in a trap, and with braces. */
function pathsOf(word: ShellWord, state: BuildState): readonly string[] {
  const text = resolveWord(word, state) ?? word.text;
  const parts = /\s/.test(text)
    ? text.split(/[\s;]+/).filter((part) => part.includes("/"))
    : [text];
  return parts.flatMap(expandBraces);
}

/** `a/{b,c}/d` as `a/b/d` and `a/c/d`, for the first pair of braces. */
function expandBraces(text: string): readonly string[] {
  const braces = /^([^{]*[^{$])\{([^{}]*,[^{}]*)\}(.*)$/s.exec(text);
  if (braces === null) return [text];
  const [, before = "", choices = "", after = ""] = braces;
  return choices.split(",").map((choice) => `${before}${choice}${after}`);
}

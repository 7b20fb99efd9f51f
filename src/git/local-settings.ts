import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UserError } from "../settings/user-error.ts";
import { decodeText } from "../source/decode-text.ts";
import { pathProblem } from "./system-error.ts";

/** The top of the work tree around a directory, by its `.git`; the directory itself when it is in none. */
export function workTreeRoot(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return directory;
  }
}

/** The path of a file from a directory, with slashes; null when it lies elsewhere. */
export function pathBelow(directory: string, absolute: string): string | null {
  const path = relative(directory, absolute);
  if (isAbsolute(path) || path.split(sep)[0] === "..") return null;
  return path.split(sep).join("/");
}

/**
 * The first of some settings files that is there.
 * @param paths from a directory, or absolute
 * @returns its path as it was given, and its text; null when there is none
 * @throws UserError when one is there and cannot be read
 */
export function readLocalSettings(
  directory: string,
  paths: readonly string[],
): { readonly path: string; readonly text: string } | null {
  for (const path of paths) {
    const bytes = readIfThere(resolve(directory, path), path);
    if (bytes === null) continue;
    const content = decodeText(bytes);
    if (content.kind === "text") return { path, text: content.text };
    throw new UserError(`The settings file ${path} ${content.reason}.`);
  }
  return null;
}

function readIfThere(absolute: string, shown: string): Buffer | null {
  if (!existsSync(absolute)) return null;
  try {
    return readFileSync(absolute);
  } catch (error) {
    const problem = pathProblem(error);
    if (problem === null) throw error;
    throw new UserError(`The settings file ${shown} ${problem}.`, { cause: error });
  }
}

import type { BuildContext } from "./build-context.ts";
import { joinPath } from "./context-root.ts";
import { dockerignoreOf, hasExceptionBelow, ignoringLine } from "./dockerignore.ts";

/** The names in a directory that a build is sent, without what its .dockerignore keeps out; null when they are not known. */
export function sentNames(context: BuildContext, directory: string): readonly string[] | null {
  const names = context.list(directory);
  return names?.filter((name) => !isKeptOut(context, joinPath(directory, name))) ?? null;
}

/** Whether a file is there and a build is sent it; null when that is not known. */
export function isSent(context: BuildContext, path: string): boolean | null {
  const exists = context.exists(path);
  return exists === true ? !isKeptOut(context, path) : exists;
}

/**
 * Whether the .dockerignore of a build keeps a path out; false when it is not known.
 * @param path from the context's root; that of a directory may end with a slash
 */
export function isKeptOut(context: BuildContext, path: string): boolean {
  const known = dockerignoreOf(context);
  if (known.kind !== "file") return false;
  const clean = path.replace(/\/$/, "");
  if (ignoringLine(known.file, clean) === null) return false;
  return clean === path || !hasExceptionBelow(known.file, clean);
}

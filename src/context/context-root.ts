import { posix } from "node:path";

/**
 * The directory that is most likely sent as the build context. Nobody writes it down, but the sources of COPY must exist
 * in it: of the Dockerfile's own directory and those above it, the one where most sources exist, the nearest of equals.
 * @param directory the Dockerfile's own, from the repository's root (`""`)
 * @param sources what the Dockerfile copies from its context: paths without variables and wildcards
 * @param exists whether a path from the repository's root exists
 */
export function likelyContextRoot(
  directory: string,
  sources: readonly string[],
  exists: (path: string) => boolean,
): string {
  let best = directory;
  let most = 0;
  for (const candidate of sources.length === 0 ? [] : selfAndAncestors(directory)) {
    const found = sources.filter((source) => exists(joinPath(candidate, source))).length;
    if (found > most) {
      best = candidate;
      most = found;
    }
  }
  return best;
}

/** A directory and those above it, nearest first, `""` last. */
export function selfAndAncestors(directory: string): string[] {
  const parts = directory.split("/").filter((part) => part !== "");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/")).concat("");
}

/** `directory/path`, without a slash when one of them is empty. */
export function joinPath(directory: string, path: string): string {
  return directory === "" || path === "" ? directory + path : `${directory}/${path}`;
}

/**
 * A path from the repository's root, of one that is written from a directory of it or, with a slash in front, from its root.
 * @returns null when it leads out of the repository, or holds a variable
 */
export function resolveInside(directory: string, path: string): string | null {
  if (path.includes("$")) return null;
  const resolved = posix.normalize(path.startsWith("/") ? `.${path}` : posix.join(directory, path));
  const clean = resolved.replace(/^\.$|\/$/g, "");
  return clean === ".." || clean.startsWith("../") ? null : clean.replace(/^\.$/, "");
}

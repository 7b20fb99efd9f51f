import type { DeclaredBuild } from "./declared-build.ts";
import type { RepositoryFiles } from "./repository-files.ts";

/** What is known of the files around a Dockerfile. Paths are from the context's root, with slashes. */
export interface BuildContext {
  /**
   * Whether a file or directory exists; null when that is not known (no listing of that directory at hand).
   */
  exists(path: string): boolean | null;
  /** The names in a directory (`""` is the root), directories with a trailing slash; null when not known. */
  list(directory: string): readonly string[] | null;
  /** The text of a small file; null when it is not known or there is none. Left out where no file can be read. */
  readText?(path: string): string | null;
  /** The Dockerfile's own path from the context's root, with `..` in front where it lies outside; left out or null when it is not known. */
  readonly dockerfile?: string | null;
  /**
   * Its root, from where the Dockerfile's path in reports begins; `""` there, with `..` where it lies above. Left out or
   * null when it is not known, and then no fix can write files of it.
   */
  readonly root?: string | null;
  /** The build of a compose file or workflow that says where it is; left out or null when that is only likely. */
  readonly declared?: DeclaredBuild | null;
  /** The whole repository, where all of it is judged; left out or null elsewhere. */
  readonly repository?: RepositoryFiles | null;
}

/** Whether a name after FROM or `--from=` is that of another build context, which the build puts in its place. */
export function isNamedContext(context: BuildContext, name: string): boolean {
  return context.declared?.namedContexts.includes(name) === true;
}

/** A context of which nothing is known: standard input, or a repository that cannot be read. */
export const unknownContext: BuildContext = {
  exists: () => null,
  list: () => null,
};

/**
 * A context made of directory listings.
 * @param listings directory path from the context's root (`""` for the root) to the names in it, directories with a trailing slash
 * @param texts path from the context's root to the text of those files that were read
 */
export function contextFromListings(
  listings: ReadonlyMap<string, readonly string[]>,
  texts: ReadonlyMap<string, string> = new Map(),
): BuildContext {
  const list = (directory: string): readonly string[] | null =>
    listings.get(normalise(directory)) ?? null;
  return {
    list,
    readText: (path) => texts.get(normalise(path)) ?? null,
    exists: (path) => {
      const clean = normalise(path);
      if (clean === "") return listings.has("") ? true : null;
      const slash = clean.lastIndexOf("/");
      const names = list(clean.slice(0, Math.max(slash, 0)));
      if (names === null) return null;
      const name = clean.slice(slash + 1);
      return names.includes(name) || names.includes(`${name}/`);
    },
  };
}

function normalise(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

import { posix } from "node:path";
import type { BuildContext } from "./build-context.ts";
import { joinPath } from "./context-root.ts";
import type { RepositoryFiles } from "./repository-files.ts";

/**
 * A build context as it will be once files are written.
 * @param files the whole texts of new and changed files; paths clean, from the context's root
 */
export function overlayContext(
  context: BuildContext,
  files: readonly { readonly path: string; readonly text: string }[],
): BuildContext {
  if (files.length === 0) return context;
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const added = namesByDirectory(texts.keys());
  return {
    ...context,
    exists: (path) =>
      texts.has(clean(path)) || added.has(clean(path)) ? true : context.exists(path),
    list: (directory) => {
      const names = context.list(directory);
      const more = added.get(clean(directory));
      return names === null || more === undefined ? names : [...new Set([...names, ...more])];
    },
    readText: (path) => texts.get(clean(path)) ?? context.readText?.(path) ?? null,
    repository: overlayRepository(context, texts),
  };
}

/** The repository with the same files, which lie below the context's root. */
function overlayRepository(
  { repository, root }: BuildContext,
  texts: ReadonlyMap<string, string>,
): RepositoryFiles | null {
  if (repository == null || root == null) return repository ?? null;
  const changed = [...texts].map(([path, text]): [string, string] => [
    posix.normalize(`${repository.prefix}${joinPath(root, path)}`),
    text,
  ]);
  return { ...repository, texts: new Map([...repository.texts, ...changed]) };
}

/** Every directory that paths lie in or below, with the names that they put there. */
function namesByDirectory(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const directories = new Map<string, Set<string>>();
  for (const path of paths) {
    const parts = path.split("/");
    for (const [depth, part] of parts.entries()) {
      const directory = parts.slice(0, depth).join("/");
      const names = directories.get(directory) ?? new Set();
      directories.set(directory, names.add(depth === parts.length - 1 ? part : `${part}/`));
    }
  }
  return directories;
}

function clean(path: string): string {
  return path.replace(/^(\.?\/)+|\/+$/g, "");
}

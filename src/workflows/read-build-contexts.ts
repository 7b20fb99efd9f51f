import { contextFromListings, type BuildContext } from "../context/build-context.ts";
import { joinPath, likelyContextRoot, selfAndAncestors } from "../context/context-root.ts";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import type { RepositoryHost } from "../ports.ts";
import { contextSources } from "./context-sources.ts";

/** Of one Dockerfile, at most this many directories are listed because of what it copies; few have more than 20. */
const mostSourceDirectories = 200;

/** For all Dockerfiles together: a pull request may not make the review ask for more. */
const mostSourceDirectoriesInAll = 400;

/**
 * What surrounds Dockerfiles at a commit. The host is asked three times at most, however many files there are: for the
 * directories of the Dockerfiles with those above them, then for those that their COPY sources name, then for the texts of
 * the .dockerignore files that are there.
 * @returns by path
 */
export async function readBuildContexts(
  host: RepositoryHost,
  sha: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<Map<string, BuildContext>> {
  const read = files.map(({ path, text }) => ({
    path,
    directory: path.slice(0, Math.max(path.lastIndexOf("/"), 0)),
    sources: contextSources(parseDockerfile(text)),
  }));
  const listings = new Map<string, readonly string[]>();
  const list = async (wanted: ReadonlySet<string>): Promise<void> => {
    const missing = [...wanted].filter((directory) => !listings.has(directory));
    if (missing.length === 0) return;
    const found = await host.listDirectories(sha, missing);
    // A directory that was asked for and is not there is known to hold nothing.
    for (const directory of missing) listings.set(directory, found.get(directory) ?? []);
  };
  await list(new Set(read.flatMap(({ directory }) => selfAndAncestors(directory))));
  const named = read.flatMap((file) => sourceDirectories(file.directory, file.sources, listings));
  await list(new Set([...new Set(named)].slice(0, mostSourceDirectoriesInAll)));
  const listed = contextFromListings(listings);
  const exists = (path: string): boolean => listed.exists(path) === true;
  const rooted = read.map(({ path, directory, sources }) => ({
    path,
    root: likelyContextRoot(directory, sources, exists),
  }));
  const ignoreFiles = new Set(
    rooted.flatMap(({ path, root }) => [joinPath(root, ".dockerignore"), `${path}.dockerignore`]),
  );
  const texts = await readTexts(host, sha, [...ignoreFiles].filter(exists));
  const repository = contextFromListings(listings, texts);
  return new Map(rooted.map(({ path, root }) => [path, below(repository, root, path)]));
}

async function readTexts(
  host: RepositoryHost,
  sha: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map();
  const contents = await host.readFiles(sha, paths);
  return new Map(
    [...contents].flatMap(([path, content]): [string, string][] =>
      content.kind === "text" ? [[path, content.text]] : [],
    ),
  );
}

/** The directories that sources name or lie in, below every directory that may be the context's root. */
function sourceDirectories(
  directory: string,
  sources: readonly string[],
  listings: ReadonlyMap<string, readonly string[]>,
): string[] {
  const wanted = new Set<string>();
  for (const root of selfAndAncestors(directory)) {
    const names = new Set(listings.get(root));
    for (const source of sources) {
      const [first = ""] = source.split("/", 1);
      if (!names.has(`${first}/`)) continue;
      const parent = source.slice(0, Math.max(source.lastIndexOf("/"), 0));
      wanted.add(joinPath(root, parent)).add(joinPath(root, source));
      if (wanted.size >= mostSourceDirectories) return [...wanted];
    }
  }
  return [...wanted];
}

/** The same context, seen from one of its directories, for a Dockerfile that lies in or below it. */
function below(context: BuildContext, root: string, dockerfile: string): BuildContext {
  return {
    root,
    dockerfile: root === "" ? dockerfile : dockerfile.slice(root.length + 1),
    readText: (path) => context.readText?.(joinPath(root, path)) ?? null,
    exists: (path) => context.exists(joinPath(root, path)),
    list: (directory) => context.list(joinPath(root, directory)),
  };
}

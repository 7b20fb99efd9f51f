import { posix } from "node:path";
import {
  contextFromListings,
  unknownContext,
  type BuildContext,
} from "../context/build-context.ts";
import { joinPath, selfAndAncestors } from "../context/context-root.ts";
import {
  contextPlace,
  declaredBuilds,
  isComposeFile,
  isWorkflowFile,
  workflowDirectory,
  type ContextPlace,
} from "../context/declared-builds.ts";
import { isManifest } from "../context/manifests.ts";
import { isReleaserFile } from "../context/releaser.ts";
import { contextPathsOf, copiesFromContext } from "../dockerfile/context-sources.ts";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import type { RepositoryHost } from "../ports.ts";
import { directoryOf } from "../source/paths.ts";

/** Of one Dockerfile, at most this many directories are listed because of what it copies; few have more than 20. */
const mostSourceDirectories = 200;

/** For all Dockerfiles together: a pull request may not make the review ask for more. */
const mostSourceDirectoriesInAll = 400;

/** Most compose files and workflows that are read; of 1,000 large repositories few have more. */
const mostBuildFiles = 60;

/** Most manifests whose texts are read. */
const mostManifests = 200;

/** A Dockerfile, as far as its surroundings depend on it. */
interface Surrounded {
  readonly path: string;
  readonly directory: string;
  /** What it copies by names that say where the context is. */
  readonly sources: readonly string[];
  /** Whether it copies anything from its context at all. */
  readonly copies: boolean;
}

/** The directories whose listings say what lies around Dockerfiles: worth asking for together with their texts. */
export function directoriesAround(paths: readonly string[]): string[] {
  const own = paths.flatMap((path) => selfAndAncestors(posix.dirname(path).replace(/^\.$/, "")));
  return [...new Set([...own, workflowDirectory])];
}

/**
 * What surrounds Dockerfiles at a commit. The host is asked three times at most, however many files there are: for the
 * directories around them (which cost nothing when they came with their texts), then for what is in the directories that
 * their COPY sources name, with the texts of .dockerignore files, compose files, workflows and manifests; and once more for contexts
 * that these last put elsewhere.
 * @param repositoryFiles files that say of the whole repository how it is built and run, read with the others; null when
 *   the repository is not judged as a whole
 * @returns by path
 */
export async function readBuildContexts(
  host: RepositoryHost,
  sha: string,
  files: readonly { readonly path: string; readonly text: string }[],
  repositoryFiles: readonly string[] | null = null,
): Promise<Map<string, BuildContext>> {
  if (files.length === 0) return new Map();
  const read = files.map(surroundedFile);
  const known = new KnownTree(host, sha);
  const around = [
    ...directoriesAround(read.map(({ path }) => path)),
    ...(repositoryFiles === null ? [] : [".github"]),
  ];
  await known.read([], around);
  const named = read.flatMap(({ directory, sources }) =>
    known.sourceDirectories(selfAndAncestors(directory), sources),
  );
  const buildFiles = read.some(({ copies }) => copies) ? known.buildFiles(around) : [];
  const ignoreFiles = [
    ...around.map((directory) => joinPath(directory, ".dockerignore")),
    ...read.map(({ path }) => `${path}.dockerignore`),
  ];
  const manifests = read.some(({ copies }) => copies) ? known.manifests(around) : [];
  await known.read(
    [...ignoreFiles.filter(known.exists), ...buildFiles, ...manifests, ...(repositoryFiles ?? [])],
    named,
  );
  const builds = buildFiles.flatMap((path) => declaredBuilds(path, known.texts.get(path) ?? ""));
  const places = read.map((file) => ({
    ...file,
    place: contextPlace(file.path, builds, file.sources, known.exists),
  }));
  await known.readElsewhere(places);
  const tree = contextFromListings(known.listings, known.texts);
  const repository =
    repositoryFiles === null
      ? null
      : {
          texts: new Map([...known.texts].filter(([path]) => repositoryFiles.includes(path))),
          dockerfiles: read.map(({ path }) => path).sort(),
          prefix: "",
        };
  return new Map(
    places.map(({ path, place }) => [
      path,
      { ...(isReleaserFile(path) ? unknownContext : below(tree, place, path)), repository },
    ]),
  );
}

function surroundedFile({ path, text }: { path: string; text: string }): Surrounded {
  const dockerfile = parseDockerfile(text);
  return {
    path,
    directory: directoryOf(path),
    sources: contextPathsOf(dockerfile),
    copies: dockerfile.instructions.some(copiesFromContext),
  };
}

/** What is known so far of a commit's tree. */
class KnownTree {
  readonly listings = new Map<string, readonly string[]>();
  readonly texts = new Map<string, string>();
  private readonly host: RepositoryHost;
  private readonly sha: string;

  constructor(host: RepositoryHost, sha: string) {
    this.host = host;
    this.sha = sha;
  }

  readonly exists = (path: string): boolean =>
    contextFromListings(this.listings).exists(path) === true;

  /** Asks for what is not known yet, within the limit on directories. */
  async read(files: readonly string[], wanted: readonly string[]): Promise<void> {
    const missing = [...new Set(wanted)].filter((directory) => !this.listings.has(directory));
    const directories =
      this.listings.size === 0 ? missing : missing.slice(0, mostSourceDirectoriesInAll);
    const unread = [...new Set(files)].filter((path) => !this.texts.has(path));
    if (directories.length === 0 && unread.length === 0) return;
    const found = await this.host.readTree(this.sha, { files: unread, directories });
    // A directory that was asked for and is not there is known to hold nothing.
    for (const directory of directories) {
      this.listings.set(directory, found.directories.get(directory) ?? []);
    }
    for (const [path, content] of found.files) {
      if (content.kind === "text") this.texts.set(path, content.text);
    }
  }

  /** Reads the contexts that lie neither in a Dockerfile's directory nor above it. */
  async readElsewhere(places: readonly (Surrounded & { place: ContextPlace })[]): Promise<void> {
    const elsewhere = places.filter(({ place }) => !this.listings.has(place.root));
    const directories = elsewhere.flatMap(({ place, sources }) => [
      place.root,
      ...sources.map((source) => posix.dirname(joinPath(place.root, source))),
      ...sources.map((source) => joinPath(place.root, source)),
    ]);
    const ignoreFiles = elsewhere.map(({ place }) => joinPath(place.root, ".dockerignore"));
    await this.read(ignoreFiles, directories.slice(0, mostSourceDirectories));
  }

  /** The compose files in directories, and the workflows. */
  buildFiles(directories: readonly string[]): string[] {
    const found = directories.flatMap((directory) => {
      const isBuildFile = directory === workflowDirectory ? isWorkflowFile : isComposeFile;
      const names = this.listings.get(directory)?.filter(isBuildFile) ?? [];
      return names.map((name) => joinPath(directory, name));
    });
    return found.slice(0, mostBuildFiles);
  }

  /** The manifests of projects in directories. */
  manifests(directories: readonly string[]): string[] {
    const found = directories.flatMap((directory) => {
      const names = this.listings.get(directory)?.filter(isManifest) ?? [];
      return names.map((name) => joinPath(directory, name));
    });
    return found.slice(0, mostManifests);
  }

  /** The directories that sources name or lie in, below every directory that may be the context's root. */
  sourceDirectories(roots: readonly string[], sources: readonly string[]): string[] {
    const wanted = new Set<string>();
    for (const root of roots) {
      const names = new Set(this.listings.get(root));
      for (const source of sources) {
        const [first = ""] = source.split("/", 1);
        if (!names.has(`${first}/`)) continue;
        const parent = directoryOf(source);
        wanted.add(joinPath(root, parent)).add(joinPath(root, source));
        if (wanted.size >= mostSourceDirectories) return [...wanted];
      }
    }
    return [...wanted];
  }
}

/** The same context, seen from the root of a Dockerfile's build context. */
function below(repository: BuildContext, place: ContextPlace, dockerfile: string): BuildContext {
  const at = (path: string): string => posix.join(place.root, path).replace(/^\.$/, "");
  return {
    root: place.root,
    declared: place.declared,
    dockerfile: posix.relative(`/${place.root}`, `/${dockerfile}`),
    readText: (path) => repository.readText?.(at(path)) ?? null,
    exists: (path) => repository.exists(at(path)),
    list: (directory) => repository.list(at(directory)),
  };
}

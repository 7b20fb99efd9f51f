import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, posix, relative, sep } from "node:path";
import { unknownContext, type BuildContext } from "../context/build-context.ts";
import { joinPath, selfAndAncestors } from "../context/context-root.ts";
import {
  contextPlace,
  declaredBuilds,
  isComposeFile,
  isWorkflowFile,
  workflowDirectory,
  type ContextPlace,
} from "../context/declared-builds.ts";
import type { DeclaredBuild } from "../context/declared-build.ts";
import { isReleaserFile } from "../context/releaser.ts";
import type { RepositoryFiles } from "../context/repository-files.ts";
import { decodeText, maximumBytes } from "../source/decode-text.ts";
import { pathProblem } from "./system-error.ts";
import { directoryOf } from "../source/paths.ts";

/**
 * Build contexts from the local file system. Directories are listed when a rule first asks, each once, so that a check of
 * thousands of files does not walk the trees around them.
 */
export class LocalContexts {
  private readonly listings = new Map<string, ReadonlySet<string> | null>();
  private readonly texts = new Map<string, string | null>();
  /** For a directory the nearest one upwards that holds `.git`, null when there is none. */
  private readonly repositoryRoots = new Map<string, string | null>();
  private readonly builds = new Map<string, readonly DeclaredBuild[]>();
  private readonly repository: () => RepositoryFiles | null;

  /** @param repository the whole repository, where all of it is judged; asked for when a rule first wants it */
  constructor(repository: () => RepositoryFiles | null = () => null) {
    this.repository = repository;
  }

  /**
   * What surrounds a Dockerfile. Its context is what a compose file or a workflow of its git repository says; else its own
   * directory, or one above it up to the top of the repository: the one where most of its COPY sources exist.
   * @param file absolute path of the Dockerfile
   * @param path the same as the user named it, with slashes
   * @param sources what it copies from its context; asked for at most once
   */
  around(file: string, path: string, sources: () => readonly string[]): BuildContext {
    let known: ContextPlace | null = null;
    const place = (): ContextPlace => (known ??= this.placeFor(file, sources));
    const root = (): string => place().root;
    const absolute = (path: string): string => below(root(), path);
    const { repository } = this;
    if (isReleaserFile(file)) {
      return {
        ...unknownContext,
        get repository() {
          return repository();
        },
      };
    }
    return {
      list: (directory) => {
        const names = this.list(absolute(directory));
        return names === null ? null : [...names];
      },
      exists: (path) => this.exists(absolute(path)),
      readText: (path) => (this.exists(absolute(path)) ? this.readText(absolute(path)) : null),
      get root() {
        const toRoot = relative(dirname(file), root()).split(sep).join("/");
        return posix.join(posix.dirname(path), toRoot).replace(/^\.$/, "");
      },
      get declared() {
        return place().declared;
      },
      get repository() {
        return repository();
      },
      get dockerfile() {
        return relative(root(), file).split(sep).join("/");
      },
    };
  }

  /** Where the context is; its root absolute. */
  private placeFor(file: string, sources: () => readonly string[]): ContextPlace {
    const top = this.repositoryRoot(dirname(file));
    const path = relative(top, file).split(sep).join("/");
    const directory = directoryOf(path);
    const builds = [
      ...selfAndAncestors(directory).flatMap((one) => this.buildsIn(top, one, isComposeFile)),
      ...this.buildsIn(top, workflowDirectory, isWorkflowFile),
    ];
    // Of a Dockerfile at the top that no build names there is nothing to find out.
    if (directory === "" && !builds.some(({ dockerfile }) => dockerfile === path)) {
      return { root: top, declared: null };
    }
    const exists = (one: string): boolean => this.exists(below(top, one)) === true;
    const place = contextPlace(path, builds, sources(), exists);
    return { ...place, root: below(top, place.root) };
  }

  /** The builds that files of a directory describe. */
  private buildsIn(
    top: string,
    directory: string,
    isBuildFile: (name: string) => boolean,
  ): readonly DeclaredBuild[] {
    const absolute = below(top, directory);
    const known = this.builds.get(absolute);
    if (known !== undefined) return known;
    const names = [...(this.list(absolute) ?? [])].filter(isBuildFile);
    const builds = names.flatMap((name) =>
      declaredBuilds(joinPath(directory, name), this.readText(join(absolute, name)) ?? ""),
    );
    this.builds.set(absolute, builds);
    return builds;
  }

  /** The nearest directory upwards that holds `.git`; the directory itself when there is none. */
  private repositoryRoot(directory: string): string {
    const passed: string[] = [];
    let root: string | null | undefined;
    for (let at = directory; root === undefined; at = dirname(at)) {
      root = this.repositoryRoots.get(at);
      if (root !== undefined) break;
      passed.push(at);
      // The Dockerfile's own directory is listed for its rules in any case.
      const listed = at === directory ? this.exists(below(at, ".git")) : null;
      if (listed ?? existsSync(join(at, ".git"))) root = at;
      else if (dirname(at) === at) root = null;
    }
    for (const path of passed) this.repositoryRoots.set(path, root ?? null);
    return root ?? directory;
  }

  /** The names in a directory, directories with a trailing slash; null when it cannot be listed. */
  private list(directory: string): ReadonlySet<string> | null {
    const known = this.listings.get(directory);
    if (known !== undefined) return known;
    const names = this.isKnownMissing(directory) ? null : listDirectory(directory);
    this.listings.set(directory, names);
    return names;
  }

  /** Whether a directory above it has been listed without what leads to it, so that the system need not be asked. */
  private isKnownMissing(path: string): boolean {
    const parent = dirname(path);
    if (parent === path) return false;
    const names = this.listings.get(parent);
    return names == null ? this.isKnownMissing(parent) : !hasName(names, basename(path));
  }

  private readText(path: string): string | null {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    const text = readTextFile(path);
    this.texts.set(path, text);
    return text;
  }

  private exists(path: string): boolean | null {
    const parent = dirname(path);
    if (parent === path) return true;
    const names = this.list(parent);
    // A directory that is not there holds nothing; of one that may not be listed nothing is known.
    if (names === null) return !this.isKnownMissing(parent) && existsSync(parent) ? null : false;
    return hasName(names, path.slice(parent.endsWith(sep) ? parent.length : parent.length + 1));
  }
}

/** Whether a listing has a file or a directory of a name. */
function hasName(names: ReadonlySet<string>, name: string): boolean {
  return names.has(name) || names.has(`${name}/`);
}

/** A path with slashes from a directory of the system. Most are clean, and need not be looked at part by part. */
function below(directory: string, path: string): string {
  if (path === "") return directory;
  const isClean = sep === "/" && directory !== "/" && !/(?:^|\/)\.{0,2}(?:\/|$)/.test(path);
  return isClean ? `${directory}/${path}` : join(directory, ...path.split("/"));
}

function listDirectory(directory: string): Set<string> | null {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return new Set(entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)));
  } catch (error) {
    // A directory that may not be listed, or lies below a file: nothing is known of its content, which is what null says.
    if (pathProblem(error) !== null) return null;
    throw error;
  }
}

/** The text of a regular file; null when it is none, is too large, is no text or may not be read. */
export function readTextFile(path: string): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true || stats.size > maximumBytes) return null;
    const decoded = decodeText(readFileSync(path));
    return decoded.kind === "text" ? decoded.text : null;
  } catch (error) {
    // As for directories: what may not be read is not known.
    if (pathProblem(error) !== null) return null;
    throw error;
  }
}

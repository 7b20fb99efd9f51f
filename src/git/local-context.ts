import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import type { BuildContext } from "../context/build-context.ts";
import { likelyContextRoot } from "../context/context-root.ts";
import { decodeText, maximumBytes } from "../source/decode-text.ts";
import { isErrorWithCode } from "./system-error.ts";

/**
 * Build contexts from the local file system. Directories are listed when a rule first asks, each once, so that a check of
 * thousands of files does not walk the trees around them.
 */
export class LocalContexts {
  private readonly listings = new Map<string, ReadonlySet<string> | null>();
  private readonly texts = new Map<string, string | null>();
  private readonly repositoryRoots = new Map<string, string>();

  /**
   * What surrounds a Dockerfile. Its context is its own directory, or one above it up to the top of its git repository:
   * the one where most of its COPY sources exist.
   * @param file absolute path of the Dockerfile
   * @param path the same as the user named it, with slashes
   * @param sources what it copies from its context; asked for at most once
   */
  around(file: string, path: string, sources: () => readonly string[]): BuildContext {
    let known: string | null = null;
    const root = (): string => (known ??= this.rootFor(dirname(file), sources));
    const absolute = (path: string): string => join(root(), ...path.split("/"));
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
      get dockerfile() {
        return relative(root(), file).split(sep).join("/");
      },
    };
  }

  private rootFor(directory: string, sources: () => readonly string[]): string {
    const top = this.repositoryRoot(directory);
    if (top === directory) return directory;
    const below = relative(top, directory).split(sep).join("/");
    const exists = (path: string): boolean => this.exists(join(top, ...path.split("/"))) === true;
    return join(top, likelyContextRoot(below, sources(), exists));
  }

  /** The nearest directory upwards that holds `.git`; the directory itself when there is none. */
  private repositoryRoot(directory: string): string {
    const passed: string[] = [];
    let at = directory;
    let root = directory;
    for (;;) {
      const known = this.repositoryRoots.get(at);
      if (known !== undefined || existsSync(join(at, ".git"))) {
        root = known ?? at;
        break;
      }
      passed.push(at);
      const parent = dirname(at);
      if (parent === at) return directory;
      at = parent;
    }
    for (const path of [...passed, at]) this.repositoryRoots.set(path, root);
    return root;
  }

  /** The names in a directory, directories with a trailing slash; null when it cannot be listed. */
  private list(directory: string): ReadonlySet<string> | null {
    const known = this.listings.get(directory);
    if (known !== undefined) return known;
    const names = listDirectory(directory);
    this.listings.set(directory, names);
    return names;
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
    if (names === null) return existsSync(parent) ? null : false;
    const name = path.slice(parent.endsWith(sep) ? parent.length : parent.length + 1);
    return names.has(name) || names.has(`${name}/`);
  }
}

function listDirectory(directory: string): Set<string> | null {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return new Set(entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)));
  } catch (error) {
    // A directory that may not be listed: its content is unknown, which is what null says.
    if (isErrorWithCode(error, "EACCES", "EPERM")) return null;
    throw error;
  }
}

/** The text of a regular file; null when it is none, is too large, is no text or may not be read. */
function readTextFile(path: string): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true || stats.size > maximumBytes) return null;
    const decoded = decodeText(readFileSync(path));
    return decoded.kind === "text" ? decoded.text : null;
  } catch (error) {
    // As for directories: what may not be read is not known.
    if (isErrorWithCode(error, "EACCES", "EPERM", "ENOENT")) return null;
    throw error;
  }
}

import { readdirSync, readFileSync, statSync, type Dirent } from "node:fs";
import { basename, join, posix, resolve, sep } from "node:path";
import type { FileContent, LocalEntry } from "../ports.ts";
import { decodeText, maximumBytes, tooLarge, unreadable } from "../source/decode-text.ts";
import { pathProblem } from "./system-error.ts";

/** What a search needs to know. */
export interface SearchOptions {
  /** What relative paths begin at. */
  readonly workingDirectory: string;
  /** Whether a file is a Dockerfile, by its path from the directory that is searched and by its absolute path. */
  readonly isDockerfile: (path: string, absolute: string) => boolean;
  /** The bytes of standard input; null when they were not asked for. */
  readonly standardInput: Buffer | null;
  /** The path that standard input is taken for; left out means `-`. */
  readonly standardInputPath?: string;
}

/** Directories that are never searched: git's own, and what a package manager installed. */
const skippedDirectories = new Set([".git", "node_modules"]);

/**
 * The Dockerfiles that paths mean, see `LocalFiles.find`. Directories are searched in the order of their names; symbolic
 * links found there are not followed, those that the user names are.
 */
export function* findLocalFiles(
  paths: readonly string[],
  options: SearchOptions,
): Generator<LocalEntry> {
  const given = new Set(paths.map((path) => resolve(options.workingDirectory, path)));
  const standardInputPath = shownPath(options.standardInputPath ?? "-");
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === "-") {
      if (!seen.has("-"))
        yield entryOf(
          standardInputPath,
          decodeText(options.standardInput ?? Buffer.alloc(0)),
          true,
        );
      seen.add("-");
      continue;
    }
    if (path === "") {
      yield unread('""', "is an empty path", true);
      continue;
    }
    const shown = shownPath(path);
    const absolute = resolve(options.workingDirectory, path);
    const found = kindOf(absolute);
    if (found.kind === "directory") {
      yield* searchDirectory(shown, absolute, { ...options, given, seen });
    } else if (!seen.has(absolute)) {
      seen.add(absolute);
      const content =
        found.kind === "file" ? readText(absolute, found.size) : unreadable(found.problem);
      yield entryOf(shown, content, true);
    }
  }
}

/**
 * Reads one file; says in plain words why not.
 * @param knownSize in bytes, where the system has just been asked
 */
function readText(absolute: string, knownSize?: number): FileContent {
  try {
    const size = knownSize ?? statSync(absolute).size;
    if (size > maximumBytes) return tooLarge(size);
    return decodeText(readFileSync(absolute));
  } catch (error) {
    const problem = pathProblem(error);
    if (problem === null) throw error;
    return unreadable(problem);
  }
}

/** What a path names. */
type Named =
  | { readonly kind: "file"; readonly size: number }
  | { readonly kind: "directory" }
  | { readonly kind: "other"; readonly problem: string };

function kindOf(absolute: string): Named {
  try {
    const stats = statSync(absolute);
    if (stats.isDirectory()) return { kind: "directory" };
    // A pipe is what `<(command)` of a shell gives.
    if (stats.isFile() || stats.isFIFO()) return { kind: "file", size: stats.size };
    return { kind: "other", problem: "is neither a file nor a directory" };
  } catch (error) {
    const problem = pathProblem(error);
    if (problem === null) throw error;
    return { kind: "other", problem };
  }
}

interface Search extends SearchOptions {
  /** Absolute paths that the user named. */
  readonly given: ReadonlySet<string>;
  /** Absolute paths that were yielded. */
  readonly seen: Set<string>;
}

function* searchDirectory(shown: string, absolute: string, search: Search): Generator<LocalEntry> {
  let found = false;
  const waiting = [""];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const directory = join(absolute, below);
    const entries = readEntries(directory);
    if (!Array.isArray(entries)) {
      yield unread(
        joined(shown, below),
        `${entries.problem}, so it was not searched`,
        below === "",
      );
      found = true;
      continue;
    }
    const directories: string[] = [];
    for (const entry of entries) {
      const path = posix.join(below, entry.name);
      if (entry.isDirectory()) {
        if (!skippedDirectories.has(entry.name)) directories.push(path);
        continue;
      }
      const file = join(absolute, path);
      if (search.isDockerfile(path, file)) {
        found = true;
        if (search.seen.has(file)) continue;
        search.seen.add(file);
        yield readEntry(joined(shown, path), file, entry, search.given.has(file));
      }
    }
    waiting.push(...directories.reverse());
  }
  if (!found && search.isDockerfile(basename(absolute), absolute)) {
    yield unread(shown, "is a directory, and holds no Dockerfile", true);
  }
}

function readEntry(shown: string, file: string, entry: Dirent, given: boolean): LocalEntry {
  const isLink = entry.isSymbolicLink() && !given;
  if (isLink) return unread(shown, "is a symbolic link, which a search does not follow", false);
  if (!entry.isFile() && !entry.isSymbolicLink())
    return unread(shown, "is not a regular file", given);
  return entryOf(shown, readText(file), given);
}

/** The entries of a directory in the order of their names, whatever the system's own order is. */
function readEntries(directory: string): Dirent[] | { readonly problem: string } {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const problem = pathProblem(error);
    if (problem === null) throw error;
    return { problem };
  }
}

function entryOf(path: string, content: FileContent, given: boolean): LocalEntry {
  if (content.kind === "text") return { kind: "file", path, text: content.text };
  return unread(path, content.kind === "missing" ? "does not exist" : content.reason, given);
}

function unread(path: string, reason: string, given: boolean): LocalEntry {
  return { kind: "unread", path, reason, given };
}

/** A path as reports show it: as it was given, with slashes and without `./`. */
function shownPath(path: string): string {
  return posix.normalize(sep === "\\" ? path.replaceAll("\\", "/") : path);
}

function joined(directory: string, below: string): string {
  return directory === "." && below !== "" ? below : posix.join(directory, below);
}

import type { FileContent } from "../ports.ts";
import { decodeText, maximumBytes, tooLarge, unreadable } from "../source/decode-text.ts";
import { chunkPaths, runGit, splitRecords } from "./run-git.ts";

/** One entry of a tree. */
interface TreeEntry {
  /** Octal, as git prints it: 100644, 100755, 120000 (symbolic link), 160000 (submodule), 040000 (directory). */
  readonly mode: string;
  readonly object: string;
  /** Bytes; null for all but blobs. */
  readonly size: number | null;
  readonly path: string;
}

/** Blobs are read in batches of at most this many bytes, so that memory stays flat. */
const batchBytes = 32 * 1024 * 1024;

/**
 * Reads files at a commit: one listing of their modes and sizes, then their bytes in one `git cat-file --batch`
 * (several above 32 MiB).
 * @param directory where git is run: the repository's root
 * @param commit a full commit id
 */
export async function readFilesAt(
  directory: string,
  commit: string,
  paths: readonly string[],
): Promise<Map<string, FileContent>> {
  const contents = new Map<string, FileContent>();
  const blobs: { path: string; object: string; size: number }[] = [];
  const entries = await listEntries(directory, commit, paths);
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  for (const path of paths) {
    const entry = byPath.get(path);
    if (entry === undefined) contents.set(path, { kind: "missing" });
    else if (entry.mode === "120000") contents.set(path, unreadable("is a symbolic link"));
    else if (entry.mode === "160000") contents.set(path, unreadable("is a submodule"));
    else if (entry.size === null) contents.set(path, unreadable("is a directory"));
    else if (entry.size > maximumBytes) contents.set(path, tooLarge(entry.size));
    else blobs.push({ path, object: entry.object, size: entry.size });
  }
  for (const batch of batchesOf(blobs)) {
    const bytes = await readBlobs(
      directory,
      batch.map(({ object }) => object),
    );
    batch.forEach(({ path }, index) =>
      contents.set(path, decodeText(bytes[index] ?? Buffer.alloc(0))),
    );
  }
  return contents;
}

/**
 * The names in directories at a commit, directories and submodules with a trailing slash. Directories that do not exist
 * are left out.
 */
export async function listDirectoriesAt(
  directory: string,
  commit: string,
  wanted: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const names = new Map<string, Set<string>>(wanted.map((path) => [path, new Set()]));
  const below = wanted.filter((path) => path !== "").map((path) => `${path}/`);
  const entries = await listEntries(directory, commit, below);
  if (wanted.includes("")) entries.push(...(await listTree(directory, commit, [])));
  for (const { path, mode } of entries) {
    const slash = path.lastIndexOf("/");
    const isDirectory = mode === "040000" || mode === "160000";
    names
      .get(path.slice(0, Math.max(slash, 0)))
      ?.add(path.slice(slash + 1) + (isDirectory ? "/" : ""));
  }
  const listings = new Map<string, readonly string[]>();
  // Git knows no empty directories: one without names does not exist. Only the root may be empty.
  for (const [path, found] of names)
    if (found.size > 0 || path === "") listings.set(path, [...found]);
  return listings;
}

/** The entries of a tree at some paths. Paths are taken literally; those that do not exist are left out. */
async function listEntries(
  directory: string,
  commit: string,
  paths: readonly string[],
): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const chunk of chunkPaths(paths)) {
    entries.push(...(await listTree(directory, commit, chunk)));
  }
  return entries;
}

async function listTree(
  directory: string,
  commit: string,
  paths: readonly string[],
): Promise<TreeEntry[]> {
  // -t: a directory is shown even when another path below it is asked for.
  const args = ["ls-tree", "-z", "-l", "-t", "--full-tree", commit, "--", ...paths];
  return splitRecords((await runGit(directory, args)).stdout).map(parseEntry);
}

/** Reads `<mode> <type> <object> <size>\t<path>`. */
function parseEntry(record: string): TreeEntry {
  const tab = record.indexOf("\t");
  const [mode = "", , object = "", size = "-"] = record.slice(0, tab).split(/ +/);
  return { mode, object, size: size === "-" ? null : Number(size), path: record.slice(tab + 1) };
}

function batchesOf<T extends { readonly size: number }>(blobs: readonly T[]): T[][] {
  const batches: T[][] = [];
  let size = batchBytes;
  for (const blob of blobs) {
    if (size + blob.size > batchBytes) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(blob);
    size += blob.size;
  }
  return batches;
}

/** The bytes of blobs, in the order asked for. */
async function readBlobs(directory: string, objects: readonly string[]): Promise<Buffer[]> {
  const input = objects.map((object) => `${object}\n`).join("");
  const { stdout } = await runGit(directory, ["cat-file", "--batch"], { input });
  const blobs: Buffer[] = [];
  let at = 0;
  for (const object of objects) {
    // Each answer is `<object> blob <size>`, a newline, the bytes, a newline.
    const headEnd = stdout.indexOf(0x0a, at);
    const head = stdout.toString("utf8", at, headEnd);
    const size = Number(/^\S+ blob (\d+)$/.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(size))
      throw new Error(
        `git cat-file answered "${head}" for ${object}: the repository is damaged or incomplete, try git fsck`,
      );
    blobs.push(stdout.subarray(headEnd + 1, headEnd + 1 + size));
    at = headEnd + 1 + size + 1;
  }
  return blobs;
}

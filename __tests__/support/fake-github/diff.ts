import type { GitStore } from "./git-store.ts";
import type { Limits } from "./limits.ts";

/** One file that differs between two commits, as GitHub's `diff-entry` tells it. */
export interface DiffFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: "added" | "removed" | "modified" | "renamed" | "changed";
  /** The blob at the head, or at the base when the file is removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks as git writes them; null for binary files, pure renames and diffs over the limits. */
  readonly patch: string | null;
}

/** A hunk's lines that a comment can stand on. */
export interface HunkLines {
  readonly right: ReadonlySet<number>;
  readonly left: ReadonlySet<number>;
  readonly text: string;
}

const HUNK_HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const STATUSES: Readonly<Record<string, DiffFile["status"]>> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  T: "changed",
};

/** All files that differ between two commits, ordered by path as GitHub orders them. */
export function diffFiles(store: GitStore, base: string, head: string, limits: Limits): DiffFile[] {
  const common = ["diff", "--find-renames", "--no-ext-diff", "--no-textconv", "--no-color"];
  const raw = store.run(...common, "--raw", "-z", "--no-abbrev", base, head).toString();
  const counts = readCounts(store.run(...common, "--numstat", "-z", base, head).toString());
  const patches = store
    .run(...common, "--patch", base, head)
    .toString()
    .split(/^(?=diff --git )/m)
    .filter((section) => section !== "");
  const files: DiffFile[] = [];
  let lines = 0;
  let bytes = 0;
  for (const change of readRaw(raw)) {
    const sections = patches.splice(0, change.status === "changed" ? 2 : 1);
    const [additions = 0, deletions = 0] = counts.get(change.path) ?? [];
    const hunks = sections.length === 1 ? hunksOf(sections[0] ?? "") : null;
    const size = hunks === null ? 0 : Buffer.byteLength(hunks);
    const tooLarge = additions + deletions > limits.diffFileLines || size > limits.diffFileBytes;
    lines += additions + deletions;
    bytes += size;
    const overTotal = lines > limits.diffTotalLines || bytes > limits.diffTotalBytes;
    files.push({ ...change, additions, deletions, patch: tooLarge || overTotal ? null : hunks });
  }
  return files.sort((one, other) => Buffer.compare(Buffer.from(one.path), Buffer.from(other.path)));
}

type RawChange = Pick<DiffFile, "path" | "previousPath" | "status" | "sha">;

function* readRaw(raw: string): Generator<RawChange> {
  const fields = raw.split("\0");
  for (let index = 0; index + 1 < fields.length;) {
    const match = /^:\d{6} \d{6} ([0-9a-f]{40}) ([0-9a-f]{40}) ([A-Z])/.exec(fields[index] ?? "");
    if (match === null) {
      throw new Error(`git diff --raw gave ${JSON.stringify(fields[index])}`);
    }
    const [, oldSha = "", newSha = "", letter = ""] = match;
    const status = STATUSES[letter];
    if (status === undefined) {
      throw new Error(`git diff gave the unknown status ${letter}`);
    }
    const renamed = status === "renamed";
    const path = fields[index + (renamed ? 2 : 1)] ?? "";
    const previousPath = renamed ? (fields[index + 1] ?? "") : null;
    yield { path, previousPath, status, sha: status === "removed" ? oldSha : newSha };
    index += renamed ? 3 : 2;
  }
}

/** Additions and deletions by the new path; both 0 for binary files, as GitHub counts them. */
function readCounts(numstat: string): Map<string, [additions: number, deletions: number]> {
  const counts = new Map<string, [number, number]>();
  const fields = numstat.split("\0");
  for (let index = 0; index + 1 < fields.length; index += 1) {
    const [additions = "", deletions = "", path = ""] = (fields[index] ?? "").split("\t");
    const name = path === "" ? (fields[(index += 2)] ?? "") : path;
    counts.set(name, [Number(additions) || 0, Number(deletions) || 0]);
  }
  return counts;
}

/** The hunks of one file's section of `git diff`, without the last line break; null when it has none. */
function hunksOf(section: string): string | null {
  const start = section.search(/^@@ /m);
  return start < 0 ? null : section.slice(start).replace(/\n$/, "");
}

/** The lines of each hunk of a patch. */
export function hunkLines(patch: string): HunkLines[] {
  return patch.split(/^(?=@@ -)/m).map((text) => {
    const right = new Set<number>();
    const left = new Set<number>();
    const [header = "", ...lines] = text.split("\n");
    const match = HUNK_HEADER.exec(header);
    let oldLine = Number(match?.[1]);
    let newLine = Number(match?.[3]);
    for (const line of lines) {
      if (line.startsWith("+")) {
        right.add(newLine++);
      } else if (line.startsWith("-")) {
        left.add(oldLine++);
      } else if (line.startsWith(" ")) {
        right.add(newLine++);
        left.add(oldLine++);
      }
    }
    return { right, left, text: text.replace(/\n$/, "") };
  });
}

/**
 * Where a range of lines of one commit stands in another.
 * @returns the first and last line; null when one of them was changed or removed, or the file is gone.
 */
export function mapLines(
  store: GitStore,
  from: string,
  to: string,
  path: string,
  range: readonly [first: number, last: number],
): [first: number, last: number] | null {
  if (from === to) {
    return [...range];
  }
  if (!store.tree(to).has(path)) {
    return null;
  }
  const diff = store.run(
    "diff",
    "-U0",
    "--no-ext-diff",
    "--no-textconv",
    from,
    to,
    "--",
    `:(literal)${path}`,
  );
  let shift = 0;
  for (const line of diff.toString().split("\n")) {
    const match = HUNK_HEADER.exec(line);
    if (match === null) {
      continue;
    }
    const oldStart = Number(match[1]);
    const oldCount = Number(match[2] ?? 1);
    const newCount = Number(match[4] ?? 1);
    const firstTouched = oldCount === 0 ? oldStart + 1 : oldStart;
    if (firstTouched > range[1]) {
      break;
    }
    const insertedInside = oldCount === 0 && firstTouched > range[0];
    if (insertedInside || (oldCount > 0 && oldStart + oldCount - 1 >= range[0])) {
      return null;
    }
    shift += newCount - oldCount;
  }
  return [range[0] + shift, range[1] + shift];
}

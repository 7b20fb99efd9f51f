import { lineHunks } from "./line-diff.ts";

/** One hunk of a diff, seen from the new version. Lines count from 1. */
export interface DiffHunk {
  /** The first line of the new version that the hunk shows. */
  readonly first: number;
  /** The last one, included. */
  readonly last: number;
  /** The lines that the old version does not have. */
  readonly added: ReadonlySet<number>;
  /** The lines directly before which lines of the old version were taken away; `last + 1` when that was at the end. */
  readonly deletedBefore: ReadonlySet<number>;
}

const hunkHeader = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * The hunks of a diff as GitHub gives it in a file's `patch`: from the first `@@` on. File headers before it, if any,
 * are passed over. Hunks that show no line of the new version are left out, because nothing can be anchored there.
 */
export function parseHunks(patch: string): DiffHunk[] {
  const hunks: DiffHunk[] = [];
  const lines = patch.split("\n");
  let at = 0;
  while (at < lines.length) {
    const header = hunkHeader.exec(lines[at] ?? "");
    at++;
    if (header === null) continue;
    const oldLines = Number(header[1] ?? 1);
    const newLines = Number(header[3] ?? 1);
    const body = takeBody(lines, at, oldLines, newLines);
    at += body.length;
    if (newLines > 0) hunks.push(readBody(Number(header[2]), body));
  }
  return hunks;
}

/** The hunks between two texts as git would show them, with three lines of context. */
export function hunksOf(before: string, after: string): DiffHunk[] {
  return lineHunks(before, after)
    .filter((hunk) => hunk.newLines > 0)
    .map((hunk) => readBody(hunk.newStart, hunk.lines));
}

/** The lines that belong to a hunk, by the counts of its header. */
function takeBody(
  lines: readonly string[],
  from: number,
  oldLines: number,
  newLines: number,
): string[] {
  const body: string[] = [];
  let oldLeft = oldLines;
  let newLeft = newLines;
  for (let at = from; at < lines.length && (oldLeft > 0 || newLeft > 0); at++) {
    const line = lines[at] ?? "";
    const mark = line[0] ?? " ";
    if (mark !== "+" && mark !== "\\") oldLeft--;
    if (mark !== "-" && mark !== "\\") newLeft--;
    body.push(line);
  }
  return body;
}

function readBody(first: number, body: readonly string[]): DiffHunk {
  const added = new Set<number>();
  const deletedBefore = new Set<number>();
  let next = first;
  for (const line of body) {
    const mark = line[0];
    if (mark === "\\") continue;
    if (mark === "-") {
      deletedBefore.add(next);
    } else {
      if (mark === "+") added.add(next);
      next++;
    }
  }
  return { first, last: next - 1, added, deletedBefore };
}

import type { ChangedFile } from "../ports.ts";
import { splitRecords } from "./run-git.ts";

/** One record of `git diff-tree --raw -z`. */
export interface RawChange {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: ChangedFile["status"];
  readonly baseObject: string;
  readonly headObject: string;
  /** Whether it became another kind of thing: a symbolic link, a submodule. Its diff has two parts. */
  readonly typeChanged: boolean;
}

/** Reads `:<mode> <mode> <object> <object> <status>`, NUL, path, and for renames NUL, new path. */
export function parseRawChanges(output: Buffer): RawChange[] {
  const records = splitRecords(output);
  const changes: RawChange[] = [];
  for (let at = 0; at < records.length;) {
    const [, , baseObject = "", headObject = "", status = ""] = (records[at] ?? "").split(" ");
    const letter = status.charAt(0);
    const moved = letter === "R" || letter === "C";
    const first = records[at + 1] ?? "";
    changes.push({
      path: moved ? (records[at + 2] ?? "") : first,
      previousPath: moved ? first : null,
      status: statusOf(letter),
      baseObject,
      headObject,
      typeChanged: letter === "T",
    });
    at += moved ? 3 : 2;
  }
  return changes;
}

function statusOf(letter: string): ChangedFile["status"] {
  if (letter === "A") return "added";
  if (letter === "D") return "removed";
  if (letter === "R" || letter === "C") return "renamed";
  return "modified";
}

/**
 * Takes `git diff-tree --patch` apart, one part per file in its order. Each part begins at its first hunk, as GitHub
 * shows patches; null when there is none (a binary file, a change of mode).
 */
export function splitPatches(output: string): (string | null)[] {
  // A line of a hunk begins with a blank, +, - or a backslash, so this can only be the head of a file.
  return output
    .split(/^diff --git /m)
    .slice(1)
    .map(hunksOf);
}

/** The hunks of one file's diff, without its head and its final newline; null when there are none. */
export function hunksOf(diff: string): string | null {
  const start = /^@@ /m.exec(diff)?.index;
  return start === undefined ? null : diff.slice(start).replace(/\n$/, "");
}

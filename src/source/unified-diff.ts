import { FILE_HEADERS_ONLY, formatPatch } from "diff";
import { lineHunks } from "./line-diff.ts";

/**
 * A unified diff that `git apply` accepts, with the headers `--- a/<path>` and `+++ b/<path>`, for a new file with git's own
 * header as well (`new file mode 100644`). Paths that hold quotes, control characters or other than ASCII are quoted as git
 * quotes them.
 * @param path from the repository's root, with slashes; an absolute one is named from the file system's root, as git does
 * @param before the old text; null when the file is new
 * @param after the new text
 * @returns the diff with a final newline; an empty text when nothing differs
 */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  if (before === after) return "";
  const hunks = lineHunks(before ?? "", after);
  const name = path.replace(/^\/+/, "");
  const patch = {
    oldFileName: before === null ? "/dev/null" : `a/${name}`,
    newFileName: `b/${name}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [...hunks],
    ...(before === null ? { isGit: true, isCreate: true } : {}),
  };
  return endNamesWithTab(formatPatch(patch, FILE_HEADERS_ONLY));
}

/** Ends names that hold blanks with a tab, as git does, so that no reader takes their end for a time stamp. */
function endNamesWithTab(diff: string): string {
  const lines = diff.split("\n");
  const oldName = lines.findIndex((line) => line.startsWith("--- "));
  for (const index of [oldName, oldName + 1]) {
    const line = lines[index] ?? "";
    if (line.includes(" ", "--- ".length) && !line.endsWith('"')) lines[index] = `${line}\t`;
  }
  return lines.join("\n");
}

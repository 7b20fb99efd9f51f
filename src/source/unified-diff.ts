import { FILE_HEADERS_ONLY, formatPatch } from "diff";
import { lineHunks } from "./line-diff.ts";

/**
 * A unified diff that `git apply` accepts, with the headers `--- a/<path>` and `+++ b/<path>`. Paths that hold quotes,
 * control characters or other than ASCII are quoted as git quotes them.
 * @param path from the repository's root, with slashes
 * @param before the old text; null when the file is new
 * @param after the new text
 * @returns the diff with a final newline; an empty text when nothing differs
 */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  if (before === after) return "";
  const hunks = lineHunks(before ?? "", after);
  const patch = {
    oldFileName: before === null ? "/dev/null" : `a/${path}`,
    newFileName: `b/${path}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [...hunks],
  };
  return endNamesWithTab(formatPatch(patch, FILE_HEADERS_ONLY));
}

/** Ends names that hold blanks with a tab, as git does, so that no reader takes their end for a time stamp. */
function endNamesWithTab(diff: string): string {
  const [oldName = "", newName = "", ...rest] = diff.split("\n");
  const end = (line: string): string =>
    line.includes(" ", "--- ".length) && !line.endsWith('"') ? `${line}\t` : line;
  return [end(oldName), end(newName), ...rest].join("\n");
}

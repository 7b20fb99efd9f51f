import { structuredPatch, type StructuredPatchHunk } from "diff";

/** Lines of unchanged text around a change, as git shows them. */
const contextLines = 3;

/**
 * The most line edits for which the shortest diff is looked for: the search takes the square of this in steps. Beyond
 * it all lines between the first and the last difference count as changed, which is correct, only longer.
 */
const maxEditLength = 1000;

/** The hunks that lead from one text to the other, with three lines of context, in file order. */
export function lineHunks(before: string, after: string): readonly StructuredPatchHunk[] {
  const options = { context: contextLines, maxEditLength };
  const patch = structuredPatch("", "", before, after, undefined, undefined, options);
  return patch === undefined ? [coarseHunk(before, after)] : patch.hunks;
}

/** One hunk that replaces everything between the first and the last line that differ. */
function coarseHunk(before: string, after: string): StructuredPatchHunk {
  const oldLines = linesWithEndings(before);
  const newLines = linesWithEndings(after);
  const shorter = Math.min(oldLines.length, newLines.length);
  let head = 0;
  while (head < shorter && oldLines[head] === newLines[head]) head++;
  let tail = 0;
  while (tail < shorter - head && oldLines.at(-1 - tail) === newLines.at(-1 - tail)) tail++;

  const start = Math.max(0, head - contextLines);
  const contextAfter = Math.min(tail, contextLines);
  const oldEnd = oldLines.length - tail;
  const newEnd = newLines.length - tail;
  const lines = [
    ...oldLines.slice(start, head).map((line) => ` ${line}`),
    ...oldLines.slice(head, oldEnd).map((line) => `-${line}`),
    ...newLines.slice(head, newEnd).map((line) => `+${line}`),
    ...oldLines.slice(oldEnd, oldEnd + contextAfter).map((line) => ` ${line}`),
  ];
  return {
    oldStart: start + 1,
    oldLines: oldEnd + contextAfter - start,
    newStart: start + 1,
    newLines: newEnd + contextAfter - start,
    lines: lines.flatMap((line) =>
      line.endsWith("\n") ? [line.slice(0, -1)] : [line, "\\ No newline at end of file"],
    ),
  };
}

/** The lines of a text, each with its line ending; no empty last one. */
function linesWithEndings(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", start)) {
    lines.push(text.slice(start, at + 1));
    start = at + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

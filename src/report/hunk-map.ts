import type { SourceText } from "../source/source-text.ts";
import type { HunkRange } from "./lint-report.ts";

/** Answers whether a review comment can stand on a range of lines. */
export class HunkMap {
  readonly #hunks: readonly HunkRange[];
  /** Lines directly before which the diff shows lines that were taken away, in file order. */
  readonly #deletions: readonly number[];
  readonly #lastLine: number;

  constructor(hunks: readonly HunkRange[], source: SourceText) {
    this.#hunks = [...hunks].sort((left, right) => left.first - right.first);
    this.#deletions = hunks
      .flatMap((hunk) => [...(hunk.deletedBefore ?? [])])
      .sort((a, b) => a - b);
    this.#lastLine = source.text.endsWith("\n") ? source.lineCount - 1 : source.lineCount;
  }

  /**
   * Whether GitHub takes a suggestion for the lines from `start` to `end` (left out): they exist, one hunk shows them
   * all, and no line that was taken away stands between them.
   */
  holds(start: number, end: number): boolean {
    if (start < 1 || end <= start || end - 1 > this.#lastLine) return false;
    const hunk = this.#hunks[countUpTo(this.#hunks, (one) => one.first, start) - 1];
    if (hunk === undefined || hunk.last < end - 1) return false;
    const deletion = this.#deletions[countUpTo(this.#deletions, (line) => line, start)];
    return deletion === undefined || deletion >= end;
  }
}

/** How many elements of a sorted list have a key of at most `limit`. */
function countUpTo<T>(sorted: readonly T[], key: (element: T) => number, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = sorted[middle];
    if (element !== undefined && key(element) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { applyEdits, sortEdits, type TextEdit } from "./text-edit.ts";

/** A run of edits of both steps that touch each other, in offsets of the text between the steps. */
interface Cluster {
  start: number;
  end: number;
  /** What has to be subtracted from an offset between the steps to get one of the first text. */
  readonly shiftBefore: number;
  shiftAfter: number;
  readonly later: TextEdit[];
}

/**
 * Two steps of edits as one: `first` leads from a text to a text between, `second` from there on. Edits of the two
 * steps that overlap or touch become one edit.
 * @returns edits in offsets of the first text, in order
 */
export function composeEdits(
  text: string,
  first: readonly TextEdit[],
  second: readonly TextEdit[],
): TextEdit[] {
  const between = applyEdits(text, first);
  return clustersOf(first, second).map((cluster) => {
    const inside = cluster.later.map((edit) => ({
      ...edit,
      start: edit.start - cluster.start,
      end: edit.end - cluster.start,
    }));
    return {
      start: cluster.start - cluster.shiftBefore,
      end: cluster.end - cluster.shiftAfter,
      newText: applyEdits(between.slice(cluster.start, cluster.end), inside),
    };
  });
}

function clustersOf(first: readonly TextEdit[], second: readonly TextEdit[]): Cluster[] {
  let shift = 0;
  const earlier = sortEdits(first).map((edit) => {
    const start = edit.start + shift;
    const growth = edit.newText.length - (edit.end - edit.start);
    const shiftBefore = shift;
    shift += growth;
    return { start, end: start + edit.newText.length, shiftBefore, shiftAfter: shift };
  });
  const clusters: Cluster[] = [];
  let at = 0;
  let currentShift = 0;
  const add = (start: number, end: number, after: number, later: TextEdit | null): void => {
    const last = clusters.at(-1);
    if (last !== undefined && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.shiftAfter = after;
      if (later !== null) last.later.push(later);
      return;
    }
    const shiftBefore = currentShift;
    clusters.push({ start, end, shiftBefore, shiftAfter: after, later: later ? [later] : [] });
  };
  const addEarlier = (): void => {
    const edit = earlier[at++];
    if (edit === undefined) return;
    add(edit.start, edit.end, edit.shiftAfter, null);
    currentShift = edit.shiftAfter;
  };
  for (const edit of sortEdits(second)) {
    while ((earlier[at]?.start ?? Infinity) <= edit.start) addEarlier();
    add(edit.start, edit.end, currentShift, edit);
    // Edits of the first step that begin inside this one belong to the same cluster.
    while ((earlier[at]?.start ?? Infinity) <= edit.end) addEarlier();
  }
  while (at < earlier.length) addEarlier();
  return clusters;
}

import type { SourceText } from "../source/source-text.ts";
import type { TextEdit } from "../source/text-edit.ts";
import { HunkMap } from "./hunk-map.ts";
import type { FileReport, PlannedFix } from "./lint-report.ts";
import {
  changedLines,
  deletesOpenEnd,
  hasUniformLineEndings,
  minimalEdit,
  renderReplacement,
  type LineInterval,
} from "./suggestion-text.ts";

/** Whole lines of the head version and what is to stand in their place. */
export interface Suggestion {
  /** 1-based, first and last line that are replaced, both included. */
  readonly startLine: number;
  readonly endLine: number;
  /** The lines of the `suggestion` block, without line endings. Never all blank. */
  readonly lines: readonly string[];
  /** The fixes it commits, in the order of the report. */
  readonly fixes: readonly PlannedFix[];
}

/** What becomes of a file's fixes. */
export interface SuggestionPlan {
  /** In file order; no two share a line. */
  readonly suggestions: readonly Suggestion[];
  /** The fixes that no suggestion gives exactly, in the order of the report. */
  readonly remaining: readonly PlannedFix[];
}

/**
 * Decides which fixes become suggestions. A fix does when all lines that it changes lie in one hunk of the diff, with
 * no place between them where the diff took lines away, and when GitHub, committing it, makes exactly the fixed text.
 * Fixes whose lines overlap become one suggestion.
 */
export function planSuggestions(file: FileReport): SuggestionPlan {
  const { source, fixes } = file;
  if (file.hunks === null || !hasUniformLineEndings(source)) {
    return { suggestions: [], remaining: fixes };
  }
  const hunks = new HunkMap(file.hunks, source);
  const suggestions = placeChanges(file, hunks).flatMap((change) => {
    const lines = change.range === null ? null : render(source, change, change.range);
    if (change.range === null || lines === null || isBlank(lines)) return [];
    const members = change.fixes.sort((left, right) => left - right);
    return {
      startLine: change.range.start,
      endLine: change.range.end - 1,
      lines,
      fixes: members.flatMap((index) => fixes[index] ?? []),
    };
  });
  const suggested = new Set(suggestions.flatMap((suggestion) => suggestion.fixes));
  return { suggestions, remaining: fixes.filter((fix) => !suggested.has(fix)) };
}

/** An edit without what it leaves as it is, and its place among all edits of the file. */
interface OrderedEdit extends TextEdit {
  readonly order: number;
}

/** Fixes that can only be committed together. */
interface Change {
  /** The lines whose text changes. */
  lines: LineInterval;
  /** The lines that a suggestion would replace: at least one, and never only blank ones. Null when there is no place for it. */
  range: LineInterval | null;
  /** Indices into the file's fixes. */
  readonly fixes: number[];
  readonly edits: OrderedEdit[];
  /** Whether one of them writes other files too, which no suggestion can. */
  writesFiles: boolean;
}

/** The changes of all fixes in file order, each with the lines that a suggestion of it would replace. */
function placeChanges(file: FileReport, hunks: HunkMap): Change[] {
  const apart = fold(changesOf(file), (left, right) => right.lines.start < left.lines.end);
  for (const change of apart) {
    change.range = anchor(file.source, change, hunks);
    change.range = holdOn(file.source, change, hunks);
  }
  const placed = fold(apart, (left, right) =>
    overlap(left.range ?? left.lines, right.range ?? right.lines),
  );
  for (const change of placed) {
    const { range } = change;
    if (range === null) continue;
    if (change.writesFiles || !hunks.holds(range.start, range.end)) change.range = null;
  }
  return placed;
}

/** One change for each fix that changes something, in file order. */
function changesOf(file: FileReport): Change[] {
  const { source, fixes } = file;
  const edits = fixes
    .flatMap((fix, index) => fix.edits.map((edit) => ({ edit, index })))
    .sort((left, right) => left.edit.start - right.edit.start || left.edit.end - right.edit.end);
  const changes = new Map<number, Change>();
  for (const [order, { edit, index }] of edits.entries()) {
    const minimal = minimalEdit(source.text, edit);
    if (minimal === null) continue;
    const lines = changedLines(source, minimal);
    const change = changes.get(index);
    const ordered = { ...minimal, order };
    if (change === undefined) {
      const writesFiles = (fixes[index]?.files.length ?? 0) > 0;
      changes.set(index, { lines, range: null, fixes: [index], edits: [ordered], writesFiles });
    } else {
      change.lines = union(change.lines, lines);
      change.edits.push(ordered);
    }
  }
  return [...changes.values()].sort(
    (left, right) => left.lines.start - right.lines.start || left.lines.end - right.lines.end,
  );
}

/** One pass that merges each change into the one before it where `belongs` says so. */
function fold(
  changes: readonly Change[],
  belongs: (left: Change, right: Change) => boolean,
): Change[] {
  const result: Change[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (last === undefined || !belongs(last, change)) {
      result.push(change);
      continue;
    }
    last.lines = union(last.lines, change.lines);
    last.range = last.range && change.range && union(last.range, change.range);
    last.fixes.push(...change.fixes);
    last.edits.push(...change.edits);
    last.writesFiles ||= change.writesFiles;
  }
  return result;
}

/** The lines to replace: those that change; for a gap, the line after it or else the one before it. */
function anchor(source: SourceText, change: Change, hunks: HunkMap): LineInterval | null {
  if (change.edits.some((edit) => deletesOpenEnd(source, edit))) return null;
  const { start, end } = change.lines;
  const candidates =
    start < end
      ? [change.lines]
      : [
          { start, end: end + 1 },
          { start: start - 1, end },
        ];
  return candidates.find((range) => hunks.holds(range.start, range.end)) ?? null;
}

/** When nothing but blank lines would be left, takes the line before or after in, so that the block is not empty. */
function holdOn(source: SourceText, change: Change, hunks: HunkMap): LineInterval | null {
  const { range } = change;
  if (range === null) return null;
  const lines = render(source, change, range);
  if (lines === null) return null;
  if (!isBlank(lines)) return range;
  const candidates = [
    { range: { start: range.start - 1, end: range.end }, neighbour: range.start - 1 },
    { range: { start: range.start, end: range.end + 1 }, neighbour: range.end },
  ];
  const found = candidates.find(
    (one) =>
      hunks.holds(one.range.start, one.range.end) && !isBlank([lineText(source, one.neighbour)]),
  );
  return found?.range ?? null;
}

function render(source: SourceText, change: Change, range: LineInterval): readonly string[] | null {
  const edits = change.edits.sort((left, right) => left.order - right.order);
  return renderReplacement(source, range, edits);
}

function lineText(source: SourceText, line: number): string {
  return source.slice(source.lineSpan(line));
}

function isBlank(lines: readonly string[]): boolean {
  return lines.every((line) => line.trim() === "");
}

function union(left: LineInterval, right: LineInterval): LineInterval {
  return { start: Math.min(left.start, right.start), end: Math.max(left.end, right.end) };
}

function overlap(left: LineInterval, right: LineInterval): boolean {
  return left.start < right.end && right.start < left.end;
}

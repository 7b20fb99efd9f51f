import type { Dockerfile } from "../dockerfile/model.ts";
import { instructionAt } from "../dockerfile/queries.ts";
import type { Finding } from "../rules/finding.ts";
import { conflict, type TextEdit } from "../source/text-edit.ts";
import { findAll, type RuleTarget } from "./run-rules.ts";
import type { SelectedRule } from "./select-rules.ts";
import { changeOf, kindAt, kindOf, tryChange, type Judged } from "./verify-fix.ts";

/** Most times that one file is judged again to verify fixes; ordinary files need one or two. */
const mostAttempts = 64;

/** Code units that may be judged again in all, so that a huge file costs no more than many small ones. */
const mostTextJudged = 1024 * 1024;

/** How many attempts a text of this length gets. */
export function attemptsFor(length: number): number {
  return Math.max(4, Math.min(mostAttempts, Math.floor(mostTextJudged / Math.max(1, length))));
}

/** Fixes that are tried together. */
interface Group {
  readonly members: Finding[];
  /** What `placedKind` says of its members. */
  readonly kinds: Set<string>;
  /** The files beside the Dockerfile that they write. */
  readonly paths: Set<string>;
  readonly edits: TextEdit[];
  /** Where the last of its edits ends. */
  reached: number;
}

/**
 * Finds out which fixes hold. Fixes that do not meet are tried together, and all of them hold when exactly their findings
 * are gone from where they were: a fix of the group that brings a finding or leaves its own would show in what is said
 * of that instruction. A group that fails is halved, down to single fixes, as long as attempts are left.
 * @returns the findings whose fixes hold
 */
export function verifyFixes(
  target: RuleTarget,
  before: Judged,
  rules: readonly SelectedRule[],
): ReadonlySet<Finding> {
  const fixable = before.findings.filter((finding) => finding.fix !== null);
  const held = new Set<Finding>();
  let attempts = attemptsFor(before.dockerfile.source.text.length);
  const queue = groupsOf(before, fixable, attempts);
  attempts *= 2;
  for (let at = 0; at < queue.length && attempts > 0; at++) {
    const group = queue[at] ?? [];
    attempts--;
    const change = changeOf(group.map(({ fix }) => fix));
    const trial = { run: findAll, exactly: group.length > 1 };
    if (tryChange(target, before, change, group, rules, trial) !== null) {
      for (const finding of group) held.add(finding);
    } else if (group.length > 1) {
      const half = group.length >> 1;
      queue.push(group.slice(0, half), group.slice(half));
    }
  }
  return held;
}

/**
 * As few groups as possible, in which no two fixes meet and no two are of one kind; where they change nothing but the
 * instruction they stand at, of one kind there.
 * @param most how many groups there may be before fixes of one kind are put together after all
 */
function groupsOf(before: Judged, findings: readonly Finding[], most: number): Finding[][] {
  const groups: Group[] = [];
  for (const finding of findings) {
    const edits = finding.fix?.edits ?? [];
    const paths = finding.fix?.files?.map(({ path }) => path) ?? [];
    const kind = placedKind(before.dockerfile, finding);
    const isFull = groups.length >= most;
    let group = groups.find(
      (one) =>
        (isFull || !one.kinds.has(kind)) &&
        !edits.some((edit) => meets(edit, one)) &&
        !paths.some((path) => one.paths.has(path)),
    );
    if (group === undefined) {
      group = { members: [], kinds: new Set(), paths: new Set(), edits: [], reached: -1 };
      groups.push(group);
    }
    group.members.push(finding);
    group.kinds.add(kind);
    for (const path of paths) group.paths.add(path);
    for (const edit of edits) {
      group.edits.push(edit);
      group.reached = Math.max(group.reached, edit.end);
    }
  }
  return groups.map(({ members }) => members);
}

/** The kind of a finding; with its instruction where that is all that its fix changes, so that another's fix cannot stand in. */
function placedKind(dockerfile: Dockerfile, finding: Finding): string {
  const own = instructionAt(dockerfile, finding.span.start)?.span;
  const isLocal =
    own !== undefined &&
    (finding.fix?.files ?? []).length === 0 &&
    finding.fix?.edits.every(
      ({ start, end }) => start >= own.start && end > own.start && end <= own.end,
    );
  return isLocal === true ? kindAt(dockerfile, finding, finding.span.start) : kindOf(finding);
}

/** Of a larger group, only whether an edit lies behind all of it is looked at. */
const mostCompared = 64;

/** Whether an edit cannot be made together with those of a group. */
function meets(edit: TextEdit, { edits, reached }: Group): boolean {
  if (edit.start > reached) return false;
  return edits.length > mostCompared || edits.some((other) => conflict(edit, other));
}

import type { Finding } from "../rules/finding.ts";
import { findAll, type RuleTarget } from "./run-rules.ts";
import type { SelectedRule } from "./select-rules.ts";
import { changeOf, kindOf, tryChange, type Judged } from "./verify-fix.ts";

/** Most times that one file is judged again to verify fixes; ordinary files need two or three. */
const mostAttempts = 64;

/** Code units that may be judged again in all, so that a huge file costs no more than many small ones. */
const mostTextJudged = 4 * 1024 * 1024;

/** How many attempts a text of this length gets. */
export function attemptsFor(length: number): number {
  return Math.max(4, Math.min(mostAttempts, Math.floor(mostTextJudged / Math.max(1, length))));
}

/** Fixes that are tried together. */
interface Group {
  readonly members: Finding[];
  readonly kinds: Set<string>;
  /** The files beside the Dockerfile that they write. */
  readonly paths: Set<string>;
  /** Where the last of its edits ends. */
  reached: number;
}

/**
 * Finds out which fixes hold. Fixes of different kinds that do not meet are tried together, and all of them hold when
 * exactly their findings are gone: a fix of the group that brings a finding or leaves its own would show in the count
 * of that kind. A group that fails is halved, down to single fixes, as long as attempts are left.
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
  const queue = groupsOf(fixable, attempts);
  attempts *= 2;
  for (let group = queue.shift(); group !== undefined && attempts > 0; group = queue.shift()) {
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
 * As few groups as possible, in which no two fixes meet and no two are of one kind.
 * @param most how many groups there may be before fixes of one kind are put together after all
 */
function groupsOf(findings: readonly Finding[], most: number): Finding[][] {
  const groups: Group[] = [];
  for (const finding of findings) {
    const edits = finding.fix?.edits ?? [];
    const paths = finding.fix?.files?.map(({ path }) => path) ?? [];
    const kind = kindOf(finding);
    const isFull = groups.length >= most;
    // One that only touches an edit of the group counts as meeting it.
    const fits = (group: Group): boolean =>
      (isFull || !group.kinds.has(kind)) &&
      edits.every((edit) => edit.start > group.reached) &&
      !paths.some((path) => group.paths.has(path));
    let group = groups.find(fits);
    if (group === undefined) {
      group = { members: [], kinds: new Set(), paths: new Set(), reached: -1 };
      groups.push(group);
    }
    group.members.push(finding);
    group.kinds.add(kind);
    for (const path of paths) group.paths.add(path);
    group.reached = edits.reduce((end, edit) => Math.max(end, edit.end), group.reached);
  }
  return groups.map(({ members }) => members);
}

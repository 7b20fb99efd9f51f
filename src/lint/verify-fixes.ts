import type { Finding } from "../rules/finding.ts";
import { conflict, type TextEdit } from "../source/text-edit.ts";
import { findAll, type RuleTarget } from "./run-rules.ts";
import type { SelectedRule } from "./select-rules.ts";
import { tryEdits, type Judged } from "./verify-fix.ts";

/** Most times that one file is judged again to verify fixes; ordinary files have far fewer fixes than this. */
const mostAttempts = 64;

/** Code units that may be judged again in all, so that a huge file costs no more than many small ones. */
const mostTextJudged = 4 * 1024 * 1024;

/** How many attempts a text of this length gets. */
export function attemptsFor(length: number): number {
  return Math.max(4, Math.min(mostAttempts, Math.floor(mostTextJudged / Math.max(1, length))));
}

/**
 * Finds out which fixes hold. Each is tried alone; where a file has more fixes than attempts, several that do not meet
 * are tried together, and a group that fails is halved as long as attempts are left.
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
    const edits = group.flatMap((finding) => finding.fix?.edits ?? []);
    if (tryEdits(target, before, edits, group, rules, findAll) !== null) {
      for (const finding of group) held.add(finding);
    } else if (group.length > 1) {
      const half = group.length >> 1;
      queue.push(group.slice(0, half), group.slice(half));
    }
  }
  return held;
}

/** At most `most` groups without conflicts inside (more only where fixes meet). */
function groupsOf(findings: readonly Finding[], most: number): Finding[][] {
  if (findings.length <= most) return findings.map((finding) => [finding]);
  const groups: { members: Finding[]; edits: TextEdit[] }[] = [];
  findings.forEach((finding, index) => {
    // Neighbours meet most often, so they go to different groups.
    const preferred = index % most;
    const edits = finding.fix?.edits ?? [];
    const group = (groups[preferred] ??= { members: [], edits: [] });
    const last = group.edits.at(-1);
    const meets =
      last !== undefined && edits.some((edit) => edit.start <= last.end || conflict(edit, last));
    if (meets) groups.push({ members: [finding], edits: [...edits] });
    else {
      group.members.push(finding);
      group.edits.push(...edits);
    }
  });
  return groups.map((group) => group.members);
}

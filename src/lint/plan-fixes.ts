import type { BuildContext } from "../context/build-context.ts";
import { overlayContext } from "../context/overlay-context.ts";
import type { Finding } from "../rules/finding.ts";
import type { FileChange, FixSafety } from "../rules/rule.ts";
import { composeEdits } from "../source/compose-edits.ts";
import { composeRewrites, type FileRewrite } from "../source/file-rewrite.ts";
import { applyEdits, conflict, sortEdits, type TextEdit } from "../source/text-edit.ts";
import { compareFindings } from "./compare.ts";
import { rewritesOf } from "./rewrites.ts";
import type { RuleTarget } from "./run-rules.ts";
import type { SelectedRule } from "./select-rules.ts";
import { tryChange, type Judged } from "./verify-fix.ts";
import { attemptsFor } from "./verify-fixes.ts";

/** A fix that will be offered: its edits mend one finding, or several whose edits meet. */
export interface PlannedFix {
  /** Fingerprints of the findings it mends. */
  readonly fingerprints: readonly string[];
  readonly titles: readonly string[];
  /** The least safe of what it joins. */
  readonly safety: FixSafety;
  /** In offsets of the file as it is, in order. */
  readonly edits: readonly TextEdit[];
  /** What it writes beside the Dockerfile; no other fix of the plan writes the same file. */
  readonly files: readonly FileRewrite[];
}

/** How many rounds of mending what the round before left may take. Three nested causes have been seen, no more. */
const mostRounds = 5;

/**
 * Combines the verified fixes of findings into fixes that can all be applied together. Fixes that do not meet stay
 * apart; where one meets another it is made anew on the text that the other leaves, and the two become one.
 * @param before the file with all its findings
 * @param wanted the findings to mend, those without a fix are passed over
 * @returns fixes in file order, whose edits do not conflict
 */
export function planFixes(
  target: RuleTarget,
  before: Judged,
  wanted: readonly Finding[],
  rules: readonly SelectedRule[],
): PlannedFix[] {
  const open = new Set(wanted.filter((finding) => finding.fix !== null));
  let plan: PlannedFix[] = [];
  let now = before;
  let place = target;
  for (let round = 0; round < mostRounds && open.size > 0; round++) {
    const candidates = candidatesOf(before, now, [...open]);
    const chosen = withoutConflicts(candidates);
    const accepted = largestThatHolds(place, now, chosen, rules);
    if (accepted === null) break;
    plan = merge(before.dockerfile.source.text, plan, accepted.fixes, place.buildContext);
    for (const { origin } of accepted.fixes) open.delete(origin);
    now = accepted.after;
    place = { ...target, buildContext: overlayContext(target.buildContext, filesOf(plan)) };
  }
  return plan.sort((a, b) => firstOffset(a) - firstOffset(b));
}

/** All that a plan writes beside the Dockerfile. */
export function filesOf(plan: readonly PlannedFix[]): FileRewrite[] {
  return plan.flatMap((fix) => fix.files);
}

/** The text after all fixes of a plan. */
export function applyPlan(text: string, plan: readonly PlannedFix[]): string {
  return applyEdits(
    text,
    plan.flatMap((fix) => fix.edits),
  );
}

interface Candidate {
  /** The finding in the file as it is. */
  readonly origin: Finding;
  /** The same finding in the text of this round, with its fix there. */
  readonly now: Finding;
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
  readonly files: readonly FileChange[];
}

function candidatesOf(before: Judged, now: Judged, open: readonly Finding[]): Candidate[] {
  const current =
    now === before
      ? new Map(open.map((finding) => [finding, finding]))
      : compareFindings({ ...before, findings: open }, now).pairs;
  const candidates: Candidate[] = [];
  for (const [present, origin] of current) {
    const { fix } = present;
    // Mending one finding must not make the fix of another less safe than it was said to be.
    const lessSafe = fix?.safety === "review" && origin.fix?.safety === "safe";
    if (fix !== null && !lessSafe) {
      candidates.push({ origin, now: present, files: [], ...fix });
    }
  }
  return candidates.sort(
    (a, b) =>
      Number(a.safety === "review") - Number(b.safety === "review") ||
      a.now.span.start - b.now.span.start,
  );
}

function withoutConflicts(candidates: readonly Candidate[]): Candidate[] {
  const chosen: Candidate[] = [];
  const taken: TextEdit[] = [];
  for (const candidate of candidates) {
    const meets = candidate.edits.some((edit) => taken.some((other) => conflict(edit, other)));
    if (meets && !isRepeated(candidate, chosen)) continue;
    if (contradicts(candidate, chosen)) continue;
    chosen.push(candidate);
    if (!meets) taken.push(...candidate.edits);
  }
  return chosen;
}

/** Whether it writes a file that another one writes with a different text. */
function contradicts({ files }: Candidate, chosen: readonly Candidate[]): boolean {
  return files.some(({ path, text }) =>
    chosen.some((other) => other.files.some((one) => one.path === path && one.text !== text)),
  );
}

/** Whether another finding is mended by exactly the same edits. */
function isRepeated(candidate: Candidate, chosen: readonly Candidate[]): boolean {
  const edits = JSON.stringify(candidate.edits);
  return chosen.some((other) => JSON.stringify(other.edits) === edits);
}

function distinctEdits(candidates: readonly Candidate[]): TextEdit[] {
  const edits = new Map<string, TextEdit>();
  for (const edit of candidates.flatMap((candidate) => candidate.edits)) {
    edits.set(`${edit.start}-${edit.end}-${edit.newText}`, edit);
  }
  return [...edits.values()];
}

/**
 * All candidates at once if they hold together; else those halves, quarters and so on that hold one after the other, as
 * long as attempts are left.
 */
function largestThatHolds(
  target: RuleTarget,
  now: Judged,
  chosen: readonly Candidate[],
  rules: readonly SelectedRule[],
): { fixes: readonly Candidate[]; after: Judged } | null {
  const attempt = (candidates: readonly Candidate[]): Judged | null =>
    tryChange(
      target,
      now,
      { edits: distinctEdits(candidates), files: candidates.flatMap(({ files }) => files) },
      candidates.map((candidate) => candidate.now),
      rules,
    );
  let held: readonly Candidate[] = [];
  let after: Judged | null = null;
  const pending: (readonly Candidate[])[] = [chosen];
  let attempts = 2 * attemptsFor(now.dockerfile.source.text.length);
  for (let part = pending.pop(); part !== undefined && attempts > 0; part = pending.pop()) {
    if (part.length === 0) continue;
    attempts--;
    const next = attempt([...held, ...part]);
    if (next !== null) {
      held = [...held, ...part];
      after = next;
    } else if (part.length > 1) {
      const half = part.length >> 1;
      pending.push(part.slice(half), part.slice(0, half));
    }
  }
  return after === null ? null : { fixes: held, after };
}

/**
 * Adds a round's fixes to a plan, in offsets of the first text; those that meet an earlier one become one with it.
 * @param context the build context that the round began with
 */
function merge(
  text: string,
  plan: readonly PlannedFix[],
  fixes: readonly Candidate[],
  context: BuildContext,
): PlannedFix[] {
  const earlier = plan.flatMap((fix) => fix.edits);
  const combined = composeEdits(text, earlier, distinctEdits(fixes));
  const parts: PlannedFix[] = [
    ...plan,
    ...fixes.map((fix) => ({
      fingerprints: [fix.origin.fingerprint],
      titles: [fix.title],
      safety: fix.safety,
      edits: composeEdits(text, earlier, fix.edits).filter(
        (edit) => !earlier.some((other) => sameEdit(edit, other)),
      ),
      files: rewritesOf(context, fix.files) ?? [],
    })),
  ];
  return groupByEdits(combined, parts);
}

/** Distributes edits over the parts that touch them; parts that share an edit or a file are joined. */
function groupByEdits(edits: readonly TextEdit[], parts: readonly PlannedFix[]): PlannedFix[] {
  let groups: PlannedFix[] = [];
  for (const part of parts) {
    const own = edits.filter((edit) => part.edits.some((other) => touches(edit, other)));
    const joined = groups.filter(
      (group) => group.edits.some((edit) => own.includes(edit)) || sharesFile(group, part),
    );
    const members = [...joined, { ...part, edits: own }];
    groups = [...groups.filter((group) => !joined.includes(group)), joinParts(members)];
  }
  return groups;
}

function sharesFile(left: PlannedFix, right: PlannedFix): boolean {
  return left.files.some(({ path }) => right.files.some((other) => other.path === path));
}

function joinParts(parts: readonly PlannedFix[]): PlannedFix {
  return {
    fingerprints: [...new Set(parts.flatMap((part) => part.fingerprints))],
    titles: [...new Set(parts.flatMap((part) => part.titles))],
    safety: parts.some((part) => part.safety === "review") ? "review" : "safe",
    edits: sortEdits([...new Set(parts.flatMap((part) => part.edits))]),
    files: composeRewrites(parts.flatMap((part) => part.files)),
  };
}

function touches(left: TextEdit, right: TextEdit): boolean {
  return left.start <= right.end && right.start <= left.end;
}

function sameEdit(left: TextEdit, right: TextEdit): boolean {
  return left.start === right.start && left.end === right.end && left.newText === right.newText;
}

function firstOffset(fix: PlannedFix): number {
  return fix.edits[0]?.start ?? 0;
}

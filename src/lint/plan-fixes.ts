import type { BuildContext } from "../context/build-context.ts";
import { overlayContext } from "../context/overlay-context.ts";
import type { Finding } from "../rules/finding.ts";
import type { FixSafety } from "../rules/rule.ts";
import { composeEdits } from "../source/compose-edits.ts";
import { composeRewrites, type FileRewrite } from "../source/file-rewrite.ts";
import { applyEdits, sortEdits, type TextEdit } from "../source/text-edit.ts";
import { compareFindings } from "./compare.ts";
import {
  candidatesOf,
  distinctEdits,
  withoutConflicts,
  withoutWaiting,
  type Candidate,
} from "./fix-candidates.ts";
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
  const refused = new Set<Finding>();
  for (let round = 0; round < mostRounds && open.size > 0; round++) {
    const candidates = candidatesOf(before, now, [...open]);
    const ready = withoutWaiting(candidates, refused);
    const chosen = withoutConflicts(ready);
    const accepted = largestThatHolds(place, now, chosen, rules);
    for (const { origin } of chosen) refused.add(origin);
    if (accepted === null) {
      if (ready.length === candidates.length) break;
      continue;
    }
    const fixes = withWhatIsGone(
      { ...before, findings: [...open] },
      accepted,
      candidates.filter((candidate) => !ready.includes(candidate)),
    );
    plan = merge(before.dockerfile.source.text, plan, fixes, place.buildContext);
    for (const origin of fixes.flatMap(({ mended }) => mended)) open.delete(origin);
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

/** A fix that is accepted, with all findings of the file as it is that it mends. */
type Accepted = Candidate & { readonly mended: readonly Finding[] };

/** Adds to accepted fixes the findings that waited for them and that they have mended by the way. */
function withWhatIsGone(
  before: Judged,
  { fixes, after }: { readonly fixes: readonly Candidate[]; readonly after: Judged },
  waiting: readonly Candidate[],
): Accepted[] {
  const left = new Set(waiting.length === 0 ? [] : compareFindings(before, after).pairs.values());
  const gone = waiting.filter(({ origin }) => !left.has(origin));
  return fixes.map((fix) => ({
    ...fix,
    mended: [
      fix.origin,
      ...gone.filter(({ now }) => now.fix?.after === fix.origin.rule).map(({ origin }) => origin),
    ],
  }));
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
  fixes: readonly Accepted[],
  context: BuildContext,
): PlannedFix[] {
  const earlier = plan.flatMap((fix) => fix.edits);
  const combined = composeEdits(text, earlier, distinctEdits(fixes));
  const parts: PlannedFix[] = [
    ...plan,
    ...fixes.map((fix) => ({
      fingerprints: fix.mended.map(({ fingerprint }) => fingerprint),
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

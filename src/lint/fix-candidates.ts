import type { Finding } from "../rules/finding.ts";
import type { FileChange, FixSafety } from "../rules/rule.ts";
import { conflict, type TextEdit } from "../source/text-edit.ts";
import { compareFindings } from "./compare.ts";
import type { Judged } from "./verify-fix.ts";

/** A fix that may become part of a plan, made on the text of one of its rounds. */
export interface Candidate {
  /** The finding in the file as it is. */
  readonly origin: Finding;
  /** The same finding in the text of this round, with its fix there. */
  readonly now: Finding;
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
  readonly files: readonly FileChange[];
}

/**
 * The fixes of open findings as they are in the text of a round, safe ones first, then in file order.
 * @param before the file as it is
 * @param now the text of the round; the same object as `before` in the first one
 * @param open findings of the file as it is
 */
export function candidatesOf(before: Judged, now: Judged, open: readonly Finding[]): Candidate[] {
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

/**
 * Leaves out fixes that come after those of another rule, as long as one of these is open. They are asked for again on the
 * text that it leaves.
 * @param refused findings whose fixes were tried: nothing waits for them any longer
 */
export function withoutWaiting(
  candidates: readonly Candidate[],
  refused: ReadonlySet<Finding>,
): Candidate[] {
  const open = new Set(
    candidates.filter(({ origin }) => !refused.has(origin)).map(({ origin }) => origin.rule),
  );
  return candidates.filter(({ now }) => now.fix?.after === undefined || !open.has(now.fix.after));
}

/** The candidates, first come first served, that neither touch each other nor write a file differently; of the same edits, all. */
export function withoutConflicts(candidates: readonly Candidate[]): Candidate[] {
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

/** All edits of candidates, each once. */
export function distinctEdits(candidates: readonly Candidate[]): TextEdit[] {
  const edits = new Map<string, TextEdit>();
  for (const edit of candidates.flatMap((candidate) => candidate.edits)) {
    edits.set(`${edit.start}-${edit.end}-${edit.newText}`, edit);
  }
  return [...edits.values()];
}

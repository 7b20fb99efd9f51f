import type { BuildContext } from "../context/build-context.ts";
import { compareFindings } from "../lint/compare.ts";
import { lintDockerfile, type LintResult } from "../lint/lint-dockerfile.ts";
import { planFixes } from "../lint/plan-fixes.ts";
import type { SelectedRule } from "../lint/select-rules.ts";
import type { FileReport, LineRange, LintReport, RuleFacts } from "../report/lint-report.ts";
import type { Finding } from "../rules/finding.ts";
import { checklistOf } from "./checklist.ts";
import { estimateFootprint } from "./estimate-footprint.ts";
import { outlineStages } from "./outline-stages.ts";

/** One Dockerfile to report on. */
export interface ReviewedFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** What it was before the change, under the path it had; null when it is new, or nothing is compared. */
  readonly base: { readonly path: string; readonly text: string } | null;
  /** The head's lines that the diff shows, null when there is no diff. */
  readonly hunks: readonly LineRange[] | null;
  readonly buildContext: BuildContext;
}

/** The parts of a report that are not made from files. */
export type ReportFrame = Pick<
  LintReport,
  "unread" | "notes" | "preset" | "comparison" | "docsUrl"
>;

/** Judges every file, compares it with its base and plans its fixes. */
export function buildReport(
  files: readonly ReviewedFile[],
  rules: readonly SelectedRule[],
  frame: ReportFrame,
): LintReport {
  return {
    ...frame,
    files: files.map((file) => buildFileReport(file, rules)),
    rules: ruleFacts(rules),
  };
}

/** What reporters say of rules, by name. */
export function ruleFacts(rules: readonly SelectedRule[]): ReadonlyMap<string, RuleFacts> {
  return new Map(rules.map(({ rule: { name, summary, why } }) => [name, { summary, why }]));
}

/**
 * How much of a file report is worked out: `findings` leaves out the combined fixes, the stages, the checklist and
 * the estimate, which only reports for reading show.
 */
export type ReportDetail = "findings" | "full";

/** Judges one file, compares it with its base and plans the fixes of what it introduces. */
export function buildFileReport(
  file: ReviewedFile,
  rules: readonly SelectedRule[],
  detail: ReportDetail = "full",
): FileReport {
  const { path, buildContext } = file;
  const head = lintDockerfile({ path, text: file.text, buildContext }, rules);
  const base =
    file.base === null
      ? null
      : lintDockerfile({ ...file.base, buildContext }, rules, { fixes: false });
  const { introduced, fixed } = compare(base, head);
  const target = { dockerfile: head.dockerfile, path, buildContext };
  const fixes = detail === "findings" ? [] : planFixes(target, head, [...introduced], rules);
  return {
    path,
    source: head.dockerfile.source,
    score: head.score,
    scoreBefore: base?.score ?? null,
    findings: head.findings.map((finding) => ({
      finding,
      standing: introduced.has(finding) ? "introduced" : "existing",
    })),
    fixed,
    suppressed: head.suppressed,
    hunks: file.hunks,
    ...(detail === "findings"
      ? { fixes, stages: [], checklist: [], footprint: null }
      : {
          fixes,
          stages: outlineStages(head.dockerfile),
          checklist: checklistOf(head, { path, buildContext }, rules),
          footprint: estimateFootprint(base?.dockerfile ?? null, head.dockerfile, fixes),
        }),
  };
}

function compare(
  base: LintResult | null,
  head: LintResult,
): { introduced: ReadonlySet<Finding>; fixed: readonly Finding[] } {
  if (base === null) return { introduced: new Set(head.findings), fixed: [] };
  // A finding that was silenced by a comment is not fixed, and one whose comment was removed was there before.
  const suppressed = head.suppressed.map(({ finding }) => finding);
  const { introduced, fixed } = compareFindings(base, {
    dockerfile: head.dockerfile,
    findings: [...head.findings, ...suppressed],
  });
  const shown = new Set(introduced);
  for (const finding of suppressed) shown.delete(finding);
  return { introduced: shown, fixed };
}

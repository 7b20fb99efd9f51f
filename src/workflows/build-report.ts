import type { BuildContext } from "../context/build-context.ts";
import { compareFindings } from "../lint/compare.ts";
import { lintDockerfile, type LintResult } from "../lint/lint-dockerfile.ts";
import { planFixes } from "../lint/plan-fixes.ts";
import type { Policy, PolicyFor } from "../lint/policy.ts";
import type { SelectedRule } from "../lint/select-rules.ts";
import type {
  FileReport,
  LineRange,
  LintReport,
  PlannedFix,
  RuleFacts,
  Scope,
} from "../report/lint-report.ts";
import { writtenPath } from "../report/standing.ts";
import type { Finding } from "../rules/finding.ts";
import { hunksOf } from "../source/diff-hunks.ts";
import { checklistOf } from "./checklist.ts";
import { estimateFootprint } from "./estimate-footprint.ts";
import { outlineStages } from "./outline-stages.ts";
import { addedSuppressions, idleComments } from "./silencing-comments.ts";

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
  "unread" | "notes" | "preset" | "scope" | "comparison" | "docsUrl"
>;

/** Judges every file, compares it with its base and plans its fixes. */
export function buildReport(
  files: readonly ReviewedFile[],
  policyFor: PolicyFor,
  frame: ReportFrame,
  detail: ReportDetail = "full",
): LintReport {
  return {
    ...frame,
    files: withoutRepeatedWrites(
      files.map((file) => buildFileReport(file, policyFor(file.path), detail, frame.scope)),
    ),
    rules: ruleFacts(files.map(({ path }) => policyFor(path).rules)),
  };
}

/**
 * Of fixes of several Dockerfiles that write one file, only the first is kept: applied after it, another one would no longer
 * find what it was made from.
 */
function withoutRepeatedWrites(files: readonly FileReport[]): FileReport[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const pathsOf = (fix: PlannedFix): string[] =>
      fix.files.map(({ path }) => writtenPath(file, path));
    const fixes = file.fixes.filter((fix) => !pathsOf(fix).some((path) => taken.has(path)));
    for (const path of fixes.flatMap(pathsOf)) taken.add(path);
    return { ...file, fixes };
  });
}

/**
 * What reporters say of rules, by name.
 * @param lists the rules that judged each file; most files have the same list, which is looked at once
 */
export function ruleFacts(
  lists: Iterable<readonly SelectedRule[]>,
): ReadonlyMap<string, RuleFacts> {
  const rules = [...new Set(lists)].flat();
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
  { rules, suppressions }: Policy,
  detail: ReportDetail = "full",
  scope: Scope = "introduced",
): FileReport {
  const { path, buildContext } = file;
  const around = { buildContext, suppressions };
  const head = lintDockerfile({ path, text: file.text, ...around }, rules);
  const base =
    file.base === null
      ? null
      : lintDockerfile({ ...file.base, ...around }, rules, { fixes: false });
  const { introduced, fixed } = compare(base, head);
  const target = { dockerfile: head.dockerfile, path, ...around };
  const scoped = inScope(file, head, introduced, scope);
  const fixes = detail === "findings" ? [] : planFixes(target, head, [...scoped], rules);
  return {
    path,
    contextRoot: buildContext.root ?? null,
    source: head.dockerfile.source,
    score: head.score,
    scoreBefore: base?.score ?? null,
    findings: head.findings.map((finding) => ({
      finding,
      standing: introduced.has(finding) ? "introduced" : "existing",
      inScope: scoped.has(finding),
    })),
    fixed,
    suppressed: addedSuppressions(base, head, file.hunks !== null),
    idleComments: idleComments(head),
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

/** The findings of the head version that a scope takes in. */
function inScope(
  file: ReviewedFile,
  { dockerfile: { source }, findings }: LintResult,
  introduced: ReadonlySet<Finding>,
  scope: Scope,
): ReadonlySet<Finding> {
  if (scope === "introduced") return introduced;
  if (scope === "all" || file.base === null) return new Set(findings);
  const added = new Set(hunksOf(file.base.text, file.text).flatMap((hunk) => [...hunk.added]));
  const isAdded = ({ span: { start, end } }: Finding): boolean => {
    const last = source.lineAt(Math.max(start, end - 1));
    for (let line = source.lineAt(start); line <= last; line++) if (added.has(line)) return true;
    return false;
  };
  return new Set(findings.filter(isAdded));
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

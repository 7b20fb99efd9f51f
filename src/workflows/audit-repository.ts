import type { PolicyFor } from "../lint/policy.ts";
import type { AuditHost, AuditTarget, Runner } from "../ports.ts";
import { auditVerdict } from "../report/audit-issue.ts";
import { jobSummary } from "../report/job-summary.ts";
import type { LintReport } from "../report/lint-report.ts";
import type { Settings } from "../settings/settings.ts";
import { buildReport } from "./build-report.ts";
import { DeliveryAttempts } from "./delivery-problems.ts";
import { dockerfileMatcher } from "./find-dockerfiles.ts";
import { keepAuditIssue } from "./keep-audit-issue.ts";
import { describeFailure, outcomeOf, outputsOf, type Outcome } from "./outcome.ts";
import { readBranch } from "./read-branch.ts";

/** An audit, with everything it needs from outside. */
export interface AuditRun {
  readonly host: AuditHost;
  readonly runner: Runner;
  readonly settings: Settings;
  readonly policyFor: PolicyFor;
  /** What the reader must know of where the settings come from. */
  readonly notes: readonly string[];
  /** Where the rules' pages are. */
  readonly docsUrl: string;
  /** The page of this run; null when it has none. */
  readonly runUrl: string | null;
  /** The day of the run, `2026-11-21`. */
  readonly today: string;
  /** Writes the reports that the settings ask for as files. */
  readonly writeReports: (report: LintReport) => Promise<void>;
}

/**
 * Judges every Dockerfile of a branch and tells of it: in the job summary, in report files, in the one audit issue.
 * @throws UserError when the token may not read; HostProblem when GitHub cannot be read
 */
export async function auditRepository(run: AuditRun): Promise<Outcome> {
  const { host, runner, settings } = run;
  const target = await host.readTarget();
  const report = await auditReport(run, target);
  const outcome = outcomeOf(report, settings.auditFailOn);
  runner.info(`${auditVerdict(report)} (${target.branch} at ${target.sha.slice(0, 7)}).`);
  for (const [name, value] of outputsOf(outcome)) runner.setOutput(name, value);

  const attempts = new DeliveryAttempts(runner, null);
  const summary = jobSummary(report);
  const written = await attempts.try("It is printed here.", () => runner.writeSummary(summary));
  if (written === null) runner.info(summary);
  await run.writeReports(report);
  if (settings.issue) await keepIssue(run, target, report, attempts);
  if (outcome.verdict === "fail") runner.fail(describeFailure(outcome, settings.auditFailOn));
  return outcome;
}

async function auditReport(run: AuditRun, target: AuditTarget): Promise<LintReport> {
  const { settings, policyFor, docsUrl } = run;
  const kindOf = dockerfileMatcher({ include: settings.paths, exclude: settings.exclude });
  const branch = await readBranch(run.host, target, kindOf);
  const report = buildReport(branch.files, policyFor, {
    unread: branch.unread,
    notes: [...run.notes, ...branch.notes],
    preset: settings.preset,
    comparison: null,
    docsUrl,
  });
  return target.filesUrl === null ? report : { ...report, filesUrl: target.filesUrl };
}

async function keepIssue(
  run: AuditRun,
  target: AuditTarget,
  report: LintReport,
  attempts: DeliveryAttempts,
): Promise<void> {
  const { branch, sha } = target;
  const frame = { day: run.today, branch, sha, runUrl: run.runUrl };
  const kept = await attempts.try("The findings are in the job summary.", () =>
    keepAuditIssue(run.host, report, frame),
  );
  if (kept?.value != null) run.runner.info(`The audit is kept in ${kept.value.url}.`);
}

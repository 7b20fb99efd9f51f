import { parseBaseline, usualBaseline, type Baseline } from "../settings/baseline.ts";
import type { AuditHost, AuditTarget, FixHost, Runner } from "../ports.ts";
import { auditContent, auditVerdict } from "../report/audit-issue.ts";
import { jobSummary } from "../report/job-summary.ts";
import type { LintReport } from "../report/lint-report.ts";
import { oneLine } from "../report/untrusted.ts";
import type { Rule } from "../rules/rule.ts";
import { combineSettings } from "../settings/combine.ts";
import type { Inputs, Settings } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";
import { applyBaseline } from "./apply-baseline.ts";
import { buildReport } from "./build-report.ts";
import { DeliveryAttempts } from "./delivery-problems.ts";
import { dockerfileMatcher } from "./find-dockerfiles.ts";
import { keepAuditIssue } from "./keep-audit-issue.ts";
import { findSettings, loadSettings, policiesFor } from "./load-settings.ts";
import { offerFixes } from "./offer-fixes.ts";
import { describeFailure, outcomeOf, outputsOf, type Outcome } from "./outcome.ts";
import { readBranch, type ReadBranch } from "./read-branch.ts";
import { writeAuditFiles } from "./write-audit-files.ts";

/** An audit, with everything it needs from outside. */
export interface AuditRun {
  readonly host: AuditHost;
  readonly fixes: FixHost;
  readonly runner: Runner;
  readonly inputs: Inputs;
  /** All rules there are; the settings choose among them. */
  readonly rules: readonly Rule[];
  /** Where the rules' pages are. */
  readonly docsUrl: string;
  /** The page of this run; null when it has none. */
  readonly runUrl: string | null;
  /** The day of the run, `2026-11-21`. */
  readonly today: string;
}

/** A branch and what was found in it. */
interface Audited {
  readonly target: AuditTarget;
  readonly settings: Settings;
  readonly branch: ReadBranch;
  readonly report: LintReport;
}

/**
 * Judges every Dockerfile of a branch and tells of it: in the job summary, in report files, in the one audit issue, and, when
 * that is wanted, in a pull request with the safe fixes.
 * @throws UserError for settings that mean nothing, and when the token may not read; HostProblem when GitHub cannot be read
 */
export async function auditRepository(run: AuditRun): Promise<Outcome> {
  const { runner } = run;
  // What is wrong in the inputs is said before anything is read.
  policiesFor(combineSettings(run.inputs), run.rules, run.today);
  const audited = await judgeBranch(run);
  const { report, target, settings } = audited;
  const outcome = outcomeOf(report, settings.auditFailOn);
  runner.info(`${auditVerdict(report)} (${oneLine(target.branch)} at ${target.sha.slice(0, 7)}).`);
  for (const [name, value] of outputsOf(outcome)) runner.setOutput(name, value);
  await deliver(run, audited);
  if (outcome.verdict === "fail") runner.fail(describeFailure(outcome, settings.auditFailOn));
  return outcome;
}

async function judgeBranch(run: AuditRun): Promise<Audited> {
  const { host, inputs, rules, docsUrl, today } = run;
  const target = await host.readTarget();
  const found = await findSettings(host, target.sha, inputs.config);
  const { settings, notes } = loadSettings(inputs, found, rules);
  const policyFor = policiesFor(settings, rules, today, true);
  const kindOf = dockerfileMatcher({ include: settings.paths, exclude: settings.exclude });
  const branch = await readBranch(host, target, kindOf);
  const report = buildReport(branch.files, policyFor, {
    unread: branch.unread,
    notes: [...notes, ...branch.notes],
    preset: settings.preset,
    comparison: null,
    docsUrl,
    ...(target.filesUrl === null ? {} : { filesUrl: target.filesUrl }),
  });
  const baseline = await readBaseline(host, target, settings);
  return { target, settings, branch, report: applyBaseline(report, baseline, today, { rules }) };
}

/** The accepted findings at the audited commit: those of the file that the settings name, or of the usual one. */
async function readBaseline(
  host: AuditHost,
  { sha }: AuditTarget,
  settings: Settings,
): Promise<Baseline> {
  const path = settings.baseline ?? usualBaseline;
  const content = (await host.readFiles(sha, [path])).get(path) ?? { kind: "missing" };
  if (content.kind === "text") return parseBaseline(content.text, path);
  if (content.kind === "missing" && settings.baseline === null) return [];
  const why = content.kind === "missing" ? "is not there" : content.reason;
  throw new UserError(
    `The baseline ${path}, which the settings name, ${why}. \`dockerfile-review audit --write-baseline\` makes one.`,
  );
}

async function deliver(run: AuditRun, audited: Audited): Promise<void> {
  const { runner, host, today, runUrl } = run;
  const { report, target, settings, branch } = audited;
  const attempts = new DeliveryAttempts(runner, null);
  const summary = jobSummary(report);
  const written = await attempts.try("It is printed here.", () => runner.writeSummary(summary));
  if (written === null) runner.info(summary);
  const facts = { subject: target.repository, day: today, sha: target.sha };
  await attempts.try("The findings are in the job summary.", () =>
    writeAuditFiles(runner, report, facts),
  );
  if (settings.issue) {
    const frame = { day: today, branch: target.branch, sha: target.sha, runUrl };
    const kept = await attempts.try("The findings are in the job summary.", () =>
      keepAuditIssue(host, auditContent(report, frame)),
    );
    if (kept?.value != null) runner.info(`The audit is kept in ${kept.value.url}.`);
  }
  if (settings.fixPullRequest) {
    const offered = await attempts.try("The fixes are in the job summary, as diffs.", () =>
      offerFixes(run.fixes, target, report, branch.executables),
    );
    if (offered !== null) runner.info(offered.value);
  }
}

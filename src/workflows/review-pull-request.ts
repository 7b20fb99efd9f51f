import { selectRules, UnknownRuleError, type SelectedRule } from "../lint/select-rules.ts";
import type { PullRequestHost, Runner } from "../ports.ts";
import { oneLine } from "../report/untrusted.ts";
import type { Rule } from "../rules/rule.ts";
import type { Settings } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";
import { buildReport } from "./build-report.ts";
import { deliverReview } from "./deliver-review.ts";
import { dockerfileMatcher } from "./find-dockerfiles.ts";
import { describeFailure, describeOutcome, outcomeOf, outputsOf, type Outcome } from "./outcome.ts";
import { readChange } from "./read-change.ts";

/** A review, with everything it needs from outside. */
export interface ReviewRun {
  readonly host: PullRequestHost;
  readonly runner: Runner;
  readonly settings: Settings;
  /** All rules there are; the settings choose among them. */
  readonly rules: readonly Rule[];
  /** Where the rules' pages are. */
  readonly docsUrl: string;
  /** The page of this run, where its job summary is; null when it has none. */
  readonly runUrl: string | null;
  /** The day of the run, `2026-11-21`. */
  readonly today: string;
}

/**
 * Reviews the Dockerfiles of a pull request or merge group and delivers what was found. The run ends as failed when
 * the change introduces a finding at or above `fail-on`, whatever can be delivered.
 * @throws UserError for settings that mean nothing, and when the token may not read; HostProblem when GitHub cannot be read
 */
export async function reviewPullRequest(run: ReviewRun): Promise<Outcome> {
  const { host, runner, settings, docsUrl, runUrl } = run;
  const rules = chooseRules(run.rules, settings, run.today);
  const target = await host.readTarget();
  const changed = await host.listChangedFiles(target);
  const patterns = { include: settings.paths, exclude: settings.exclude };
  const change = await readChange(host, target, changed.files, dockerfileMatcher(patterns));

  const { baseSha, baseName, headSha, headUrl } = target;
  const report = buildReport(change.files, rules, {
    unread: change.unread,
    notes: changed.note === null ? [] : [changed.note],
    preset: settings.preset,
    comparison: { baseSha, baseName, headSha, headUrl },
    docsUrl,
  });

  const outcome = outcomeOf(report, settings.failOn);
  for (const path of change.templates) {
    runner.info(`${oneLine(path)} is a template, so it was not reviewed.`);
  }
  runner.info(describeOutcome(outcome));
  for (const [name, value] of outputsOf(outcome)) runner.setOutput(name, value);
  await deliverReview({ host, runner, settings, target, report, runUrl });
  if (outcome.verdict === "fail") runner.fail(describeFailure(outcome, settings.failOn));
  return outcome;
}

/** The rules that the settings ask for. Throws UserError when one of them does not exist, naming the input. */
function chooseRules(rules: readonly Rule[], settings: Settings, today: string): SelectedRule[] {
  const { preset, rules: only, ignore } = settings;
  try {
    return selectRules(rules, { preset, only, ignore, today });
  } catch (error) {
    if (!(error instanceof UnknownRuleError)) throw error;
    const input = only.includes(error.unknownName) ? "rules" : "ignore";
    throw new UserError(`The input \`${input}\` names no rule: ${error.message}`, { cause: error });
  }
}

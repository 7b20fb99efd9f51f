import type { PullRequestHost, ReviewTarget, Runner } from "../ports.ts";
import { oneLine } from "../report/untrusted.ts";
import type { Rule } from "../rules/rule.ts";
import { combineSettings } from "../settings/combine.ts";
import type { Inputs } from "../settings/settings.ts";
import { deliverReview } from "./deliver-review.ts";
import { judgeChange, type JudgedChange } from "./judge-change.ts";
import { policiesFor } from "./load-settings.ts";
import {
  describeFailure,
  describeOutcome,
  emptyOutcome,
  outputsOf,
  type Outcome,
} from "./outcome.ts";

/** A review, with everything it needs from outside. */
export interface ReviewRun {
  readonly host: PullRequestHost;
  readonly runner: Runner;
  readonly inputs: Inputs;
  /** All rules there are; the settings choose among them. */
  readonly rules: readonly Rule[];
  /** Where the rules' pages are. */
  readonly docsUrl: string;
  /** The day of the run, `2026-11-21`. */
  readonly today: string;
  /** The page of this run, where its job summary is; null when it has none. */
  readonly runUrl: string | null;
}

/**
 * Reviews the Dockerfiles of a pull request, merge group or push and delivers what was found. The run ends as failed when
 * a finding in scope is at or above `fail-on`, whatever can be delivered. Of a pull request that is closed nothing is read.
 * @throws UserError for settings that mean nothing, and when the token may not read; HostProblem when GitHub cannot be read
 */
export async function reviewPullRequest(run: ReviewRun): Promise<Outcome> {
  const { host, runner, inputs } = run;
  // What is wrong in the inputs is said before anything is read.
  const settings = combineSettings(inputs);
  policiesFor(settings, run.rules, run.today);
  const target = await host.readTarget();
  if (target.closed) {
    runner.info("The pull request is closed: nothing to review.");
    const outcome = emptyOutcome(settings.scope);
    for (const [name, value] of outputsOf(outcome)) runner.setOutput(name, value);
    return outcome;
  }
  const judged = await judgeChange(run, target);
  tell(runner, judged);
  await deliverReview({ ...delivered(run, target, judged), publishing: false });
  const { outcome, brokenSettings } = judged;
  if (brokenSettings !== null) runner.fail(oneLine(brokenSettings));
  if (outcome.verdict === "fail") runner.fail(describeFailure(outcome, judged.settings.failOn));
  return outcome;
}

/** Prints what a change was judged to be, and sets the outputs. */
export function tell(runner: Runner, { outcome, templates }: JudgedChange): void {
  for (const path of templates) {
    runner.info(`${oneLine(path)} is a template, so it was not reviewed.`);
  }
  runner.info(describeOutcome(outcome));
  for (const [name, value] of outputsOf(outcome)) runner.setOutput(name, value);
}

/** What of a run and its judgement is needed to deliver it. */
export function delivered(run: ReviewRun, target: ReviewTarget, judged: JudgedChange) {
  const { host, runner, runUrl } = run;
  const { report, outcome, settings } = judged;
  return { host, runner, settings, runUrl, target, report, failed: outcome.verdict === "fail" };
}

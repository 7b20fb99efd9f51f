import type { PullRequestHost, Runner } from "../ports.ts";
import { oneLine } from "../report/untrusted.ts";
import type { Rule } from "../rules/rule.ts";
import { combineSettings } from "../settings/combine.ts";
import type { Inputs } from "../settings/settings.ts";
import { buildReport } from "./build-report.ts";
import { deliverReview } from "./deliver-review.ts";
import { dockerfileMatcher } from "./find-dockerfiles.ts";
import { describeFailure, describeOutcome, outcomeOf, outputsOf, type Outcome } from "./outcome.ts";
import { findSettings, policiesFor } from "./load-settings.ts";
import { readChange } from "./read-change.ts";
import { settingsOfChange } from "./settings-of-change.ts";

/** A review, with everything it needs from outside. */
export interface ReviewRun {
  readonly host: PullRequestHost;
  readonly runner: Runner;
  readonly inputs: Inputs;
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
  const { host, runner, inputs, rules, docsUrl, runUrl } = run;
  // What is wrong in the inputs is said before anything is read.
  policiesFor(combineSettings(inputs), rules, run.today);
  const target = await host.readTarget();
  const [changed, found] = await Promise.all([
    host.listChangedFiles(target),
    findSettings(host, target.baseSha, inputs.config),
  ]);
  const { settings, notes, brokenByChange } = await settingsOfChange(
    host,
    target,
    changed.files,
    inputs,
    rules,
    found,
  );
  const policyFor = policiesFor(settings, rules, run.today);
  const patterns = { include: settings.paths, exclude: settings.exclude };
  const change = await readChange(host, target, changed.files, dockerfileMatcher(patterns));

  const { baseSha, baseName, headSha, headUrl } = target;
  const report = buildReport(change.files, policyFor, {
    unread: change.unread,
    notes: [...(changed.note === null ? [] : [changed.note]), ...notes],
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
  if (brokenByChange !== null) runner.fail(oneLine(brokenByChange));
  if (outcome.verdict === "fail") runner.fail(describeFailure(outcome, settings.failOn));
  return outcome;
}

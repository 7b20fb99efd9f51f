import type { ChangeHost, ReviewTarget } from "../ports.ts";
import type { LintReport } from "../report/lint-report.ts";
import type { Rule } from "../rules/rule.ts";
import type { Inputs, Settings } from "../settings/settings.ts";
import { buildReport } from "./build-report.ts";
import { dockerfileMatcher } from "./find-dockerfiles.ts";
import { findSettings, policiesFor } from "./load-settings.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { readChange } from "./read-change.ts";
import { settingsOfChange } from "./settings-of-change.ts";

/** What is needed to judge a change. */
export interface Judgement {
  readonly host: ChangeHost;
  readonly inputs: Inputs;
  /** All rules there are; the settings choose among them. */
  readonly rules: readonly Rule[];
  /** Where the rules' pages are. */
  readonly docsUrl: string;
  /** The day of the run, `2026-11-21`. */
  readonly today: string;
}

/** A change that was judged. */
export interface JudgedChange {
  readonly report: LintReport;
  readonly outcome: Outcome;
  /** The inputs over the settings file of the base branch. */
  readonly settings: Settings;
  /** What is wrong in the settings file as the change leaves it; null when that is nothing. */
  readonly brokenSettings: string | null;
  /** Changed templates of Dockerfiles, which were passed over. */
  readonly templates: readonly string[];
}

/**
 * Reads the Dockerfiles of a change and judges them by the settings of the base branch.
 * @throws UserError for settings that mean nothing, and when the token may not read; HostProblem when GitHub cannot be read
 */
export async function judgeChange(
  { host, inputs, rules, docsUrl, today }: Judgement,
  target: ReviewTarget,
): Promise<JudgedChange> {
  const [changed, found] = await Promise.all([
    host.listChangedFiles(target),
    findSettings(host, target.trustedSha, inputs.config),
  ]);
  const { files } = changed;
  const {
    settings,
    notes,
    brokenByChange: brokenSettings,
  } = await settingsOfChange(host, target, files, inputs, rules, found);
  const policyFor = policiesFor(settings, rules, today);
  const patterns = { include: settings.paths, exclude: settings.exclude };
  const change = await readChange(host, target, files, dockerfileMatcher(patterns));
  const { baseSha, baseName, headSha, headUrl } = target;
  const report = buildReport(change.files, policyFor, {
    unread: change.unread,
    notes: [...(changed.note === null ? [] : [changed.note]), ...notes],
    preset: settings.preset,
    scope: settings.scope,
    comparison: { baseSha, baseName, headSha, headUrl },
    docsUrl,
  });
  const outcome = outcomeOf(report, settings.failOn);
  return { report, outcome, settings, brokenSettings, templates: change.templates };
}

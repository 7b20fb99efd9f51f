import type { Counts, LintReport } from "../report/lint-report.ts";
import { severities, type Severity } from "../rules/rule.ts";

/** What a review comes to, as numbers. */
export interface Outcome {
  readonly verdict: "pass" | "fail";
  readonly introduced: Counts;
  readonly fixed: number;
  readonly existing: number;
  /** How many Dockerfiles were reviewed. */
  readonly files: number;
  /** How many Dockerfiles could not be read. */
  readonly unread: number;
  /** The lowest of their scores, null when there are none. */
  readonly score: number | null;
}

/** Counts a report. Only introduced findings can fail it, those at or above the given severity. */
export function outcomeOf(report: LintReport, failOn: Severity | "never"): Outcome {
  const introduced: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  let fixed = 0;
  let existing = 0;
  let score: number | null = null;
  for (const file of report.files) {
    fixed += file.fixed.length;
    score = Math.min(score ?? file.score, file.score);
    for (const { finding, standing } of file.findings) {
      if (standing === "introduced") introduced[finding.severity]++;
      else existing++;
    }
  }
  const failing = failingSeverities(failOn).some((severity) => introduced[severity] > 0);
  const verdict = failing ? "fail" : "pass";
  return {
    verdict,
    introduced,
    fixed,
    existing,
    files: report.files.length,
    unread: report.unread.length,
    score,
  };
}

/** The action's outputs, by name. */
export function outputsOf(outcome: Outcome): ReadonlyMap<string, string> {
  const { verdict, introduced, fixed, existing, files, score } = outcome;
  return new Map([
    ["verdict", verdict],
    ["introduced", String(introduced.error + introduced.warning + introduced.info)],
    ["fixed", String(fixed)],
    ["existing", String(existing)],
    ["errors", String(introduced.error)],
    ["warnings", String(introduced.warning)],
    ["infos", String(introduced.info)],
    ["files", String(files)],
    ["score", score === null ? "" : String(score)],
  ]);
}

/** The outcome in one line for the log. */
export function describeOutcome(outcome: Outcome): string {
  if (outcome.files === 0) {
    return outcome.unread === 0
      ? "No Dockerfile changed: nothing to review."
      : "No Dockerfile was reviewed: none could be read.";
  }
  const found = countsInWords(outcome.introduced, severities);
  return (
    `Reviewed ${inWords(outcome.files, "Dockerfile")}. New: ${found === "" ? "no problems" : found}. ` +
    `Fixed: ${outcome.fixed}. Already there: ${outcome.existing}.`
  );
}

/** Why the run fails, in one sentence. */
export function describeFailure(outcome: Outcome, failOn: Severity | "never"): string {
  const found = countsInWords(outcome.introduced, failingSeverities(failOn));
  return `The change introduces ${found} in Dockerfiles (the input \`fail-on\` is ${failOn}).`;
}

function failingSeverities(failOn: Severity | "never"): readonly Severity[] {
  return failOn === "never" ? [] : severities.slice(0, severities.indexOf(failOn) + 1);
}

const nouns: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "piece of advice",
};

function countsInWords(counts: Counts, wanted: readonly Severity[]): string {
  return wanted
    .filter((severity) => counts[severity] > 0)
    .map((severity) => inWords(counts[severity], nouns[severity]))
    .join(", ");
}

function inWords(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun === nouns.info ? "pieces of advice" : `${noun}s`}`;
}

import type { Counts, LintReport, Scope } from "../report/lint-report.ts";
import { severities, type Severity } from "../rules/rule.ts";

/** What a review comes to, as numbers. */
export interface Outcome {
  readonly verdict: "pass" | "fail";
  readonly scope: Scope;
  /** What the run is about, and can fail by. */
  readonly inScope: Counts;
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

/** Counts a report. Only findings in its scope can fail it, those at or above the given severity. */
export function outcomeOf(report: LintReport, failOn: Severity | "never"): Outcome {
  const { scope = "introduced" } = report;
  const introduced: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  const scoped: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  let fixed = 0;
  let existing = 0;
  let score: number | null = null;
  for (const file of report.files) {
    fixed += file.fixed.length;
    score = Math.min(score ?? file.score, file.score);
    for (const { finding, standing, inScope = standing === "introduced" } of file.findings) {
      if (inScope) scoped[finding.severity]++;
      if (standing === "introduced") introduced[finding.severity]++;
      else existing++;
    }
  }
  return {
    verdict: verdictOf(scoped, failOn),
    scope,
    inScope: scoped,
    introduced,
    fixed,
    existing,
    files: report.files.length,
    unread: report.unread.length,
    score,
  };
}

/** Whether findings fail a run: those at or above the given severity do. */
export function verdictOf(counts: Counts, failOn: Severity | "never"): Outcome["verdict"] {
  return failingSeverities(failOn).some((severity) => counts[severity] > 0) ? "fail" : "pass";
}

/** The outcome of a change that there is nothing to review of. */
export function emptyOutcome(scope: Scope): Outcome {
  const none: Counts = { error: 0, warning: 0, info: 0 };
  const numbers = { fixed: 0, existing: 0, files: 0, unread: 0, score: null };
  return { verdict: "pass", scope, inScope: none, introduced: none, ...numbers };
}

/** The action's outputs, by name. */
export function outputsOf(outcome: Outcome): ReadonlyMap<string, string> {
  const { verdict, inScope, introduced, fixed, existing, files, score } = outcome;
  return new Map([
    ["verdict", verdict],
    ["introduced", String(sum(introduced))],
    ["fixed", String(fixed)],
    ["existing", String(existing)],
    ["errors", String(inScope.error)],
    ["warnings", String(inScope.warning)],
    ["infos", String(inScope.info)],
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
  const { scope, inScope, introduced, fixed, existing } = outcome;
  const found = countsInWords(inScope, severities);
  const others = sum(introduced) + existing - sum(inScope);
  const words: Readonly<Record<Scope, readonly [shown: string, others: string]>> = {
    introduced: ["New", ` Already there: ${others}.`],
    "changed-lines": ["On changed lines", ` Elsewhere: ${others}.`],
    all: ["Found", ` New among them: ${sum(introduced)}.`],
  };
  const [shown, rest] = words[scope];
  return (
    `Reviewed ${inWords(outcome.files, "Dockerfile")}. ${shown}: ${found === "" ? "no problems" : found}. ` +
    `Fixed: ${fixed}.${rest}`
  );
}

const failures: Readonly<Record<Scope, string>> = {
  introduced: "The change introduces",
  "changed-lines": "The changed lines of Dockerfiles have",
  all: "The changed Dockerfiles have",
};

/** Why the run fails, in one sentence. */
export function describeFailure(outcome: Outcome, failOn: Severity | "never"): string {
  const found = countsInWords(outcome.inScope, failingSeverities(failOn));
  const where = outcome.scope === "introduced" ? " in Dockerfiles" : "";
  return `${failures[outcome.scope]} ${found}${where} (the input \`fail-on\` is ${failOn}).`;
}

function failingSeverities(failOn: Severity | "never"): readonly Severity[] {
  return failOn === "never" ? [] : severities.slice(0, severities.indexOf(failOn) + 1);
}

const nouns: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "piece of advice",
};

function sum({ error, warning, info }: Counts): number {
  return error + warning + info;
}

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

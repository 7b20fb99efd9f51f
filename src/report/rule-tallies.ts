import { severities, type Severity } from "../rules/rule.ts";
import type { Counts, LintReport } from "./lint-report.ts";

/** What one rule found in some files. */
export interface RuleTally {
  readonly counts: Counts;
  /** How many files it found something in. */
  readonly files: number;
  /** How many findings have a fix that is safe, and how many one that a person should look at. */
  readonly safe: number;
  readonly review: number;
}

/** Nothing found. */
const noTally: RuleTally = {
  counts: { error: 0, warning: 0, info: 0 },
  files: 0,
  safe: 0,
  review: 0,
};

/** What each rule found in the files of a report. */
export function tallyRules({ files }: Pick<LintReport, "files">): Map<string, RuleTally> {
  const tallies = new Map<string, RuleTally>();
  for (const { findings } of files) {
    const seen = new Set<string>();
    for (const { finding } of findings) {
      const { rule, severity, fix } = finding;
      const one = {
        counts: { ...noTally.counts, [severity]: 1 },
        files: seen.has(rule) ? 0 : 1,
        safe: fix?.safety === "safe" ? 1 : 0,
        review: fix?.safety === "review" ? 1 : 0,
      };
      seen.add(rule);
      tallies.set(rule, addTallies(tallies.get(rule) ?? noTally, one));
    }
  }
  return tallies;
}

/** What a rule found in two lots of files together. */
export function addTallies(left: RuleTally, right: RuleTally): RuleTally {
  return {
    counts: addCounts(left.counts, right.counts),
    files: left.files + right.files,
    safe: left.safe + right.safe,
    review: left.review + right.review,
  };
}

/** The sums of two counts. */
export function addCounts(left: Counts, right: Counts): Counts {
  return {
    error: left.error + right.error,
    warning: left.warning + right.warning,
    info: left.info + right.info,
  };
}

/** All findings of whatever severity. */
export function sumOf({ error, warning, info }: Counts): number {
  return error + warning + info;
}

/** The gravest severity that is counted. */
export function worstOf(counts: Counts): Severity {
  return severities.find((severity) => counts[severity] > 0) ?? "info";
}

/** `2 errors, 1 piece of advice`; empty for nothing. */
export function countsInWords(counts: Counts): string {
  const nouns = {
    error: ["error", "errors"],
    warning: ["warning", "warnings"],
    info: ["piece of advice", "pieces of advice"],
  } as const;
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${nouns[severity][counts[severity] === 1 ? 0 : 1]}`)
    .join(", ");
}

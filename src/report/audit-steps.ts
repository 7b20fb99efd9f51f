import type { Finding } from "../rules/finding.ts";
import { scorePoints } from "../rules/rule.ts";
import type { LintReport } from "./lint-report.ts";

/** One thing to do: mend all findings of one rule. */
export interface FirstStep {
  readonly rule: string;
  readonly findings: number;
  readonly files: number;
  /** Points of score that mending them brings, over all files. */
  readonly gain: number;
  /** What it takes, in words. */
  readonly effort: string;
}

/** Work that mending one finding takes, as a factor of a one-click fix. A judgement: reading a diff, and writing one. */
const work = { safe: 1, review: 3, none: 10 } as const;

/** How many steps are named. Our choice: what a team gets done until the next audit. */
const mostSteps = 5;

interface Tally {
  findings: number;
  readonly files: Set<string>;
  gain: number;
  work: number;
  readonly fixes: Record<keyof typeof work, number>;
}

/** What to fix first: the rules whose findings give most points of score for the least work. */
export function firstSteps(report: LintReport): FirstStep[] {
  const tallies = new Map<string, Tally>();
  for (const file of report.files) {
    for (const { finding } of file.findings) {
      const tally = tallies.get(finding.rule) ?? newTally();
      tallies.set(finding.rule, tally);
      add(tally, file.path, finding);
    }
  }
  return [...tallies]
    .sort(([, left], [, right]) => worth(right) - worth(left))
    .slice(0, mostSteps)
    .map(([rule, { findings, files, gain, fixes }]) => ({
      rule,
      findings,
      files: files.size,
      gain,
      effort: effortOf(fixes, findings),
    }));
}

/** Effect counts more than ease: a hundred one-click fixes come before a single one. */
function worth({ gain, work: all }: Tally): number {
  return gain / Math.sqrt(all);
}

function newTally(): Tally {
  return {
    findings: 0,
    files: new Set(),
    gain: 0,
    work: 0,
    fixes: { safe: 0, review: 0, none: 0 },
  };
}

function add(tally: Tally, path: string, finding: Finding): void {
  const kind = finding.fix?.safety ?? "none";
  tally.findings++;
  tally.files.add(path);
  tally.gain += scorePoints[finding.severity];
  tally.work += work[kind];
  tally.fixes[kind]++;
}

function effortOf(fixes: Tally["fixes"], all: number): string {
  if (fixes.safe === all) return "all mended by `dockerfile-review fix`";
  if (fixes.safe + fixes.review === all) return "all with a ready diff to look at";
  if (fixes.none === all) return "by hand";
  return `${all - fixes.none} with a ready diff, ${fixes.none} by hand`;
}

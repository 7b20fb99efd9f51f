import { scorePoints, severities } from "../rules/rule.ts";
import { sumOf, type RuleTally } from "./rule-tallies.ts";

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

/**
 * What to fix first: rules that find errors, which fail a check and stand for broken builds and secrets that are out; of
 * equal ones, those whose findings give most points of score for the least work.
 */
export function firstSteps(tallies: ReadonlyMap<string, RuleTally>): FirstStep[] {
  const hasErrors = ({ counts }: RuleTally): number => Number(counts.error > 0);
  return [...tallies]
    .sort(([, left], [, right]) => hasErrors(right) - hasErrors(left) || worth(right) - worth(left))
    .slice(0, mostSteps)
    .map(([rule, tally]) => ({
      rule,
      findings: sumOf(tally.counts),
      files: tally.files,
      gain: gainOf(tally),
      effort: effortOf(tally),
    }));
}

/** Effect counts more than ease: a hundred one-click fixes come before a single one. */
function worth(tally: RuleTally): number {
  const { counts, safe, review } = tally;
  const none = sumOf(counts) - safe - review;
  const all = safe * work.safe + review * work.review + none * work.none;
  return gainOf(tally) / Math.sqrt(all);
}

function gainOf({ counts }: RuleTally): number {
  return severities.reduce((sum, one) => sum + counts[one] * scorePoints[one], 0);
}

function effortOf({ counts, safe, review }: RuleTally): string {
  const all = sumOf(counts);
  const none = all - safe - review;
  if (safe === all) return "all mended by `dockerfile-review fix`";
  if (none === 0) return "all with a ready diff to look at";
  if (none === all) return "by hand";
  return `${all - none} with a ready diff, ${none} by hand`;
}

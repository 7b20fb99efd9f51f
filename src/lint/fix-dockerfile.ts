import type { FixSafety } from "../rules/rule.ts";
import { lintDockerfile, type LintInput } from "./lint-dockerfile.ts";
import { applyPlan, planFixes, type PlannedFix } from "./plan-fixes.ts";
import type { SelectedRule } from "./select-rules.ts";

/** What fixing a Dockerfile gave. */
export interface FixResult {
  /** The text after all fixes. */
  readonly text: string;
  /** What was done, round by round; the offsets of a round are those of the text it began with. */
  readonly applied: readonly PlannedFix[];
}

/** A fix may uncover a finding that has one of its own; more than this many layers have not been seen. */
const mostRounds = 10;

/**
 * Applies verified fixes until nothing is left that can be fixed.
 * @param safety `safe` applies only fixes that keep the image the same, `review` those too that a person should look at
 */
export function fixDockerfile(
  input: LintInput,
  rules: readonly SelectedRule[],
  safety: FixSafety,
): FixResult {
  let text = input.text;
  const applied: PlannedFix[] = [];
  const seen = new Set<string>([text]);
  for (let round = 0; round < mostRounds; round++) {
    const result = lintDockerfile({ ...input, text }, rules);
    const wanted = result.findings.filter(
      ({ fix }) => fix !== null && (safety === "review" || fix.safety === "safe"),
    );
    const plan = planFixes({ ...input, dockerfile: result.dockerfile }, result, wanted, rules);
    const next = applyPlan(text, plan);
    // Two rules that undo each other's work would go on for ever.
    if (seen.has(next)) break;
    seen.add(next);
    applied.push(...plan);
    text = next;
  }
  return { text, applied };
}

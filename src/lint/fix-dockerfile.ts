import { overlayContext } from "../context/overlay-context.ts";
import type { FixSafety } from "../rules/rule.ts";
import { composeRewrites, type FileRewrite } from "../source/file-rewrite.ts";
import { lintDockerfile, type LintInput } from "./lint-dockerfile.ts";
import { applyPlan, filesOf, planFixes, type PlannedFix } from "./plan-fixes.ts";
import type { SelectedRule } from "./select-rules.ts";

/** What fixing a Dockerfile gave. */
export interface FixResult {
  /** The text after all fixes. */
  readonly text: string;
  /** What the fixes write beside the Dockerfile, each file once. */
  readonly files: readonly FileRewrite[];
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
  let files: readonly FileRewrite[] = [];
  const applied: PlannedFix[] = [];
  const seen = new Set<string>([keyOf(text, files)]);
  for (let round = 0; round < mostRounds; round++) {
    const buildContext = overlayContext(input.buildContext, files);
    const result = lintDockerfile({ ...input, text, buildContext }, rules);
    const wanted = result.findings.filter(
      ({ fix }) => fix !== null && (safety === "review" || fix.safety === "safe"),
    );
    const target = { path: input.path, buildContext, dockerfile: result.dockerfile };
    const plan = planFixes(target, result, wanted, rules);
    const next = applyPlan(text, plan);
    const written = composeRewrites([...files, ...filesOf(plan)]);
    // Two rules that undo each other's work would go on for ever.
    if (seen.has(keyOf(next, written))) break;
    seen.add(keyOf(next, written));
    applied.push(...plan);
    text = next;
    files = written;
  }
  return { text, files, applied };
}

/** What tells one state of the Dockerfile and the files beside it from another. */
function keyOf(text: string, files: readonly FileRewrite[]): string {
  return JSON.stringify([text, files.map((file) => [file.path, file.text])]);
}

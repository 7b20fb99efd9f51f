import type { BuildContext } from "../context/build-context.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import type { SuppressionComment } from "../dockerfile/suppression-comments.ts";
import type { Finding, SuppressedFinding } from "../rules/finding.ts";
import type { Suppressions } from "./policy.ts";
import { runRules } from "./run-rules.ts";
import { score } from "./score.ts";
import type { SelectedRule } from "./select-rules.ts";
import { suppress } from "./suppress.ts";
import { verifyFixes } from "./verify-fixes.ts";

/** What to lint. */
export interface LintInput {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly buildContext: BuildContext;
  /** Whether comments may silence findings; left out means that they may. */
  readonly suppressions?: Suppressions;
}

/** What linting one Dockerfile gave. */
export interface LintResult {
  readonly path: string;
  readonly dockerfile: Dockerfile;
  /** Those that stand, in file order, their fixes verified. Bugs of rules are among them as `internal-error`. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Comments in this tool's own words that silenced nothing. */
  readonly unusedSuppressions: readonly SuppressionComment[];
  /** Comments that would silence something, where that is forbidden. */
  readonly forbiddenSuppressions: readonly SuppressionComment[];
  /** 0 to 100. */
  readonly score: number;
}

/** What may be left out to save time. */
export interface LintOptions {
  /** False when nobody will see the fixes: they are all dropped instead of being verified. Default true. */
  readonly fixes?: boolean;
}

/** Judges one Dockerfile: parse, run the rules, honour suppression comments, verify each fix, score. Never throws. */
export function lintDockerfile(
  input: LintInput,
  rules: readonly SelectedRule[],
  options: LintOptions = {},
): LintResult {
  const dockerfile = parseDockerfile(input.text);
  const target = { ...input, dockerfile };
  const all = runRules(target, rules);
  const { kept, suppressed, unused, forbidden } = suppress(dockerfile, all, input.suppressions);
  const wantFixes = options.fixes ?? true;
  const verified = wantFixes ? verifyFixes(target, { dockerfile, findings: kept }, rules) : null;
  const findings = kept.map((finding) =>
    finding.fix === null || verified?.has(finding) ? finding : { ...finding, fix: null },
  );
  return {
    path: input.path,
    dockerfile,
    findings,
    suppressed,
    unusedSuppressions: unused,
    forbiddenSuppressions: forbidden,
    score: score(findings),
  };
}

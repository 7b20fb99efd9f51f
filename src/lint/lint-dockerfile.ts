import type { BuildContext } from "../context/build-context.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import type { Finding, SuppressedFinding } from "../rules/finding.ts";
import type { Rule, Severity } from "../rules/rule.ts";
import type { Span } from "../source/span.ts";

/** One rule as it is to be run. */
export interface SelectedRule {
  readonly rule: Rule;
  /** The rule's own, or what the settings say. */
  readonly severity: Severity;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What to lint. */
export interface LintInput {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly buildContext: BuildContext;
}

/** What linting one Dockerfile gave. */
export interface LintResult {
  readonly path: string;
  readonly dockerfile: Dockerfile;
  /** In file order. Bugs of rules are among them as `internal-error`. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Suppression comments that silenced nothing. */
  readonly unusedSuppressions: readonly { readonly span: Span; readonly names: readonly string[] }[];
  /** 0 to 100. */
  readonly score: number;
}

import { imageScans } from "../context/image-scans.ts";
import type { LintResult } from "../lint/lint-dockerfile.ts";
import { rulesFor } from "../lint/rules-in-file.ts";
import type { SelectedRule } from "../lint/select-rules.ts";
import type { ChecklistEntry } from "../report/lint-report.ts";
import type { Finding } from "../rules/finding.ts";
import type { RuleContext } from "../rules/rule.ts";

/** What a rule judges by, but for its own settings. */
type Surroundings = Omit<RuleContext, "options" | "today">;

interface Practice {
  readonly practice: string;
  /** The first one is the practice itself: where it does not run, the others can only tell that it is broken. */
  readonly rules: readonly string[];
  /** Whether it is broken where none of the rules finds anything. */
  readonly isBroken?: (context: Surroundings) => boolean;
}

/** The practices of the checklist in the order in which they are shown, each with the rules that judge it. */
const practices: readonly Practice[] = [
  { practice: "Multi-stage build", rules: ["single-stage-build", "build-tools-in-final-stage"] },
  { practice: "Dependencies before code", rules: ["source-before-dependencies"] },
  { practice: "Slim base image", rules: ["oversized-base-image", "debug-java-runtime"] },
  { practice: "Non-root user", rules: ["missing-user", "root-user", "unused-created-user"] },
  { practice: "Health check", rules: ["missing-healthcheck", "unavailable-healthcheck-tool"] },
  { practice: ".dockerignore", rules: ["missing-dockerignore", "dockerignore-gap"] },
  { practice: "Combined RUNs", rules: ["consecutive-runs", "package-index-update-alone"] },
  { practice: "Precise tags", rules: ["untagged-base-image", "latest-base-image"] },
  { practice: "No package caches", rules: ["package-cache-left-behind"] },
  { practice: "BuildKit features", rules: ["missing-cache-mount", "missing-syntax-directive"] },
  { practice: "Exec form", rules: ["shell-form-command", "malformed-exec-form"] },
  { practice: "Labels", rules: ["missing-image-labels", "deprecated-maintainer"] },
  {
    practice: "Secrets kept out",
    rules: ["secret-in-arg-or-env", "secret-value", "secret-file-copied", "credentials-in-url"],
  },
  // It concerns the whole repository, and is told at one Dockerfile only.
  {
    practice: "Vulnerability scan",
    rules: ["unscanned-image"],
    isBroken: ({ buildContext: { repository } }) =>
      repository != null && imageScans(repository).state === "unscanned",
  },
];

/**
 * The practices that the selected rules can judge in one Dockerfile. A practice is broken when one of its rules found
 * something, also where an inline comment silences it; it does not apply when none of them has anything to judge, and is left
 * out where its own rule does not judge such a file.
 */
export function checklistOf(
  result: LintResult,
  context: Surroundings,
  rules: readonly SelectedRule[],
): ChecklistEntry[] {
  const selected = new Map(
    rulesFor(result.dockerfile, rules).map((rule) => [rule.rule.name, rule]),
  );
  const all = [...result.findings, ...result.suppressed.map(({ finding }) => finding)];
  return practices.flatMap(({ practice, rules: names, isBroken }) => {
    const judges = names.flatMap((name) => selected.get(name) ?? []);
    if (judges.length === 0) return [];
    const broken = all.filter(({ rule }) => names.includes(rule));
    if (broken.length === 0 && isBroken?.(context) === true) {
      return [{ practice, verdict: "broken", line: null }];
    }
    if (broken.length === 0 && !selected.has(names[0] ?? "")) return [];
    // Rules that say when they apply decide it; the others can only break the practice.
    const deciding = judges.filter(({ rule }) => "appliesTo" in rule);
    return [entryOf(practice, result, context, deciding.length > 0 ? deciding : judges, broken)];
  });
}

function entryOf(
  practice: string,
  { dockerfile }: LintResult,
  context: Surroundings,
  judges: readonly SelectedRule[],
  broken: readonly Finding[],
): ChecklistEntry {
  const [first] = broken;
  if (first !== undefined) {
    return { practice, verdict: "broken", line: dockerfile.source.lineAt(first.span.start) };
  }
  const applies = judges.some(
    ({ rule, options, today }) =>
      rule.appliesTo?.(dockerfile, { ...context, options, today }) ?? true,
  );
  return { practice, verdict: applies ? "kept" : "not-applicable", line: null };
}

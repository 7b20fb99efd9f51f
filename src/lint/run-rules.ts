import type { BuildContext } from "../context/build-context.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import type { Finding } from "../rules/finding.ts";
import type { Fix, Problem, RuleContext, Severity } from "../rules/rule.ts";
import { withLineEnding } from "../source/text-edit.ts";
import { instructionAt } from "../dockerfile/queries.ts";
import { failsOnChecks, isBuildKitId } from "./buildkit-ids.ts";
import { Fingerprinter } from "./fingerprint.ts";
import { normaliseId } from "./rule-ids.ts";
import type { Suppressions } from "./policy.ts";
import { rulesWithWords } from "./rules-in-file.ts";
import type { SelectedRule } from "./select-rules.ts";

/** The name of the finding that a bug in a rule becomes. */
export const internalErrorRule = "internal-error";

/** What rules are run on. */
export interface RuleTarget {
  readonly dockerfile: Dockerfile;
  readonly path: string;
  readonly buildContext: BuildContext;
  /** Whether comments may silence findings; left out means that they may. */
  readonly suppressions?: Suppressions;
}

/**
 * Runs rules over a parsed Dockerfile. Their fixes are not verified yet. A rule that throws, or points outside the
 * file, gives one `internal-error` finding; the other rules go on.
 * @returns findings in file order
 */
export function runRules(target: RuleTarget, rules: readonly SelectedRule[]): Finding[] {
  const fingerprinter = new Fingerprinter(target.dockerfile);
  return findAll(target, rules).map((finding) => ({
    ...finding,
    fingerprint: fingerprinter.next(finding.rule, finding.span),
  }));
}

/** The same with empty fingerprints: for trials of fixes, which only count, and are most of all runs. */
export function findAll(target: RuleTarget, rules: readonly SelectedRule[]): Finding[] {
  const raw: Finding[] = [];
  const yielding = new Map<Finding, Yield>();
  for (const selected of rulesWithWords(target.dockerfile, rules)) {
    runRule(target, selected, raw, yielding);
  }
  if (failsOnChecks(target.dockerfile)) raiseBuildKitChecks(raw);
  const found = yielding.size === 0 ? raw : withoutYielding(target.dockerfile, raw, yielding);
  return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** The rule that a finding gives way to, and how near that one has to speak. */
interface Yield {
  readonly to: string;
  readonly within: Problem["yieldsWithin"];
}

/** Takes out findings whose cause another rule tells of at the same instruction, or in the same stage. */
function withoutYielding(
  dockerfile: Dockerfile,
  findings: readonly Finding[],
  yielding: ReadonlyMap<Finding, Yield>,
): Finding[] {
  const placeOf = (rule: string, { span }: Finding, within: Yield["within"]) => {
    const instruction = instructionAt(dockerfile, span.start);
    return within === "stage"
      ? `${rule} stage ${instruction?.stage?.index ?? -1}`
      : `${rule} ${instruction?.index ?? -1}`;
  };
  const told = new Set(
    findings.flatMap((finding) => [
      placeOf(finding.rule, finding, undefined),
      placeOf(finding.rule, finding, "stage"),
    ]),
  );
  return findings.filter((finding) => {
    const yields = yielding.get(finding);
    return yields === undefined || !told.has(placeOf(yields.to, finding, yields.within));
  });
}

/** A file that makes BuildKit fail on its checks cannot be built with such a finding: it is an error. */
function raiseBuildKitChecks(findings: Finding[]): void {
  findings.forEach((finding, index) => {
    if (finding.aliases.some(isBuildKitId)) findings[index] = { ...finding, severity: "error" };
  });
}

/** Appends what one rule says to findings; of a rule that throws, only that. */
function runRule(
  target: RuleTarget,
  selected: SelectedRule,
  findings: Finding[],
  yielding: Map<Finding, Yield>,
): void {
  const { dockerfile, path, buildContext } = target;
  const { options, today } = selected;
  const context: RuleContext = { path, buildContext, options, today };
  const before = findings.length;
  try {
    for (const problem of selected.rule.check(dockerfile, context)) {
      assertInside(dockerfile, problem);
      const finding = toFinding(dockerfile, selected, problem);
      if (!isWanted(finding, selected)) continue;
      findings.push(finding);
      if (problem.yieldsTo === undefined) continue;
      yielding.set(finding, { to: problem.yieldsTo, within: problem.yieldsWithin });
    }
  } catch (error) {
    findings.length = before;
    findings.push(internalError(target, selected.rule.name, error));
  }
}

function isWanted(finding: Finding, selected: SelectedRule): boolean {
  if (selected.onlyAliases === null && selected.ignoredAliases.size === 0) return true;
  const aliases = finding.aliases.map(normaliseId);
  if (aliases.some((alias) => selected.ignoredAliases.has(alias))) return false;
  const { onlyAliases } = selected;
  return onlyAliases === null || aliases.some((alias) => onlyAliases.has(alias));
}

function toFinding(dockerfile: Dockerfile, selected: SelectedRule, problem: Problem): Finding {
  const { rule } = selected;
  const aliases = problem.aliases ?? rule.aliases;
  const stage = instructionAt(dockerfile, problem.span.start)?.stage ?? null;
  return {
    rule: rule.name,
    category: rule.category,
    severity:
      severityOf(aliases, selected) ?? selected.severity ?? problem.severity ?? rule.severity,
    confidence: problem.confidence ?? rule.confidence,
    message: problem.message,
    span: problem.span,
    stage: stage === null ? null : (stage.name ?? String(stage.index)),
    aliases,
    fingerprint: "",
    fix: problem.fix === undefined ? null : inFileStyle(dockerfile, problem.fix),
  };
}

function severityOf(
  aliases: readonly string[],
  { severityByAlias }: SelectedRule,
): Severity | null {
  for (const alias of aliases) {
    const severity = severityByAlias.get(normaliseId(alias));
    if (severity !== undefined) return severity;
  }
  return null;
}

function inFileStyle(dockerfile: Dockerfile, fix: Fix): Fix {
  return { ...fix, edits: withLineEnding(fix.edits, dockerfile.source.lineEnding) };
}

function assertInside(dockerfile: Dockerfile, problem: Problem): void {
  const { start, end } = problem.span;
  if (start < 0 || end < start || end > dockerfile.source.text.length) {
    throw new RangeError(`the finding's span ${start}-${end} lies outside the file`);
  }
}

function internalError(target: RuleTarget, rule: string, error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    rule: internalErrorRule,
    category: "syntax",
    severity: "warning",
    confidence: "high",
    message:
      `The rule \`${rule}\` failed on \`${target.path}\` and was left out: ${reason}. ` +
      "This is a bug in Dockerfile Review, not in your file; please report it.",
    span: { start: 0, end: 0 },
    stage: null,
    aliases: [],
    fingerprint: "",
    fix: null,
  };
}

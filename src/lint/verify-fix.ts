import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import type { Finding } from "../rules/finding.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { applyEdits, InvalidEditError, type TextEdit } from "../source/text-edit.ts";
import { runRules, type RuleTarget } from "./run-rules.ts";
import type { SelectedRule } from "./select-rules.ts";
import { suppress } from "./suppress.ts";

/** One version of a file with all that rules said of it. */
export interface Judged {
  readonly dockerfile: Dockerfile;
  /** Findings that no comment silences, fixes unverified. */
  readonly findings: readonly Finding[];
}

/** Parses and judges a text as if it stood in the place of another. */
function judge(
  target: RuleTarget,
  text: string,
  rules: readonly SelectedRule[],
  run: typeof runRules,
): Judged {
  const dockerfile = parseDockerfile(text);
  const findings = run({ ...target, dockerfile }, rules);
  return { dockerfile, findings: suppress(dockerfile, findings).kept };
}

/**
 * Tries edits: they must change the text, the result must be read without a new syntax problem, its shell texts must
 * parse as before, each of `mended` must be gone and no rule may find more than before (advice set aside, where what is
 * mended is more than advice). That the findings are gone also
 * makes the edits idempotent: nothing is left that would make them again.
 * @param run how rules are run: `findAll` where nobody needs the fingerprints of what is found
 * @returns the judged text after the edits, or null when they are not to be offered
 */
export function tryEdits(
  target: RuleTarget,
  before: Judged,
  edits: readonly TextEdit[],
  mended: readonly Finding[],
  rules: readonly SelectedRule[],
  run: typeof runRules = runRules,
): Judged | null {
  const { text } = before.dockerfile.source;
  const changed = applyOrNull(text, edits);
  if (changed === null || changed === text) return null;
  const after = judge(target, changed, rules, run);
  if (after.dockerfile.problems.length > before.dockerfile.problems.length) return null;
  if (unreadableScripts(after.dockerfile) > unreadableScripts(before.dockerfile)) return null;
  return bringsNothing(before.findings, after.findings, mended) ? after : null;
}

function applyOrNull(text: string, edits: readonly TextEdit[]): string | null {
  try {
    return applyEdits(text, edits);
  } catch (error) {
    if (error instanceof InvalidEditError) return null;
    throw error;
  }
}

/** How many RUNs in shell form hold a text that could not be read as a shell script. */
function unreadableScripts(dockerfile: Dockerfile): number {
  return dockerfile.instructions.filter(
    (instruction) => instruction.kind === "run" && shellOf(dockerfile, instruction) === null,
  ).length;
}

/** Whether every kind of finding is at most as frequent as before, and rarer by those that were to be mended. */
function bringsNothing(
  before: readonly Finding[],
  after: readonly Finding[],
  mended: readonly Finding[],
): boolean {
  const allowed = countByKind(before);
  for (const finding of mended) {
    const key = kindOf(finding);
    allowed.set(key, (allowed.get(key) ?? 0) - 1);
  }
  for (const [key, count] of countByKind(after)) if (count > (allowed.get(key) ?? 0)) return false;
  return true;
}

function countByKind(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const key = kindOf(finding);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function kindOf(finding: Finding): string {
  return [finding.rule, ...finding.aliases].join(" ");
}

import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import type { Dockerfile, Instruction } from "../dockerfile/model.ts";
import { overlayContext } from "../context/overlay-context.ts";
import { commandForm, instructionAt } from "../dockerfile/queries.ts";
import type { Finding } from "../rules/finding.ts";
import type { FileChange, Fix } from "../rules/rule.ts";
import { shellOf } from "../shell/parse-shell.ts";
import type { Span } from "../source/span.ts";
import { applyEdits, InvalidEditError, sortEdits, type TextEdit } from "../source/text-edit.ts";
import { rewritesOf } from "./rewrites.ts";
import { runRules, type RuleTarget } from "./run-rules.ts";
import type { SelectedRule } from "./select-rules.ts";
import { suppress } from "./suppress.ts";

/** One version of a file with all that rules said of it. */
export interface Judged {
  readonly dockerfile: Dockerfile;
  /** Findings that no comment silences, fixes unverified. */
  readonly findings: readonly Finding[];
}

/** What one or more fixes do together. */
export interface Change {
  /** Of the Dockerfile. */
  readonly edits: readonly TextEdit[];
  /** What they write beside it. */
  readonly files: readonly FileChange[];
}

/** What fixes do together, when nothing of it meets. */
export function changeOf(fixes: readonly (Fix | null)[]): Change {
  return {
    edits: fixes.flatMap((fix) => fix?.edits ?? []),
    files: fixes.flatMap((fix) => fix?.files ?? []),
  };
}

/** How a change is tried. */
export interface Trial {
  /** How rules are run: `findAll` where nobody needs the fingerprints of what is found. */
  readonly run?: typeof runRules;
  /** Whether nothing else may be gone or moved either: edits of several findings are tried, and each has to do its own. */
  readonly exactly?: boolean;
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
  return { dockerfile, findings: suppress(dockerfile, findings, target.suppressions).kept };
}

/**
 * Tries a change: it must change the text or write a file, the result must be read without a new syntax problem, its shell
 * texts must parse as before, each of `mended` must be gone and no rule may find more than before (advice set aside, where
 * what is mended is more than advice and the fix is to be reviewed). That the findings are gone also makes the change
 * idempotent: nothing is left that would make it again.
 * @param target where the change is tried; its build context is the one before the change
 * @returns the judged text after the change, or null when it is not to be offered
 */
export function tryChange(
  target: RuleTarget,
  before: Judged,
  change: Change,
  mended: readonly Finding[],
  rules: readonly SelectedRule[],
  trial: Trial = {},
): Judged | null {
  const { text } = before.dockerfile.source;
  const changed = applyOrNull(text, change.edits);
  const files = rewritesOf(target.buildContext, change.files);
  if (changed === null || files === null) return null;
  if (changed === text && files.length === 0) return null;
  const place = { ...target, buildContext: overlayContext(target.buildContext, files) };
  const after = judge(place, changed, rules, trial.run ?? runRules);
  if (after.dockerfile.problems.length > before.dockerfile.problems.length) return null;
  // What BuildKit refused, or took for something else, can now be read, and what is said of it was there all along.
  if (mendsProblem(before, after, mended) || mendsExecForms(before, after, mended)) return after;
  if (unreadableScripts(after.dockerfile) > unreadableScripts(before.dockerfile)) return null;
  const holds =
    trial.exactly === true
      ? mendsExactly(before, after, mended, change.edits)
      : bringsNothing(before.findings, after.findings, mended);
  return holds ? after : null;
}

/** Whether findings about the file's syntax are mended, and fewer places are left that BuildKit refuses. */
function mendsProblem(before: Judged, after: Judged, mended: readonly Finding[]): boolean {
  return (
    mended.every(({ category }) => category === "syntax") &&
    after.dockerfile.problems.length <= before.dockerfile.problems.length - mended.length
  );
}

/** Whether exec forms that were no JSON are mended, so that what they run is known for the first time. */
function mendsExecForms(before: Judged, after: Judged, mended: readonly Finding[]): boolean {
  const isBroken = (instruction: Instruction | null) => {
    const command = instruction === null ? null : commandForm(instruction);
    return command?.form === "shell" && command.brokenExec !== null;
  };
  const count = ({ dockerfile }: Judged) => dockerfile.instructions.filter(isBroken).length;
  return (
    mended.every(({ span }) => isBroken(instructionAt(before.dockerfile, span.start))) &&
    count(after) <= count(before) - mended.length
  );
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

/**
 * Whether every kind of finding is at most as frequent as before, and rarer by those that were to be mended. Advice may come
 * where more than advice is mended and a person looks: a stage that is split in two has a second image that could have a digest.
 */
function bringsNothing(
  before: readonly Finding[],
  after: readonly Finding[],
  mended: readonly Finding[],
): boolean {
  const allowed = countLeft(before, mended);
  const outweighs = mended.every(mayBringAdvice);
  return [...countByKind(after)].every(
    ([kind, count]) => count <= (allowed.get(kind) ?? 0) || (outweighs && isAdvice(kind)),
  );
}

/**
 * Whether exactly those findings are gone, each from its instruction, that were to be mended, and none has come; set aside
 * advice on what a fix has written that may bring advice.
 */
function mendsExactly(
  before: Judged,
  changed: Judged,
  mended: readonly Finding[],
  edits: readonly TextEdit[],
): boolean {
  const after = { findings: withoutBroughtAdvice(changed.findings, mended, edits) };
  if (after.findings.length !== before.findings.length - mended.length) return false;
  // Of fixes of different kinds, each would show in the count of its kind.
  if (new Set(mended.map(kindOf)).size === mended.length) {
    const allowed = countLeft(before.findings, mended);
    return [...countByKind(after.findings)].every(
      ([kind, count]) => count <= (allowed.get(kind) ?? 0),
    );
  }
  const { dockerfile } = before;
  const left = new Map<string, number>();
  const count = (finding: Finding, offset: number, by: number): void => {
    const kind = kindAt(dockerfile, finding, offset);
    left.set(kind, (left.get(kind) ?? 0) + by);
  };
  for (const finding of before.findings) count(finding, finding.span.start, 1);
  for (const finding of mended) count(finding, finding.span.start, -1);
  const offsets = offsetsBefore(
    edits,
    after.findings.map(({ span }) => span.start),
  );
  for (const [index, finding] of after.findings.entries()) count(finding, offsets[index] ?? 0, -1);
  return [...left.values()].every((number) => number === 0);
}

function mayBringAdvice({ severity, fix }: Finding): boolean {
  return severity !== "info" && fix?.safety === "review";
}

/** Leaves out advice that begins inside of what a fix has written that may bring advice: then no other fix has brought it. */
function withoutBroughtAdvice(
  findings: readonly Finding[],
  mended: readonly Finding[],
  edits: readonly TextEdit[],
): readonly Finding[] {
  const writers = new Set(mended.filter(mayBringAdvice).flatMap(({ fix }) => fix?.edits ?? []));
  if (writers.size === 0) return findings;
  const written: Span[] = [];
  let shift = 0;
  for (const edit of sortEdits(edits)) {
    const start = edit.start + shift;
    const end = start + edit.newText.length;
    if (writers.has(edit)) written.push({ start, end });
    shift += edit.newText.length - (edit.end - edit.start);
  }
  return findings.filter(
    ({ severity, span }) =>
      severity !== "info" ||
      !written.some(({ start, end }) => start <= span.start && span.start < end),
  );
}

/**
 * Where places of an edited text were before the edits; what is new was at the beginning of its edit.
 * @param offsets in ascending order
 */
function offsetsBefore(edits: readonly TextEdit[], offsets: readonly number[]): number[] {
  const sorted = sortEdits(edits);
  let next = 0;
  let shift = 0;
  return offsets.map((offset) => {
    for (let edit = sorted[next]; edit !== undefined; edit = sorted[++next]) {
      const newEnd = edit.start + shift + edit.newText.length;
      if (offset < newEnd) return Math.min(offset - shift, edit.start);
      shift += edit.newText.length - (edit.end - edit.start);
    }
    return offset - shift;
  });
}

/** The kind of a finding, and the instruction it stands at: what one of several fixes that are tried together has to change. */
export function kindAt(dockerfile: Dockerfile, finding: Finding, offset: number): string {
  return `${kindOf(finding)} ${instructionAt(dockerfile, offset)?.index ?? -1}`;
}

function isAdvice(kind: string): boolean {
  return kind.endsWith(" info");
}

function countLeft(
  before: readonly Finding[],
  mended: readonly Finding[],
): ReadonlyMap<string, number> {
  const counts = countByKind(before);
  for (const finding of mended) {
    const kind = kindOf(finding);
    counts.set(kind, (counts.get(kind) ?? 0) - 1);
  }
  return counts;
}

function countByKind(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const kind = kindOf(finding);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/**
 * What findings are counted by: the rule and how bad it is. Not its aliases: writing `apt-get` for `apt` gives the other
 * findings of the line the ids that other tools know them by, but makes no new one.
 */
export function kindOf({ rule, severity }: Finding): string {
  return `${rule} ${severity}`;
}

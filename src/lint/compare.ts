import type { Dockerfile } from "../dockerfile/model.ts";
import type { Finding } from "../rules/finding.ts";
import { instructionAt } from "../dockerfile/queries.ts";
import { normalisedInstruction, stageKey } from "./fingerprint.ts";

/** The findings of one version of a file. */
export interface Version {
  readonly dockerfile: Dockerfile;
  readonly findings: readonly Finding[];
}

/** How the findings of two versions of a file relate. */
export interface Comparison {
  /** In the head only. */
  readonly introduced: readonly Finding[];
  /** In both: the head's. */
  readonly existing: readonly Finding[];
  /** In the base only: the base's. */
  readonly fixed: readonly Finding[];
  /** Each existing finding of the head with the one of the base that it is. */
  readonly pairs: ReadonlyMap<Finding, Finding>;
}

/**
 * Compares base with head. Findings are matched by fingerprint first; what is left is matched when rule and aliases
 * agree and the instruction is the same in another stage, or is much the same in the same stage: touching a line that
 * had a problem makes no new one.
 */
export function compareFindings(base: Version, head: Version): Comparison {
  const matched = new Map<Finding, Finding>();
  const taken = new Set<Finding>();
  const match = (from: Finding, to: Finding): void => {
    matched.set(to, from);
    taken.add(from);
  };
  matchByFingerprint(base.findings, head.findings, match);
  for (const isSame of [sameInstruction, similarInstruction]) {
    matchLeftovers(base, head, matched, taken, isSame, match);
  }
  return {
    introduced: head.findings.filter((finding) => !matched.has(finding)),
    existing: head.findings.filter((finding) => matched.has(finding)),
    fixed: base.findings.filter((finding) => !taken.has(finding)),
    pairs: matched,
  };
}

type Match = (from: Finding, to: Finding) => void;

function matchByFingerprint(
  base: readonly Finding[],
  head: readonly Finding[],
  match: Match,
): void {
  const byFingerprint = new Map(base.map((finding) => [finding.fingerprint, finding]));
  for (const finding of head) {
    const from = byFingerprint.get(finding.fingerprint);
    if (from !== undefined) match(from, finding);
  }
}

interface Traits {
  readonly finding: Finding;
  readonly text: string;
  readonly stage: string;
  readonly words: ReadonlySet<string>;
}

/** Beyond this many leftovers of one rule the pairwise search would cost too much, and is not needed. */
const mostLeftovers = 200;

function matchLeftovers(
  base: Version,
  head: Version,
  matched: ReadonlyMap<Finding, Finding>,
  taken: ReadonlySet<Finding>,
  isSame: (from: Traits, to: Traits) => boolean,
  match: Match,
): void {
  const candidates = groupByRule(
    base.dockerfile,
    base.findings.filter((finding) => !taken.has(finding)),
  );
  const wanted = groupByRule(
    head.dockerfile,
    head.findings.filter((finding) => !matched.has(finding)),
  );
  for (const [rule, heads] of wanted) {
    const bases = (candidates.get(rule) ?? []).slice(0, mostLeftovers);
    for (const to of heads.slice(0, mostLeftovers)) {
      const at = bases.findIndex((from) => isSame(from, to));
      const [from] = at === -1 ? [] : bases.splice(at, 1);
      if (from !== undefined) match(from.finding, to.finding);
    }
  }
}

function groupByRule(dockerfile: Dockerfile, findings: readonly Finding[]): Map<string, Traits[]> {
  const groups = new Map<string, Traits[]>();
  for (const finding of findings) {
    const key = [finding.rule, ...finding.aliases].join(" ");
    const group = groups.get(key) ?? [];
    group.push(traitsOf(dockerfile, finding));
    groups.set(key, group);
  }
  return groups;
}

function traitsOf(dockerfile: Dockerfile, finding: Finding): Traits {
  const instruction = instructionAt(dockerfile, finding.span.start);
  const text = instruction === null ? "" : normalisedInstruction(dockerfile, instruction);
  const stage = stageKey(instruction?.stage ?? null);
  return { finding, text, stage, words: new Set(text.split(/[\s=,;&|]+/)) };
}

function sameInstruction(from: Traits, to: Traits): boolean {
  return from.text === to.text;
}

/** How much of their words two instructions must share (Dice's coefficient) to count as one that was edited. */
const similarEnough = 0.5;

function similarInstruction(from: Traits, to: Traits): boolean {
  if (from.stage !== to.stage) return false;
  let shared = 0;
  for (const word of from.words) if (to.words.has(word)) shared++;
  return (2 * shared) / (from.words.size + to.words.size) >= similarEnough;
}

import type { Dockerfile } from "../dockerfile/model.ts";
import {
  readSuppressionComments,
  type SuppressionComment,
} from "../dockerfile/suppression-comments.ts";
import type { Finding, SuppressedFinding } from "../rules/finding.ts";
import { isBuildKitId } from "./buildkit-ids.ts";
import type { Suppressions } from "./policy.ts";
import { normaliseId } from "./rule-ids.ts";
import { contains, type Span } from "../source/span.ts";

/** What inline comments do to the findings of a file. */
export interface Suppression {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Comments in this tool's own words that silenced nothing. */
  readonly unused: readonly SuppressionComment[];
  /** Comments that would silence something if they might. */
  readonly forbidden: readonly SuppressionComment[];
}

/** Splits findings into those that stand and those that a comment silences: none, where that is forbidden. */
export function suppress(
  dockerfile: Dockerfile,
  findings: readonly Finding[],
  suppressions: Suppressions = "allow",
): Suppression {
  const comments = readSuppressionComments(dockerfile);
  if (comments.length === 0) return { kept: findings, suppressed: [], unused: [], forbidden: [] };
  const used = new Set<SuppressionComment>();
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const matching = comments.filter((candidate) => silences(candidate, finding));
    const [first] = matching;
    for (const comment of matching) used.add(comment);
    if (first === undefined) kept.push(finding);
    else suppressed.push({ finding, commentSpan: first.span, reason: first.reason });
  }
  const unused = comments.filter((comment) => comment.syntax === "own" && !used.has(comment));
  if (suppressions === "allow") return { kept, suppressed, unused, forbidden: [] };
  return { kept: findings, suppressed: [], unused, forbidden: [...used] };
}

function silences(comment: SuppressionComment, finding: Finding): boolean {
  const reach = reachOf(comment);
  if (reach === null ? comment.scope !== "file" : !contains(reach, finding.span)) return false;
  const ids = [finding.rule, ...finding.aliases].map(normaliseId);
  return comment.names.some((name) => {
    const wanted = normaliseId(name);
    // BuildKit's `skip=all` speaks of BuildKit's own checks.
    if (comment.syntax === "buildkit" && wanted === "all")
      return finding.aliases.some(isBuildKitId);
    return ids.includes(wanted);
  });
}

/** Where a comment silences: above an instruction, also the comments between the two, which rules can speak of as well. */
function reachOf({ scope, span, target }: SuppressionComment): Span | null {
  if (target === null || scope !== "instruction") return target;
  return { start: Math.min(span.start, target.start), end: target.end };
}

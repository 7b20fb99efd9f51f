import type { LintResult } from "../lint/lint-dockerfile.ts";
import { readSuppressionComments } from "../dockerfile/suppression-comments.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import type { IdleComment, ReportedSuppression } from "../report/lint-report.ts";
import type { Span } from "../source/span.ts";

/**
 * The silenced findings of a file, each with whether the change brings the comment: whether there are more comments of
 * that text than there were.
 * @param isChange whether there is a change at all, and not only a file as it is
 */
export function addedSuppressions(
  base: LintResult | null,
  head: LintResult,
  isChange: boolean,
): ReportedSuppression[] {
  const before = new Map<string, number>();
  if (base !== null) {
    for (const { span } of readSuppressionComments(base.dockerfile)) {
      const text = textAt(base.dockerfile, span);
      before.set(text, (before.get(text) ?? 0) + 1);
    }
  }
  const added = new Set<number>();
  const comments = isChange ? readSuppressionComments(head.dockerfile) : [];
  for (const { span } of comments) {
    const text = textAt(head.dockerfile, span);
    const left = before.get(text) ?? 0;
    if (left === 0) added.add(span.start);
    else before.set(text, left - 1);
  }
  return head.suppressed.map((one) => ({ ...one, added: added.has(one.commentSpan.start) }));
}

/** The comments that silence nothing, in file order. */
export function idleComments(result: LintResult): IdleComment[] {
  const forbidden = result.forbiddenSuppressions.map(({ span, names }): IdleComment => ({
    span,
    names,
    problem: "forbidden",
  }));
  const unused = result.unusedSuppressions.map(({ span, names }): IdleComment => ({
    span,
    names,
    problem: "unused",
  }));
  return [...forbidden, ...unused].sort((a, b) => a.span.start - b.span.start);
}

function textAt({ source }: Dockerfile, at: Span): string {
  return source.slice(at).replace(/\s+/g, " ").trim();
}

/**
 * A half-open range of a file, in UTF-16 code units from its start: `end` is the first unit after it.
 * Lines and columns exist only in reporters; everything inside speaks in spans.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Makes a span. */
export function span(start: number, end: number): Span {
  return { start, end };
}

/** The span as far behind, or in front, as `by` says. */
export function move(at: Span, by: number): Span {
  return { start: at.start + by, end: at.end + by };
}

/** Whether `inner` lies wholly within `outer` (equal ends count as within). */
export function contains(outer: Span, inner: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** The smallest span that holds both. */
export function join(left: Span, right: Span): Span {
  return { start: Math.min(left.start, right.start), end: Math.max(left.end, right.end) };
}

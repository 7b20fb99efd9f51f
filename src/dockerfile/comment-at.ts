import type { Comment, Dockerfile } from "./model.ts";

/** The comment that an offset lies in, null when it lies in none. */
export function commentAt({ comments }: Dockerfile, offset: number): Comment | null {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = comments[low - 1];
  return found !== undefined && offset < found.span.end ? found : null;
}

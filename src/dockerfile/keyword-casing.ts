import type { Dockerfile } from "./model.ts";

/** Whether a file writes its keywords in small letters. As BuildKit counts: capitals, unless small letters are the majority. */
export function writesKeywordsLower({ source, instructions }: Dockerfile): boolean {
  let balance = 0;
  for (const { kind, keywordSpan } of instructions) {
    if (kind === "unknown") continue;
    const keyword = source.slice(keywordSpan);
    if (keyword === keyword.toLowerCase()) balance++;
    else if (keyword === keyword.toUpperCase()) balance--;
  }
  return balance > 0;
}

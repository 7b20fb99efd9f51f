/** The last line of an answer that says that a comment's findings are gone, by which a later run knows it again. */
export const settledMarker = "<!-- dockerfile-review:settled -->";

/** What became of a comment's findings: mended, or silenced by a comment in the file. */
export type Settlement = "fixed" | "suppressed";

/**
 * The answer to a review comment whose findings are gone.
 * @param headSha the commit that was reviewed; GitHub makes a link of it
 */
export function settledAnswer(how: Settlement, headSha: string): string {
  return `${how === "fixed" ? "Fixed" : "Suppressed"} in ${headSha}.\n\n${settledMarker}`;
}

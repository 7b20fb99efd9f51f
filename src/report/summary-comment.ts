import { commentBodyBudget } from "./github-limits.ts";
import type { LintReport } from "./lint-report.ts";
import { rememberFindings } from "./listed-findings.ts";
import { link } from "./markdown.ts";
import type { PostedSuggestion } from "./review-suggestions.ts";
import { settledFold, summaryDocument } from "./summary-document.ts";

/** The last line of the summary comment, by which a later run knows it again. */
export const summaryMarker = "<!-- dockerfile-review:summary -->";

/** What a summary comment depends on besides the report. */
export interface SummaryCommentOptions {
  /** The suggestions that stand as review comments: they are pointed to, and their fixes are not in the diffs. */
  readonly postedSuggestions: readonly PostedSuggestion[];
  /** Characters that the comment may have; GitHub's limit less a margin when left out. */
  readonly limit?: number;
  /** Where the job summary can be read, which has everything. */
  readonly jobSummaryUrl?: string;
  /** The body of the comment that this one takes the place of: what it listed and is gone now is named. */
  readonly earlierBody?: string | null;
}

/** The comment that a pull request gets, edited in place at each run. */
export function summaryComment(report: LintReport, options: SummaryCommentOptions): string {
  const { jobSummaryUrl } = options;
  return summaryDocument(report, {
    postedSuggestions: options.postedSuggestions,
    allFixes: false,
    earlierBody: options.earlierBody ?? null,
    limit: options.limit ?? commentBodyBudget,
    measure: (text) => text.length,
    elsewhere:
      jobSummaryUrl === undefined ? "the job summary" : link("the job summary", jobSummaryUrl),
    hidden: [rememberFindings(report), summaryMarker],
  });
}

/**
 * Whether a new body of the summary comment tells nothing that the posted one does not, whichever commits and runs they
 * were made for. What the posted one has settled may stay there until there is something else to tell. GitHub may give a
 * body back with other line endings.
 */
export function tellsTheSame(posted: string, next: string): boolean {
  const [before, after] = [comparable(posted), comparable(next)];
  if (before === after) return true;
  return !settledFold.test(after) && before.replace(settledFold, "") === after;
}

function comparable(body: string): string {
  return body
    .replaceAll("\r\n", "\n")
    .replace(/\/blob\/[0-9a-f]{40,64}\//g, "/blob/")
    .replace(/\/actions\/runs\/\d+/g, "/actions/runs")
    .replace(/^<sub>Reviewed [0-9a-f]{7} against [0-9a-f]{7} of /m, "<sub>Reviewed ")
    .trimEnd();
}

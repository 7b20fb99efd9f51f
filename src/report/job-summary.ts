import { jobSummaryBudgetBytes } from "./github-limits.ts";
import type { LintReport } from "./lint-report.ts";
import type { PostedSuggestion } from "./review-suggestions.ts";
import { summaryDocument } from "./summary-document.ts";

/** What a job summary depends on besides the report. */
export interface JobSummaryOptions {
  /** The suggestions that stand as review comments. Their fixes are in the diffs all the same. */
  readonly postedSuggestions?: readonly PostedSuggestion[];
  /** Bytes that it may have; GitHub's limit less a margin when left out. */
  readonly limit?: number;
}

/** The text for the step's summary page: the comment with every problem and every fix in it. */
export function jobSummary(report: LintReport, options: JobSummaryOptions = {}): string {
  return summaryDocument(report, {
    postedSuggestions: options.postedSuggestions ?? [],
    allFixes: true,
    earlierBody: null,
    limit: options.limit ?? jobSummaryBudgetBytes,
    measure: (text) => Buffer.byteLength(text),
    elsewhere: null,
    hidden: [],
  });
}

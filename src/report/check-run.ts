import { annotationsOf, type Annotation } from "./annotations.ts";
import {
  checkAnnotationsPerLevel,
  checkRunSummaryBudget,
  checkRunTitleMax,
} from "./github-limits.ts";
import type { LintReport } from "./lint-report.ts";
import { link } from "./markdown.ts";
import { inScope } from "./standing.ts";
import { summaryDocument } from "./summary-document.ts";
import { verdict } from "./summary-table.ts";
import { truncate } from "./untrusted.ts";

/** What a check run says. */
export interface CheckRun {
  readonly name: string;
  readonly conclusion: "success" | "neutral" | "failure";
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

/**
 * The check run of a review. Its conclusion is `failure` when the review fails, `neutral` when there are problems in
 * scope that do not fail it; branch protection takes that for passed.
 * @param jobSummaryUrl where the job summary can be read; null when it has no page
 */
export function checkRun(
  report: LintReport,
  failed: boolean,
  jobSummaryUrl: string | null,
): CheckRun {
  const isClean = report.files.every((file) => inScope(file).length === 0);
  const most = checkAnnotationsPerLevel;
  return {
    name: "Dockerfile Review",
    conclusion: failed ? "failure" : isClean ? "success" : "neutral",
    title: truncate(verdict(report), checkRunTitleMax),
    summary: summaryDocument(report, {
      postedSuggestions: [],
      allFixes: true,
      earlierBody: null,
      limit: checkRunSummaryBudget,
      measure: (text) => text.length,
      elsewhere:
        jobSummaryUrl === null ? "the job summary" : link("the job summary", jobSummaryUrl),
      hidden: [],
    }),
    annotations: annotationsOf(report, { error: most, warning: most, info: most }),
  };
}

import type { LintReport } from "./lint-report.ts";
import { summaryDocument } from "./summary-document.ts";

/** The review as Markdown for any place: the summary comment with every fix, without a limit and without links to the commit. */
export function markdownReport(report: LintReport): string {
  const { comparison } = report;
  const local = comparison === null ? null : { ...comparison, headUrl: null };
  return summaryDocument(
    { ...report, comparison: local },
    {
      postedSuggestions: [],
      allFixes: true,
      earlierBody: null,
      limit: Number.MAX_SAFE_INTEGER,
      measure: (text) => text.length,
      elsewhere: null,
      hidden: [],
    },
  );
}

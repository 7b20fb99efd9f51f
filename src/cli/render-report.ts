import { githubReport } from "../report/github.ts";
import { jsonReport } from "../report/json.ts";
import type { LintReport } from "../report/lint-report.ts";
import { markdownReport } from "../report/markdown-report.ts";
import { rdjsonReport } from "../report/rdjson.ts";
import { terminalReport } from "../report/terminal.ts";
import { UserError } from "../settings/user-error.ts";
import { paintFor } from "./paint.ts";

/** The formats of `check`. */
export const checkFormats = ["text", "json", "sarif", "markdown", "github", "rdjson"] as const;

/** The formats of `review`. */
export const reviewFormats = ["text", "markdown", "json"] as const;

/** How a report is printed. */
export type Format = (typeof checkFormats)[number];

/**
 * A report as text, with a final newline unless it is empty.
 * @throws UserError for a format that this version does not have
 */
export function renderReport(
  report: LintReport,
  format: Format,
  style: { readonly colour: boolean },
): string {
  return withFinalNewline(render(report, format, style));
}

function render(report: LintReport, format: Format, style: { readonly colour: boolean }): string {
  switch (format) {
    case "text":
      return terminalReport(report, paintFor(style.colour));
    case "json":
      return jsonReport(report);
    case "markdown":
      return markdownReport(report);
    case "github":
      return githubReport(report);
    case "rdjson":
      return rdjsonReport(report);
    case "sarif":
      throw new UserError(
        "--format sarif is not in this version yet. Use --format json, or rdjson for reviewdog.",
      );
  }
}

function withFinalNewline(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

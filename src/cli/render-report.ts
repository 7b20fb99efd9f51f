import { checkstyleReport } from "../report/checkstyle.ts";
import { githubReport } from "../report/github.ts";
import { jsonReport } from "../report/json.ts";
import { junitReport } from "../report/junit.ts";
import type { LintReport } from "../report/lint-report.ts";
import { markdownReport } from "../report/markdown-report.ts";
import { rdjsonReport } from "../report/rdjson.ts";
import { sarifReport } from "../report/sarif.ts";
import { terminalReport } from "../report/terminal.ts";
import { paintFor } from "./paint.ts";
import { version } from "../report/product.ts";

/** The formats of `check`. */
export const checkFormats = [
  "text",
  "json",
  "sarif",
  "markdown",
  "github",
  "rdjson",
  "checkstyle",
  "junit",
] as const;

/** The formats of `review`. */
export const reviewFormats = ["text", "markdown", "json"] as const;

/** How a report is printed. */
export type Format = (typeof checkFormats)[number];

/** A report as text, with a final newline unless it is empty. */
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
      return sarifReport(report, { version });
    case "checkstyle":
      return checkstyleReport(report);
    case "junit":
      return junitReport(report);
  }
}

function withFinalNewline(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

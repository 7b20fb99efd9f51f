import type { Finding } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Span } from "../source/span.ts";
import { applyEdits } from "../source/text-edit.ts";
import type { FileReport, LintReport } from "./lint-report.ts";
import { ruleUrl } from "./standing.ts";

const rdSeverities: Readonly<Record<Severity, string>> = {
  error: "ERROR",
  warning: "WARNING",
  info: "INFO",
};

/** The findings in reviewdog's diagnostic format, as one JSON object with a final newline. */
export function rdjsonReport(report: LintReport): string {
  const result = {
    source: { name: "dockerfile-review", url: report.docsUrl },
    diagnostics: report.files.flatMap((file) =>
      file.findings.map(({ finding }) => diagnostic(report, file, finding)),
    ),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function diagnostic(report: LintReport, file: FileReport, finding: Finding): object {
  const suggestion = suggestionOf(file.source, finding);
  return {
    message: finding.message,
    location: { path: file.path, range: rangeOf(file.source, finding.span) },
    severity: rdSeverities[finding.severity],
    code: { value: finding.rule, url: ruleUrl(report, finding.rule) },
    ...(suggestion === null ? {} : { suggestions: [suggestion] }),
  };
}

/** A fix as one replacement: reviewdog takes several as alternatives, so all edits and what lies between become one. */
function suggestionOf(source: SourceText, finding: Finding): object | null {
  const { edits = [], files = [] } = finding.fix ?? {};
  // What writes other files as well cannot be said in replacements of this one.
  if (edits.length === 0 || files.length > 0) return null;
  const start = Math.min(...edits.map((edit) => edit.start));
  const end = Math.max(...edits.map((edit) => edit.end));
  const inside = edits.map((edit) => ({
    ...edit,
    start: edit.start - start,
    end: edit.end - start,
  }));
  return {
    range: rangeOf(source, { start, end }),
    text: applyEdits(source.text.slice(start, end), inside),
  };
}

/** Lines count from 1, columns from 1 in bytes of UTF-8, the end is left out: so reviewdog defines it. */
function rangeOf(source: SourceText, { start, end }: Span): object {
  return { start: positionOf(source, start), end: positionOf(source, end) };
}

function positionOf(source: SourceText, offset: number): object {
  const line = source.lineAt(offset);
  const before = source.text.slice(source.lineStart(line), offset);
  return { line, column: Buffer.byteLength(before) + 1 };
}

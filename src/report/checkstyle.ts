import type { FileReport, LintReport } from "./lint-report.ts";
import { xmlAttributes, xmlDeclaration } from "./xml.ts";

/** The findings in the format of Checkstyle, with a final newline. */
export function checkstyleReport(report: LintReport): string {
  const lines = [
    xmlDeclaration,
    '<checkstyle version="4.3">',
    ...report.files.flatMap(fileElement),
    "</checkstyle>",
  ];
  return `${lines.join("\n")}\n`;
}

function fileElement(file: FileReport): string[] {
  const errors = file.findings.map(({ finding }) => {
    const { line, column } = file.source.positionAt(finding.span.start);
    const { severity, message, rule } = finding;
    const source = `dockerfile-review.${rule}`;
    return `    <error${xmlAttributes({ line, column, severity, message, source })}/>`;
  });
  return [`  <file${xmlAttributes({ name: file.path })}>`, ...errors, "  </file>"];
}

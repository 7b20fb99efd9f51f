import { annotationsOf, type Annotation } from "./annotations.ts";
import type { LintReport } from "./lint-report.ts";

/** The introduced findings as commands for the log of an Actions step, one a line, within GitHub's limits. */
export function githubReport(report: LintReport): string {
  return annotationsOf(report)
    .map((annotation) => `${annotationCommand(annotation)}\n`)
    .join("");
}

/** One annotation as the runner reads it from the log. */
export function annotationCommand(annotation: Annotation): string {
  const properties: [string, string | number | undefined][] = [
    ["file", annotation.path],
    ["line", annotation.startLine],
    ["endLine", annotation.endLine],
    ["col", annotation.startColumn],
    ["endColumn", annotation.endColumn],
    ["title", annotation.title],
  ];
  const written = properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${annotation.level} ${written.join(",")}::${escapeData(annotation.message)}`;
}

/** Text behind the second `::`, written as the runner's own toolkit does. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** The value of a property. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

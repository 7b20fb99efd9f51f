import { posix } from "node:path";
import type { Finding } from "../rules/finding.ts";
import { severities, type Severity } from "../rules/rule.ts";
import { compareText } from "../source/compare-text.ts";
import type { Counts, FileReport, LintReport } from "./lint-report.ts";

/** Findings of the head version that the base version does not have, worst first, then in file order. */
export function introducedIn(file: FileReport): Finding[] {
  return worstFirst(ofStanding(file, "introduced"));
}

/** Findings that both versions have, worst first, then in file order. */
export function existingIn(file: FileReport): Finding[] {
  return worstFirst(ofStanding(file, "existing"));
}

/** Findings of the head version that the report is about, worst first, then in file order. */
export function inScope(file: FileReport): Finding[] {
  return worstFirst(ofScope(file, true));
}

/** Findings of the head version that the report only counts, worst first, then in file order. */
export function outOfScope(file: FileReport): Finding[] {
  return worstFirst(ofScope(file, false));
}

function ofScope(file: FileReport, wanted: boolean): Finding[] {
  return file.findings
    .filter((one) => (one.inScope ?? one.standing === "introduced") === wanted)
    .map((one) => one.finding);
}

function ofStanding(file: FileReport, standing: "introduced" | "existing"): Finding[] {
  return file.findings.filter((one) => one.standing === standing).map((one) => one.finding);
}

function worstFirst(findings: readonly Finding[]): Finding[] {
  return severities.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
}

/** The path of a file that a fix writes, from where the Dockerfile's own path begins. */
export function writtenPath(file: Pick<FileReport, "contextRoot">, path: string): string {
  return posix.join(file.contextRoot ?? "", path);
}

/** How many findings there are of each severity. */
export function countBySeverity(findings: readonly Finding[]): Counts {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  for (const finding of findings) counts[finding.severity]++;
  return counts;
}

/** The files of a report, those with the worst findings in scope first, then by score, then by path. */
export function filesWorstFirst(report: LintReport): FileReport[] {
  const ranked = report.files.map((file) => {
    const shown = countBySeverity(inScope(file));
    const others = countBySeverity(outOfScope(file));
    const ranks = [shown, others].flatMap((counts) => severities.map((one) => -counts[one]));
    return { file, ranks: [...ranks, file.score] };
  });
  return ranked
    .sort(
      (left, right) =>
        compareRanks(left.ranks, right.ranks) || compareText(left.file.path, right.file.path),
    )
    .map((one) => one.file);
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [index, rank] of left.entries()) {
    const difference = rank - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `1 problem`, `2 problems`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** The sum of a number over the files of a report. */
export function total(report: LintReport, of: (file: FileReport) => number): number {
  return report.files.reduce((sum, file) => sum + of(file), 0);
}

/** The page of a rule; its address may hold anything that `docsUrl` holds. */
export function ruleUrl(report: Pick<LintReport, "docsUrl">, rule: string): string {
  return `${report.docsUrl}/${rule}.md`;
}

/** The first and the last line of a finding, 1-based. A span that ends at a line's start does not reach into it. */
export function linesOf(file: FileReport, finding: Finding): { first: number; last: number } {
  const { start, end } = finding.span;
  const first = file.source.lineAt(start);
  return { first, last: file.source.lineAt(end > start ? end - 1 : end) };
}

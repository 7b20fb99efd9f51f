import type { Finding } from "../rules/finding.ts";
import type { FixSafety, Severity } from "../rules/rule.ts";
import { idleReasons } from "./file-folds.ts";
import type { FileReport, LintReport, ReportedFinding } from "./lint-report.ts";
import { sourceExcerpt } from "./source-excerpt.ts";
import { count, countBySeverity, writtenPath } from "./standing.ts";
import { compareText } from "../source/compare-text.ts";
import { oneLine, visible, withoutCommands } from "./untrusted.ts";

/** How parts of the text are made to stand out. Each takes text and returns it, coloured or not. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** Leaves the text as it is: for files, pipes and terminals without colour. */
export const plainPaint: Paint = {
  error: (text) => text,
  warning: (text) => text,
  info: (text) => text,
  good: (text) => text,
  bold: (text) => text,
  dim: (text) => text,
};

/** The report for a terminal: by file, each finding with its line of the source, then the totals. */
export function terminalReport(report: LintReport, paint: Paint = plainPaint): string {
  const files = [...report.files].sort((left, right) => compareText(left.path, right.path));
  const isReview = report.comparison !== null;
  const blocks = [
    ...files.filter(hasSomethingToSay).map((file) => fileBlock(file, isReview, paint)),
    ...(report.unread.length > 0 ? [unreadBlock(report, paint)] : []),
    ...(report.notes.length > 0 ? [report.notes.map(oneLine).join("\n")] : []),
    totals(report, paint),
  ];
  return `${blocks.join("\n\n").split("\n").map(withoutCommands).join("\n")}\n`;
}

function hasSomethingToSay(file: FileReport): boolean {
  const { findings, fixed, suppressed, idleComments } = file;
  return findings.length + fixed.length + suppressed.length + idleComments.length > 0;
}

function fileBlock(file: FileReport, isReview: boolean, paint: Paint): string {
  const before = file.scoreBefore === null ? "" : `${file.scoreBefore} → `;
  const title = `${paint.bold(visible(file.path))}  ${paint.dim(`score ${before}${file.score}`)}`;
  const findings = file.findings.map((reported) => findingBlock(file, reported, isReview, paint));
  const fixed = file.fixed.map(
    (finding) =>
      `  ${paint.good("fixed")}  ${oneLine(finding.message)}  ${paint.dim(finding.rule)}`,
  );
  const suppressed = file.suppressed.map(({ finding, commentSpan, reason }) => {
    const line = file.source.lineAt(commentSpan.start);
    const why = reason === "" ? "" : `: ${oneLine(reason)}`;
    return `  ${paint.dim(`suppressed  ${visible(finding.rule)} by the comment on line ${line}${why}`)}`;
  });
  const idle = file.idleComments.map(({ span, names, problem }) => {
    const line = file.source.lineAt(span.start);
    const named = names.map(visible).join(", ");
    return `  ${paint.dim(`line ${line}: the comment that ignores ${named} ${idleReasons[problem]}`)}`;
  });
  return [title, ...findings, ...fixed, ...suppressed, ...idle].join("\n");
}

function findingBlock(
  file: FileReport,
  { finding, standing }: ReportedFinding,
  isReview: boolean,
  paint: Paint,
): string {
  const { line, column } = file.source.positionAt(finding.span.start);
  const place = paint.dim(`${line}:${column}`);
  const severity = paint[finding.severity](finding.severity);
  const mark = isReview
    ? `${standing === "introduced" ? paint.bold("new") : "already there"}  `
    : "";
  const head = `  ${place}  ${severity}  ${mark}${oneLine(finding.message)}  ${paint.dim(visible(finding.rule))}`;
  const excerpt = sourceExcerpt(file.source, finding.span, paint[finding.severity]);
  return [head, ...excerpt, ...fixLine(file, finding, paint)].join("\n");
}

function fixLine(file: FileReport, { fix }: Finding, paint: Paint): string[] {
  if (fix === null) return [];
  const label = fix.safety === "review" ? "fix to review:" : "fix:";
  const paths = fix.files?.map(({ path }) => visible(writtenPath(file, path))) ?? [];
  const writes = paths.length === 0 ? "" : paint.dim(`  writes ${paths.join(", ")}`);
  return [`      ${paint.good(label)} ${oneLine(fix.title)}${writes}`];
}

function unreadBlock(report: LintReport, paint: Paint): string {
  const items = report.unread.map(({ path, reason }) => `  ${visible(path)}  ${oneLine(reason)}`);
  return [paint.bold("Not read"), ...items].join("\n");
}

function totals(report: LintReport, paint: Paint): string {
  const all = report.files.flatMap((file) => file.findings);
  const findings = all.map(({ finding }) => finding);
  const files = count(report.files.length, "file");
  const fixed = report.files.reduce((sum, file) => sum + file.fixed.length, 0);
  const fixedNote = fixed > 0 ? `, ${fixed} fixed` : "";
  if (report.files.length === 0) return paint.bold("Nothing was judged.");
  if (findings.length === 0) return paint.good(`No problems in ${files}${fixedNote}.`);
  const counts = countBySeverity(findings);
  const bySeverity = (["error", "warning", "info"] satisfies Severity[])
    .filter((severity) => counts[severity] > 0)
    .map((severity) => paint[severity](count(counts[severity], severity)));
  const introduced = all.filter(({ standing }) => standing === "introduced").length;
  const standing =
    report.comparison === null
      ? ""
      : `: ${introduced} new, ${all.length - introduced} already there${fixedNote}`;
  const problems = `${count(findings.length, "problem")} in ${files}`;
  return `${paint.bold(problems)} (${bySeverity.join(", ")})${standing}.${remedyFor(findings)}`;
}

/** Which command mends how many of the findings; empty when none can be fixed. */
function remedyFor(findings: readonly Finding[]): string {
  const number = (safety: FixSafety) => findings.filter(({ fix }) => fix?.safety === safety).length;
  const [safe, review] = [number("safe"), number("review")];
  if (safe + review === 0) return "";
  const withReview = "`dockerfile-review fix --safety review`";
  if (safe === 0) return `\n${review} can be fixed with ${withReview}: look at the changes.`;
  const more = review === 0 ? "" : `, and ${review} more with ${withReview}: look at the changes`;
  return `\n${safe} can be fixed safely with \`dockerfile-review fix\`${more}.`;
}

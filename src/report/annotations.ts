import type { Finding } from "../rules/finding.ts";
import { severities, type Severity } from "../rules/rule.ts";
import { annotationMessageMax, annotationsPerLevel, annotationTitleMax } from "./github-limits.ts";
import type { Counts, FileReport, LintReport } from "./lint-report.ts";
import { count, inScope, linesOf, ruleUrl } from "./standing.ts";
import { compareText } from "../source/compare-text.ts";
import { oneLine, truncate, visible } from "./untrusted.ts";

/** A line that the Actions runner shows beside the code. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly path: string;
  /** 1-based, first and last. */
  readonly startLine: number;
  readonly endLine: number;
  /** 1-based; only when the annotation covers one line. */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly title: string;
  readonly message: string;
}

const levels = { error: "error", warning: "warning", info: "notice" } as const;

const allPlaces: Counts = {
  error: annotationsPerLevel,
  warning: annotationsPerLevel,
  info: annotationsPerLevel,
};

/**
 * The findings in scope as annotations, most severe first, then by path and line. GitHub shows ten of a level in a
 * step and drops the rest in silence, so where there are more the last place says how many.
 * @param places how many annotations there may be of each severity, at least one
 */
export function annotationsOf(report: LintReport, places: Counts = allPlaces): Annotation[] {
  const all = report.files
    .flatMap((file) => inScope(file).map((finding) => ({ file, finding })))
    .sort(
      (left, right) =>
        compareText(left.file.path, right.file.path) ||
        left.finding.span.start - right.finding.span.start,
    );
  return severities.flatMap((severity) => {
    const ofLevel = all.filter(({ finding }) => finding.severity === severity);
    const most = places[severity];
    if (ofLevel.length <= most) return ofLevel.map((one) => annotate(report, one));
    const shown = ofLevel.slice(0, most - 1);
    const rest = ofLevel.slice(most - 1);
    return [...shown.map((one) => annotate(report, one)), restAnnotation(severity, rest)];
  });
}

interface Place {
  readonly file: FileReport;
  readonly finding: Finding;
}

function annotate(report: LintReport, { file, finding }: Place): Annotation {
  const page = ` ${ruleUrl(report, finding.rule)}`;
  const message = truncate(oneLine(finding.message), annotationMessageMax - page.length);
  return {
    level: levels[finding.severity],
    path: file.path,
    ...annotatedRange(file, finding),
    title: truncate(`Dockerfile review: ${visible(finding.rule)}`, annotationTitleMax),
    message: truncate(message + page, annotationMessageMax),
  };
}

function annotatedRange(
  file: FileReport,
  finding: Finding,
): Pick<Annotation, "startLine" | "endLine" | "startColumn" | "endColumn"> {
  const { first, last } = linesOf(file, finding);
  if (first !== last) return { startLine: first, endLine: last };
  const start = finding.span.start - file.source.lineStart(first) + 1;
  const lineEnd = file.source.lineSpan(first).end;
  const end = Math.min(finding.span.end, lineEnd) - file.source.lineStart(first) + 1;
  return { startLine: first, endLine: first, startColumn: start, endColumn: Math.max(start, end) };
}

/** The last annotation of a level, at the first finding that has none of its own. */
function restAnnotation(severity: Severity, rest: readonly Place[]): Annotation {
  const [first] = rest;
  if (first === undefined) throw new RangeError("there is no finding left to annotate");
  const noun = severity === "info" ? "notice" : severity;
  const { first: line } = linesOf(first.file, first.finding);
  const files = new Set(rest.map(({ file }) => file.path)).size;
  return {
    level: levels[severity],
    path: first.file.path,
    startLine: line,
    endLine: line,
    title: `Dockerfile review: ${count(rest.length, `more ${noun}`)}`,
    message:
      `${count(rest.length, `more ${noun}`)} in ${count(files, "file")}, from this line on. ` +
      "Not all of them are shown beside the code; the job summary has them all.",
  };
}

import type { Finding } from "../rules/finding.ts";
import type { Category, Confidence, Fix, FixSafety, Severity } from "../rules/rule.ts";
import type { FileReport, LintReport } from "./lint-report.ts";
import { countBySeverity, ruleUrl, writtenPath } from "./standing.ts";

/** What `--format json` prints. Other programs stand on it: fields are added, never changed or taken away. */
export interface JsonReport {
  readonly version: 1;
  readonly files: readonly JsonFile[];
  readonly summary: {
    readonly files: number;
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly fixable: number;
  };
}

/** One Dockerfile. */
export interface JsonFile {
  readonly path: string;
  /** 0 to 100. */
  readonly score: number;
  /** In file order. */
  readonly findings: readonly JsonFinding[];
}

/** One finding. Lines and columns count from 1, columns in UTF-16 code units; `endColumn` is the first one after it. */
export interface JsonFinding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly stage: string | null;
  readonly aliases: readonly string[];
  readonly fingerprint: string;
  readonly docs: string;
  readonly fix: {
    readonly title: string;
    readonly safety: FixSafety;
    /** Offsets in UTF-16 code units of the file. */
    readonly edits: readonly {
      readonly start: number;
      readonly end: number;
      readonly newText: string;
    }[];
    /** The files that it makes or changes beside the Dockerfile, with their whole new texts; left out when there are none. */
    readonly files?: readonly { readonly path: string; readonly text: string }[];
  } | null;
}

/** The report as one JSON object with a final newline. */
export function jsonReport(report: LintReport): string {
  return `${JSON.stringify(toJson(report), null, 2)}\n`;
}

/** The report as plain data, of the form that `--format json` promises. */
export function toJson(report: LintReport): JsonReport {
  const all = report.files.flatMap((file) => file.findings.map(({ finding }) => finding));
  const counts = countBySeverity(all);
  return {
    version: 1,
    files: report.files.map((file) => ({
      path: file.path,
      score: file.score,
      findings: file.findings.map(({ finding }) => findingToJson(report, file, finding)),
    })),
    summary: {
      files: report.files.length,
      errors: counts.error,
      warnings: counts.warning,
      infos: counts.info,
      fixable: all.filter(({ fix }) => fix !== null).length,
    },
  };
}

function findingToJson(report: LintReport, file: FileReport, finding: Finding): JsonFinding {
  const start = file.source.positionAt(finding.span.start);
  const end = file.source.positionAt(finding.span.end);
  const { rule, category, severity, confidence, message, stage, aliases, fingerprint, fix } =
    finding;
  return {
    rule,
    category,
    severity,
    confidence,
    message,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    stage,
    aliases,
    fingerprint,
    docs: ruleUrl(report, rule),
    fix: fix && fixToJson(file, fix),
  };
}

function fixToJson(file: FileReport, fix: Fix): NonNullable<JsonFinding["fix"]> {
  const { title, safety, edits, files = [] } = fix;
  return {
    title,
    safety,
    edits: edits.map(({ start, end, newText }) => ({ start, end, newText })),
    ...(files.length === 0
      ? {}
      : { files: files.map(({ path, text }) => ({ path: writtenPath(file, path), text })) }),
  };
}

import { toJson, type JsonFinding, type JsonReport } from "./json.ts";
import type { LintReport, Scope } from "./lint-report.ts";

/** The change that a saved report is of. */
export interface SavedChange {
  /** Null when it is of no pull request. */
  readonly pullRequest: number | null;
  readonly baseSha: string;
  readonly headSha: string;
}

/** What is written for later steps and runs: the report of `--format json`, with what is known of the change. */
export interface SavedReport extends Omit<JsonReport, "files"> {
  readonly change: SavedChange | null;
  readonly scope: Scope;
  readonly files: readonly {
    readonly path: string;
    readonly score: number;
    /** How many findings the change mended. */
    readonly fixed: number;
    readonly findings: readonly (JsonFinding & {
      readonly standing: "introduced" | "existing";
    })[];
  }[];
}

/** A report for later steps of the job and for the run that publishes it, as one JSON object. */
export function savedReport(report: LintReport, pullRequest: number | null): string {
  const { comparison, scope = "introduced" } = report;
  const json = toJson(report);
  const saved: SavedReport = {
    ...json,
    change: comparison && {
      pullRequest,
      baseSha: comparison.baseSha,
      headSha: comparison.headSha,
    },
    scope,
    files: report.files.map((file, index) => ({
      path: file.path,
      score: file.score,
      fixed: file.fixed.length,
      findings: (json.files[index]?.findings ?? []).map((finding, at) => ({
        ...finding,
        standing: file.findings[at]?.standing ?? "introduced",
      })),
    })),
  };
  return `${JSON.stringify(saved, null, 2)}\n`;
}

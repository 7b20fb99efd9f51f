import type { SelectedRule } from "../lint/select-rules.ts";
import type { FileReport, LintReport } from "../report/lint-report.ts";
import type { PolicyFor } from "../lint/policy.ts";
import { buildFileReport, ruleFacts, type ReportDetail } from "./build-report.ts";
import { localDockerfiles, type LocalSource } from "./local-dockerfiles.ts";

/** What a check gave. */
export interface CheckResult {
  readonly report: LintReport;
  /** What the user named and what could not be read, each as a sentence part: `app/Dockerfile does not exist`. */
  readonly inputErrors: readonly string[];
}

/** Judges the Dockerfiles that paths mean as they are, without a base version to compare with. */
export function checkFiles(
  host: LocalSource,
  paths: readonly string[],
  policyFor: PolicyFor,
  frame: Pick<LintReport, "preset" | "docsUrl" | "notes">,
  detail: ReportDetail = "full",
): CheckResult {
  const judgedBy = new Set<readonly SelectedRule[]>();
  const files: FileReport[] = [];
  const unread: { path: string; reason: string }[] = [];
  const inputErrors: string[] = [];
  for (const file of localDockerfiles(host, paths)) {
    if (file.kind === "unread") {
      unread.push({ path: file.path, reason: file.reason });
      if (file.given) inputErrors.push(`${file.path} ${file.reason}`);
    } else {
      const policy = policyFor(file.path);
      files.push(buildFileReport({ ...file, base: null, hunks: null }, policy, detail));
      judgedBy.add(policy.rules);
    }
  }
  const nothing = files.length === 0 && unread.length === 0;
  const notes = nothing
    ? [...frame.notes, `No Dockerfile found in ${paths.map(placeName).join(", ")}.`]
    : frame.notes;
  return {
    report: { ...frame, files, unread, notes, comparison: null, rules: ruleFacts(judgedBy) },
    inputErrors,
  };
}

/** A path as it reads at the end of a sentence. */
function placeName(path: string): string {
  return path === "." || path === "./" ? "the current directory" : path;
}

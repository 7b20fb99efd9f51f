import type { Finding } from "../rules/finding.ts";
import { keyOf, pathOfKey, type AuditState } from "./audit-state.ts";
import type { FileReport, LintReport } from "./lint-report.ts";

/** A finding and its file. */
export interface PlacedFinding {
  readonly file: FileReport;
  readonly finding: Finding;
}

/** What has changed between two audits. */
export interface AuditChange {
  readonly added: readonly PlacedFinding[];
  /** How many findings are gone, by rule. */
  readonly gone: ReadonlyMap<string, number>;
}

/**
 * Compares a report with what the last audit found. Where the lines of a finding have changed and the rule still finds as much
 * in the file, nothing is new: a base image that was raised by a version brings no news.
 * @returns null when there was no last audit, or when it found more than it could note down
 */
export function changeSince(report: LintReport, earlier: AuditState | null): AuditChange | null {
  if (earlier?.complete !== true) return null;
  const left = new Map([...earlier.findings].map(([rule, keys]) => [rule, new Set(keys)]));
  const unmatched: PlacedFinding[] = [];
  for (const file of report.files) {
    for (const { finding } of file.findings) {
      const key = keyOf(file.path, finding.fingerprint);
      if (left.get(finding.rule)?.delete(key) !== true) unmatched.push({ file, finding });
    }
  }
  const added = unmatched.filter(({ file, finding }) => {
    const keys = left.get(finding.rule) ?? new Set<string>();
    const place = pathOfKey(keyOf(file.path, finding.fingerprint));
    const changed = [...keys].find((key) => pathOfKey(key) === place);
    return changed === undefined || !keys.delete(changed);
  });
  const gone = [...left].map(([rule, keys]): [string, number] => [rule, keys.size]);
  return { added, gone: new Map(gone.filter(([, number]) => number > 0)) };
}

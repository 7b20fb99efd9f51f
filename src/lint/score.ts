import type { Finding } from "../rules/finding.ts";
import { scorePoints } from "../rules/rule.ts";

/** What a file's score is: 100 minus 15 for each error, 5 for each warning and 1 for each info, but not below 0. */
export function score(findings: readonly Finding[]): number {
  const cost = findings.reduce((sum, finding) => sum + scorePoints[finding.severity], 0);
  return Math.max(0, 100 - cost);
}

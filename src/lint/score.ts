import type { Finding } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";

/**
 * Points that one finding costs. An error outweighs three warnings, a warning five pieces of advice; these are
 * judgements, chosen so that one error alone takes a file out of the nineties and twenty pieces of advice do too.
 */
const costs: Readonly<Record<Severity, number>> = { error: 15, warning: 5, info: 1 };

/** What a file's score is: 100 minus 15 for each error, 5 for each warning and 1 for each info, but not below 0. */
export function score(findings: readonly Finding[]): number {
  const cost = findings.reduce((sum, finding) => sum + costs[finding.severity], 0);
  return Math.max(0, 100 - cost);
}

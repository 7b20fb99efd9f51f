import type { AuditPoint } from "./audit-state.ts";

/**
 * The findings of the last audits as a Mermaid chart, oldest on the left: all findings as bars, errors and warnings as a line.
 * @returns null with fewer than two audits, which make no line
 */
export function historyChart(history: readonly AuditPoint[]): string | null {
  if (history.length < 2) return null;
  const all = history.map(({ counts }) => counts.error + counts.warning + counts.info);
  const serious = history.map(({ counts }) => counts.error + counts.warning);
  const top = Math.max(1, ...all);
  // Days are quoted, since Mermaid takes a bare dash for an operator.
  const days = history.map(({ day }) => `"${day.slice(5)}"`);
  return [
    "```mermaid",
    "xychart-beta",
    '  title "All findings (bars), errors and warnings (line)"',
    `  x-axis [${days.join(", ")}]`,
    `  y-axis "Findings" 0 --> ${top}`,
    `  bar [${all.join(", ")}]`,
    `  line [${serious.join(", ")}]`,
    "```",
  ].join("\n");
}

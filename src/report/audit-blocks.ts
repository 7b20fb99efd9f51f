import { historyChart } from "./audit-chart.ts";
import type { AuditPoint } from "./audit-state.ts";
import { firstSteps } from "./audit-steps.ts";
import { ruleLink, severityMarks } from "./finding-line.ts";
import type { Block } from "./fit-blocks.ts";
import { folded, link } from "./markdown.ts";
import { sumOf, worstOf, type RuleTally } from "./rule-tallies.ts";
import { count } from "./standing.ts";
import { compareText } from "../source/compare-text.ts";

/** Characters that we fill of an issue's body. Our choice: well below GitHub's 65,536; the hidden lines take up to 30,000. */
export const issueBudget = 60_000;

/** What is given its place first in the text of an audit. */
export const auditRanks = {
  frame: 0,
  steps: 1,
  changes: 2,
  files: 3,
  rules: 4,
  chart: 5,
  unread: 6,
  rest: 7,
} as const;

/** A text that is left out last. */
export function frameBlock(text: string): Block {
  return { text, rank: auditRanks.frame, what: ["note", "notes"] };
}

/** What to do first: few lines, each with what it brings. */
export function stepBlocks(tallies: ReadonlyMap<string, RuleTally>, docsUrl: string): Block[] {
  const steps = firstSteps(tallies);
  if (steps.length === 0) return [];
  const items = steps.map(
    ({ rule, gain, findings, files, effort }) =>
      `1. ${ruleLink({ docsUrl }, rule)}: ${count(findings, "finding")} in ${count(files, "file")}, ${effort}; ${count(gain, "point")} of score in all`,
  );
  return [
    {
      text: `#### What to fix first\n\n${items.join("\n")}`,
      rank: auditRanks.steps,
      what: ["list of steps", "lists of steps"],
    },
  ];
}

/** How much each rule found, folded. */
export function ruleBlocks(tallies: ReadonlyMap<string, RuleTally>, docsUrl: string): Block[] {
  if (tallies.size === 0) return [];
  const rows = mostFirst(tallies).map(
    ([rule, { counts, files }]) =>
      `| ${severityMarks[worstOf(counts)]} ${ruleLink({ docsUrl }, rule)} | ${sumOf(counts)} | ${files} |`,
  );
  const table = `| Rule | Findings | Dockerfiles |\n|:--|:-:|:-:|\n${rows.join("\n")}`;
  const summary = `<b>Findings by rule</b>: ${count(tallies.size, "rule")}`;
  return [
    {
      text: folded(summary, table),
      rank: auditRanks.rules,
      what: ["table of rules", "tables of rules"],
    },
  ];
}

/** Rules with most findings first. */
export function mostFirst(tallies: ReadonlyMap<string, RuleTally>): [string, RuleTally][] {
  return [...tallies].sort(
    ([leftRule, left], [rightRule, right]) =>
      sumOf(right.counts) - sumOf(left.counts) || compareText(leftRule, rightRule),
  );
}

/** The last audits as a chart, folded. */
export function chartBlocks(history: readonly AuditPoint[]): Block[] {
  const chart = historyChart(history);
  if (chart === null) return [];
  const summary = `<b>The last ${history.length} audits</b>`;
  return [{ text: folded(summary, chart), rank: auditRanks.chart, what: ["chart", "charts"] }];
}

/**
 * Says what was left out, empty when nothing was.
 * @param place where all of it is, in plain words
 */
export function leftOutNote(leftOut: string, place: string, runUrl: string | null): string {
  if (leftOut === "") return "";
  return `**Left out for length:** ${leftOut}. Everything is in ${runUrl === null ? place : link(place, runUrl)}.`;
}

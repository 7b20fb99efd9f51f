import { severities } from "../rules/rule.ts";
import { historyChart } from "./audit-chart.ts";
import { changeSince, type AuditChange } from "./audit-change.ts";
import { firstSteps } from "./audit-steps.ts";
import { meanScore, nextState, writeState, type AuditState } from "./audit-state.ts";
import { fileUrl, placeLink, ruleLink, severityMarks } from "./finding-line.ts";
import { fitBlocks, type Block } from "./fit-blocks.ts";
import type { FileReport, LintReport } from "./lint-report.ts";
import { codeCell, codeSpan, escapeText, folded, link, messageText } from "./markdown.ts";
import { count, countBySeverity, filesWorstFirst, total } from "./standing.ts";

/** The last line of an audit's issue, by which a later audit knows it again. */
export const auditMarker = "<!-- dockerfile-review:audit -->";

/** Characters that we fill of an issue's body. Our choice: well below GitHub's 65,536; the hidden lines take up to 30,000. */
const bodyBudget = 60_000;

/** What an audit's issue depends on besides the report. */
export interface AuditIssueOptions {
  /** The day of the audit, `2026-11-21`. */
  readonly day: string;
  readonly branch: string;
  readonly sha: string;
  /** What the last audit left behind, null at the first. */
  readonly earlier: AuditState | null;
  /** Where the run's job summary and reports are; null when there is no such place. */
  readonly runUrl: string | null;
}

const ranks = { frame: 0, steps: 1, added: 2, files: 3, rules: 4, chart: 5, unread: 6 } as const;

/** The title of an audit's issue. It never changes, so that people find it again. */
export const auditTitle = "Dockerfile audit";

/** The body of the one issue of a repository's audits. */
export function auditIssue(report: LintReport, options: AuditIssueOptions): string {
  const state = nextState(report, { day: options.day, sha: options.sha }, options.earlier);
  const change = changeSince(report, options.earlier);
  const ending = [footer(report, options), writeState(state), auditMarker].join("\n");
  const blocks = [
    frame(`### ${auditVerdict(report)}`),
    frame(comparedText(report, options.earlier, change)),
    ...stepBlocks(report),
    ...addedBlocks(report, change),
    ...fileBlocks(report),
    ...ruleBlocks(report),
    ...chartBlocks(state),
    ...unreadBlocks(report),
    ...report.notes.map((note) => frame(`> ${messageText(note)}`)),
  ];
  const { text, leftOut } = fitBlocks(
    blocks,
    bodyBudget - ending.length - 500,
    (one) => one.length,
  );
  const note = leftOut === "" ? "" : leftOutNote(leftOut, options.runUrl);
  return `${[text, note, ending].filter((part) => part !== "").join("\n\n")}\n`;
}

/** The state of a repository's Dockerfiles in one line of plain text. */
export function auditVerdict(report: LintReport): string {
  const files = report.files.length;
  if (files === 0) return "No Dockerfile in this branch";
  const of = count(files, "Dockerfile");
  const findings = allFindings(report);
  if (findings.length === 0) return `No problems in ${of}`;
  const counts = countBySeverity(findings);
  const words = { error: "error", warning: "warning", info: "piece of advice" } as const;
  const found = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) =>
      severity === "info"
        ? count(counts.info, words.info, "pieces of advice")
        : count(counts[severity], words[severity]),
    );
  return `${found.join(", ")} in ${of}, mean score ${meanScore(report)}`;
}

function allFindings(report: LintReport) {
  return report.files.flatMap((file) => file.findings.map(({ finding }) => finding));
}

function frame(text: string): Block {
  return { text, rank: ranks.frame, what: ["note", "notes"] };
}

function comparedText(
  report: LintReport,
  earlier: AuditState | null,
  change: AuditChange | null,
): string {
  const last = earlier?.history.at(-1);
  if (last === undefined) return "This is the first audit.";
  const score = meanScore(report) - last.score;
  const scores =
    score === 0
      ? "the mean score is the same"
      : `the mean score ${score > 0 ? "rose" : "fell"} by ${Math.abs(score)}`;
  if (change === null) return `Since ${last.day} ${scores}.`;
  const gone = [...change.gone.values()].reduce((sum, number) => sum + number, 0);
  if (gone === 0 && change.added.length === 0) return `Nothing has changed since ${last.day}.`;
  return `Since ${last.day}: **${change.added.length} new, ${gone} gone**, ${scores}.`;
}

/** What to do first: few lines, each with what it brings. */
function stepBlocks(report: LintReport): Block[] {
  const steps = firstSteps(report);
  if (steps.length === 0) return [];
  const items = steps.map(
    ({ rule, gain, findings, files, effort }) =>
      `1. ${ruleLink(report, rule)}: ${count(findings, "finding")} in ${count(files, "file")}, ${effort}; ${count(gain, "point")} of score`,
  );
  return [
    {
      text: `#### What to fix first\n\n${items.join("\n")}`,
      rank: ranks.steps,
      what: ["list of steps", "lists of steps"],
    },
  ];
}

function addedBlocks(report: LintReport, change: AuditChange | null): Block[] {
  if (change === null || (change.added.length === 0 && change.gone.size === 0)) return [];
  const series = "changes";
  const heading: Block = {
    text: "#### Since the last audit",
    rank: ranks.added,
    what: null,
    series,
  };
  const gone = [...change.gone].map(([rule, number]): Block => ({
    text: `- ✓ ${number} × ${ruleLink(report, rule)} gone`,
    rank: ranks.added,
    what: ["rule with gone findings", "rules with gone findings"],
    tight: true,
    series,
  }));
  const added = change.added.map(({ file, finding }): Block => ({
    text: `- ${severityMarks[finding.severity]} ${codeSpan(file.path)} ${placeLink(report, file, finding)}: ${ruleLink(report, finding.rule)}`,
    rank: ranks.added,
    what: ["new finding", "new findings"],
    tight: true,
    series,
  }));
  return [heading, ...gone, ...added];
}

function fileBlocks(report: LintReport): Block[] {
  const files = worstFiles(report);
  if (files.length === 0) return [];
  const marks = severities.map((severity) => severityMarks[severity]).join(" | ");
  const series = "files";
  const rows = files.map((file): Block => {
    const counts = countBySeverity(file.findings.map(({ finding }) => finding));
    const url = fileUrl(report, file);
    const name = url === null ? codeCell(file.path) : link(codeCell(file.path), url);
    const cells = [name, ...severities.map((severity) => counts[severity]), file.score];
    return {
      text: `| ${cells.join(" | ")} |`,
      rank: ranks.files,
      what: ["Dockerfile", "Dockerfiles"],
      tight: true,
      series,
    };
  });
  const head = `#### Dockerfiles, worst first\n\n| Dockerfile | ${marks} | Score |\n|:--|:-:|:-:|:-:|:-:|`;
  return [{ text: head, rank: ranks.files, what: null, series }, ...rows];
}

/** The files with findings, lowest score first. */
export function worstFiles(report: LintReport): FileReport[] {
  return filesWorstFirst(report)
    .filter(({ findings }) => findings.length > 0)
    .sort((left, right) => left.score - right.score);
}

function ruleBlocks(report: LintReport): Block[] {
  const rules = new Map<string, { number: number; files: Set<string>; mark: string }>();
  for (const file of report.files) {
    for (const { finding } of file.findings) {
      const mark = severityMarks[finding.severity];
      const one = rules.get(finding.rule) ?? { number: 0, files: new Set(), mark };
      one.number++;
      one.files.add(file.path);
      rules.set(finding.rule, one);
    }
  }
  if (rules.size === 0) return [];
  const rows = [...rules]
    .sort(([, left], [, right]) => right.number - left.number)
    .map(
      ([rule, { number, files, mark }]) =>
        `| ${mark} ${ruleLink(report, rule)} | ${number} | ${files.size} |`,
    );
  const table = `| Rule | Findings | Dockerfiles |\n|:--|:-:|:-:|\n${rows.join("\n")}`;
  const summary = `<b>Findings by rule</b>: ${count(rules.size, "rule")}`;
  return [
    {
      text: folded(summary, table),
      rank: ranks.rules,
      what: ["table of rules", "tables of rules"],
    },
  ];
}

function chartBlocks(state: AuditState): Block[] {
  const chart = historyChart(state.history);
  if (chart === null) return [];
  const summary = `<b>The last ${state.history.length} audits</b>`;
  return [{ text: folded(summary, chart), rank: ranks.chart, what: ["chart", "charts"] }];
}

function unreadBlocks(report: LintReport): Block[] {
  if (report.unread.length === 0) return [];
  const items = report.unread.map(
    ({ path, reason }) => `- ${codeSpan(path)} ${messageText(reason)}`,
  );
  const summary = `<b>Not read</b>: ${count(report.unread.length, "Dockerfile")}`;
  return [
    {
      text: folded(summary, items.join("\n")),
      rank: ranks.unread,
      what: ["list of unread Dockerfiles", "lists of unread Dockerfiles"],
    },
  ];
}

function footer(report: LintReport, { day, branch, sha, runUrl }: AuditIssueOptions): string {
  const run = runUrl === null ? "" : ` · ${link("the run", runUrl)}`;
  const suppressed = total(report, (file) => file.suppressed.length);
  const silenced =
    suppressed === 0 ? "" : ` · ${count(suppressed, "finding")} suppressed by comments`;
  return (
    `<sub>Audited ${day} at ${escapeText(sha.slice(0, 7))} of ${codeSpan(branch)} · ` +
    `preset ${escapeText(report.preset)}${silenced}${run}</sub>`
  );
}

function leftOutNote(leftOut: string, runUrl: string | null): string {
  const where = runUrl === null ? "the run's job summary" : link("the run's job summary", runUrl);
  return `**Left out for length:** ${leftOut}. Everything is in ${where}.`;
}

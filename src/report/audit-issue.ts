import { severities } from "../rules/rule.ts";
import {
  auditRanks,
  chartBlocks,
  frameBlock,
  issueBudget,
  leftOutNote,
  ruleBlocks,
  stepBlocks,
} from "./audit-blocks.ts";
import { changeSince, type AuditChange } from "./audit-change.ts";
import { meanScore, nextState, readState, writeState, type AuditState } from "./audit-state.ts";
import { fileUrl, placeLink, ruleLink, severityMarks } from "./finding-line.ts";
import { fitBlocks, type Block } from "./fit-blocks.ts";
import type { FileReport, LintReport } from "./lint-report.ts";
import { codeCell, codeSpan, escapeText, folded, link, messageText } from "./markdown.ts";
import { countsInWords, tallyRules } from "./rule-tallies.ts";
import { count, countBySeverity, filesWorstFirst, total } from "./standing.ts";

/** The last line of an audit's issue, by which a later audit knows it again. */
export const auditMarker = "<!-- dockerfile-review:audit -->";

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

/** The title of an audit's issue. It never changes, so that people find it again. */
export const auditTitle = "Dockerfile audit";

/** An issue that audits keep, whatever they audit. */
export interface IssueContent {
  /** The issue's last line, by which a later audit knows it again. */
  readonly marker: string;
  readonly title: string;
  /** Whether nothing is left to do, so that the issue is closed. */
  readonly isClean: boolean;
  /** Whether something is found that was not there when the issue's body was written. */
  readonly hasNew: (body: string) => boolean;
  /** The new body, given the one that it replaces; null at the first audit. */
  readonly write: (body: string | null) => string;
}

/** The one issue of a repository's audits. */
export function auditContent(
  report: LintReport,
  frame: Omit<AuditIssueOptions, "earlier">,
): IssueContent {
  return {
    marker: auditMarker,
    title: auditTitle,
    isClean: allFindings(report).length === 0,
    hasNew: (body) => (changeSince(report, readState(body))?.added.length ?? 1) > 0,
    write: (body) =>
      auditIssue(report, { ...frame, earlier: body === null ? null : readState(body) }),
  };
}

/** The body of the one issue of a repository's audits. */
export function auditIssue(report: LintReport, options: AuditIssueOptions): string {
  const state = nextState(report, { day: options.day, sha: options.sha }, options.earlier);
  const change = changeSince(report, options.earlier);
  const ending = [footer(report, options), writeState(state), auditMarker].join("\n");
  const tallies = tallyRules(report);
  const blocks = [
    frameBlock(`### ${auditVerdict(report)}`),
    frameBlock(comparedText(report, options.earlier, change)),
    ...stepBlocks(tallies, report.docsUrl),
    ...addedBlocks(report, change),
    ...fileBlocks(report),
    ...ruleBlocks(tallies, report.docsUrl),
    ...chartBlocks(state.history),
    ...unreadBlocks(report),
    ...report.notes.map((note) => frameBlock(`> ${messageText(note)}`)),
  ];
  const { text, leftOut } = fitBlocks(
    blocks,
    issueBudget - ending.length - 500,
    (one) => one.length,
  );
  const note = leftOutNote(leftOut, "the run's job summary", options.runUrl);
  return `${[text, note, ending].filter((part) => part !== "").join("\n\n")}\n`;
}

/** The state of a repository's Dockerfiles in one line of plain text. */
export function auditVerdict(report: LintReport): string {
  const files = report.files.length;
  if (files === 0) return "No Dockerfile in this branch";
  const of = count(files, "Dockerfile");
  const findings = allFindings(report);
  if (findings.length === 0) return `No problems in ${of}`;
  return `${countsInWords(countBySeverity(findings))} in ${of}, mean score ${meanScore(report)}`;
}

function allFindings(report: LintReport) {
  return report.files.flatMap((file) => file.findings.map(({ finding }) => finding));
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

function addedBlocks(report: LintReport, change: AuditChange | null): Block[] {
  if (change === null || (change.added.length === 0 && change.gone.size === 0)) return [];
  const series = "changes";
  const heading: Block = {
    text: "#### Since the last audit",
    rank: auditRanks.changes,
    what: null,
    series,
  };
  const gone = [...change.gone].map(([rule, number]): Block => ({
    text: `- ✓ ${number} × ${ruleLink(report, rule)} gone`,
    rank: auditRanks.changes,
    what: ["rule with gone findings", "rules with gone findings"],
    tight: true,
    series,
  }));
  const added = change.added.map(({ file, finding }): Block => ({
    text: `- ${severityMarks[finding.severity]} ${codeSpan(file.path)} ${placeLink(report, file, finding)}: ${ruleLink(report, finding.rule)}`,
    rank: auditRanks.changes,
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
      rank: auditRanks.files,
      what: ["Dockerfile", "Dockerfiles"],
      tight: true,
      series,
    };
  });
  const head = `#### Dockerfiles, worst first\n\n| Dockerfile | ${marks} | Score |\n|:--|:-:|:-:|:-:|:-:|`;
  return [{ text: head, rank: auditRanks.files, what: null, series }, ...rows];
}

/** The files with findings, lowest score first. */
export function worstFiles(report: LintReport): FileReport[] {
  return filesWorstFirst(report)
    .filter(({ findings }) => findings.length > 0)
    .sort((left, right) => left.score - right.score);
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
      rank: auditRanks.unread,
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

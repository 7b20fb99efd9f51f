import { auditVerdict, worstFiles } from "../audit-issue.ts";
import { firstSteps } from "../audit-steps.ts";
import { meanScore } from "../audit-state.ts";
import type { FileReport, LintReport } from "../lint-report.ts";
import { compareText, count, countBySeverity, ruleUrl } from "../standing.ts";
import { categoryChart, scoreChart } from "./charts.ts";
import { escapeHtml, messageHtml } from "./escape.ts";
import { fileArticle } from "./file-article.ts";
import { heatMap } from "./heat-map.ts";
import { arrowTip } from "./stage-graph.ts";
import { style } from "./style.ts";

/** What a page says of itself. */
export interface PageFacts {
  /** What was audited: `owner/name`, or a directory's name. */
  readonly subject: string;
  /** The day of the audit, `2026-11-21`. */
  readonly day: string;
  /** The commit, null when it is not known. */
  readonly sha: string | null;
}

/** Dockerfiles that are shown whole. Our choice: of 3,000 a browser still opens the page at once, and nobody reads further. */
const mostWhole = 200;

/**
 * A report as one page that needs nothing from elsewhere: no script, no network, light and dark. The Dockerfiles stand in it
 * with their source.
 */
export function htmlPage(report: LintReport, facts: PageFacts): string {
  const files = worstFirst(report);
  const title = `Dockerfiles of ${facts.subject}`;
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(title)}</title><style>${style}</style></head>\n<body>${arrowTip}`,
    header(report, facts, title),
    '<main><h2 id="overview">Overview</h2>',
    tiles(report),
    `<div class="plots">${categoryChart(report)}${scoreChart(report)}</div>`,
    steps(report),
    heatMap(files),
    unread(report),
    '<h2 id="files">Dockerfiles</h2>',
    excerptNote(files.length),
    ...files.map((file, index) =>
      fileArticle(report, file, index < mostWhole ? "whole" : "excerpt"),
    ),
    "</main></body></html>\n",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function excerptNote(files: number): string {
  if (files <= mostWhole) return "";
  return `<p class="soft">The first ${mostWhole} are shown whole, of the others the lines around findings.</p>`;
}

/** All files: those with findings lowest score first, then the others by path. */
function worstFirst(report: LintReport): FileReport[] {
  const bad = worstFiles(report);
  const clean = report.files.filter(({ findings }) => findings.length === 0);
  return [...bad, ...clean.sort((left, right) => compareText(left.path, right.path))];
}

function header(report: LintReport, { day, sha }: PageFacts, title: string): string {
  const commit = sha === null ? "" : `, commit <code>${escapeHtml(sha.slice(0, 12))}</code>`;
  const notes = report.notes.map((note) => `<p>${messageHtml(note)}</p>`).join("");
  return (
    `<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(auditVerdict(report))}</p>` +
    `<p class="soft">Audited ${escapeHtml(day)}${commit}, preset ${escapeHtml(report.preset)}</p>${notes}</header>`
  );
}

function tiles(report: LintReport): string {
  const counts = countBySeverity(
    report.files.flatMap((file) => file.findings.map(({ finding }) => finding)),
  );
  const items = [
    [report.files.length, "Dockerfiles", ""],
    [meanScore(report), "mean score", ""],
    [counts.error, "errors", "error"],
    [counts.warning, "warnings", "warning"],
    [counts.info, "pieces of advice", "info"],
  ] as const;
  return `<ul class="tiles">${items.map(([number, what, look]) => `<li><b class="${look}">${number}</b>${what}</li>`).join("")}</ul>`;
}

function steps(report: LintReport): string {
  const first = firstSteps(report);
  if (first.length === 0) return "";
  const items = first.map(
    ({ rule, findings, files, effort, gain }) =>
      `<li><a href="${escapeHtml(ruleUrl(report, rule))}">${escapeHtml(rule)}</a>: ` +
      `${count(findings, "finding")} in ${count(files, "file")}, ${messageHtml(effort)}; ${count(gain, "point")} of score</li>`,
  );
  return `<h2 id="first">What to fix first</h2>\n<ol>${items.join("\n")}</ol>`;
}

function unread(report: LintReport): string {
  if (report.unread.length === 0) return "";
  const items = report.unread.map(
    ({ path, reason }) => `<li><code>${escapeHtml(path)}</code> ${messageHtml(reason)}</li>`,
  );
  return `<h2 id="unread">Not read</h2>\n<ul>${items.join("\n")}</ul>`;
}

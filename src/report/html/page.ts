import { auditVerdict, worstFiles } from "../audit-issue.ts";
import { meanScore } from "../audit-state.ts";
import type { FileReport, LintReport } from "../lint-report.ts";
import { tallyRules } from "../rule-tallies.ts";
import { countBySeverity } from "../standing.ts";
import { compareText } from "../../source/compare-text.ts";
import { categoryChart, scoreChart } from "./charts.ts";
import { anchorOf, escapeHtml, messageHtml } from "./escape.ts";
import { contents, htmlDocument, stepList, tiles } from "./document.ts";
import { fileArticle } from "./file-article.ts";
import { heatMap } from "./heat-map.ts";
import { arrowTip } from "./stage-graph.ts";

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

/** Dockerfiles above which the page has a list of them. Our choice: as many as the eye finds. */
const mostWithoutIndex = 20;

/**
 * A report as one page that needs nothing from elsewhere: no script, no network, light and dark. The Dockerfiles stand in it
 * with their source.
 */
export function htmlPage(report: LintReport, facts: PageFacts): string {
  const files = worstFirst(report);
  const title = `Dockerfiles of ${facts.subject}`;
  const overview = [
    '<h2 id="overview">Overview</h2>',
    overviewTiles(report),
    `<div class="plots">${categoryChart(report)}${scoreChart(report.files)}</div>`,
    stepList(tallyRules(report), report.docsUrl),
    heatMap(files),
    unread(report),
    files.length === 0 ? "" : '<h2 id="files">Dockerfiles</h2>',
  ];
  return htmlDocument(title, [
    `${arrowTip}${header(report, facts, title)}`,
    contents(overview),
    "<main>",
    ...overview,
    excerptNote(files.length),
    fileIndex(files),
    ...files.map((file, index) =>
      fileArticle(report, file, index < mostWhole ? "whole" : "excerpt"),
    ),
    "</main>",
  ]);
}

function excerptNote(files: number): string {
  if (files <= mostWhole) return "";
  return `<p class="soft">The first ${mostWhole} are shown whole, of the others the lines around findings.</p>`;
}

/** The ways to all Dockerfiles, by path. Empty when the reader has them on a screen or two. */
function fileIndex(files: readonly FileReport[]): string {
  if (files.length <= mostWithoutIndex) return "";
  const items = [...files]
    .sort((left, right) => compareText(left.path, right.path))
    .map(
      ({ path, score }) =>
        `<li><a href="#${anchorOf(path)}">${escapeHtml(path)}</a> <span class="soft">${score}</span></li>`,
    );
  return `<details class="clean"><summary>All ${files.length} by path, with their scores</summary><ul>${items.join("\n")}</ul></details>`;
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

function overviewTiles(report: LintReport): string {
  const counts = countBySeverity(
    report.files.flatMap((file) => file.findings.map(({ finding }) => finding)),
  );
  return tiles(
    [
      [report.files.length, "Dockerfile", "Dockerfiles"],
      [meanScore(report), "mean score", "mean score"],
    ],
    counts,
  );
}

function unread(report: LintReport): string {
  if (report.unread.length === 0) return "";
  const items = report.unread.map(
    ({ path, reason }) => `<li><code>${escapeHtml(path)}</code> ${messageHtml(reason)}</li>`,
  );
  return `<h2 id="unread">Not read</h2>\n<ul>${items.join("\n")}</ul>`;
}

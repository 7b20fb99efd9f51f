import { severities } from "../../rules/rule.ts";
import { mostFirst } from "../audit-blocks.ts";
import {
  countsOf,
  fleetFiles,
  fleetFilesWorstFirst,
  fleetTallies,
  meanOf,
  repositoriesWorstFirst,
  type FleetReport,
  type FleetRepository,
} from "../fleet-report.ts";
import { ownText, ownWords } from "../fleet-own.ts";
import { fleetFileUrl, fleetVerdict, reachedText, type FleetFrame } from "../fleet-summary.ts";
import type { Counts } from "../lint-report.ts";
import { encodePath } from "../markdown.ts";
import { sumOf, type RuleTally } from "../rule-tallies.ts";
import { count, ruleUrl } from "../standing.ts";
import { countsChart, scoreChart } from "./charts.ts";
import { contents, htmlDocument, stepList, tiles } from "./document.ts";
import { escapeHtml, messageHtml } from "./escape.ts";

/** What a page of many repositories says of itself. */
export interface FleetPageFrame extends Pick<FleetFrame, "docsUrl" | "serverUrl"> {
  /** What was audited: the organisation. */
  readonly subject: string;
}

/** Bars of a chart. Our choice: more cannot be compared by eye. */
const mostBars = 15;

/** Rows of a table. Our choice: a browser shows them at once, and the JSON report has all. */
const mostRows = 2000;

/** Width of the labels of bars, for names of rules and of repositories. */
const labelWidth = 240;

/** Characters of a label that fit into it. */
const labelLength = 32;

/** The audit of many repositories as one page. */
export function fleetPage(fleet: FleetReport, frame: FleetPageFrame): string {
  const title = `Dockerfiles of ${frame.subject}`;
  const files = fleetFiles(fleet);
  const tallies = fleetTallies(fleet);
  const facts = [
    [fleet.repositories.length, "repository", "repositories"],
    [files.length, "Dockerfile", "Dockerfiles"],
    [meanOf(files), "mean score", "mean score"],
  ] as const;
  const parts = [
    '<h2 id="overview">Overview</h2>',
    tiles(facts, countsOf(files)),
    `<div class="plots">${repositoryChart(fleet)}${ruleChart(tallies)}${scoreChart(files)}</div>`,
    stepList(tallies, frame.docsUrl),
    repositoryTable(fleet, frame),
    fileTable(fleet, frame),
    ruleTable(tallies, frame),
    listOf("unread", "Not read, or in need of care", problemsOf(fleet)),
    listOf("own", "Own settings and baselines", ownOf(fleet)),
    listOf("unfinished", "Not reached", fleet.unfinished.map(code)),
  ];
  return htmlDocument(title, [
    header(fleet, title),
    contents(parts),
    "<main>",
    ...parts,
    "</main>",
  ]);
}

function header(fleet: FleetReport, title: string): string {
  const { day, preset, notes } = fleet;
  const reached = reachedText(fleet);
  const texts = [reached, ...notes, ownText(fleet)].filter((text) => text !== "");
  return (
    `<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(fleetVerdict(fleet))}</p>` +
    `<p class="soft">Audited ${escapeHtml(day)}, preset ${escapeHtml(preset)}</p>` +
    `${texts.map((text) => `<p>${messageHtml(text)}</p>`).join("")}</header>`
  );
}

function repositoryChart(fleet: FleetReport): string {
  const worst = repositoriesWorstFirst(fleet)
    .sort((left, right) => sumOf(right.counts) - sumOf(left.counts))
    .slice(0, mostBars);
  const counted = worst.map(({ repository, counts }): [string, Counts] => [
    shortName(repository.name),
    counts,
  ]);
  return countsChart("Repositories with most findings", counted, labelWidth);
}

/** The end of a name that is too long for a label. */
function shortName(name: string): string {
  return name.length <= labelLength ? name : `…${name.slice(1 - labelLength)}`;
}

function ruleChart(tallies: ReadonlyMap<string, RuleTally>): string {
  const counted = mostFirst(tallies)
    .slice(0, mostBars)
    .map(([rule, { counts }]): [string, Counts] => [rule, counts]);
  return countsChart("Rules with most findings", counted, labelWidth);
}

function repositoryTable(fleet: FleetReport, frame: FleetPageFrame): string {
  const rows = repositoriesWorstFirst(fleet).map(({ repository, counts }) => [
    anchor(`${frame.serverUrl}/${encodePath(repository.name)}`, repository.name),
    String(repository.files.length),
    ...numbers(counts),
    String(meanOf(repository.files)),
    dayOf(repository),
  ]);
  const head = ["Repository", "Dockerfiles", ...severityHeads, "Mean score", "Audited"];
  const what = ["repository", "repositories"] as const;
  return table("repositories", "Repositories, worst first", head, rows, what);
}

function dayOf({ day }: FleetRepository): string {
  return escapeHtml(day);
}

function fileTable(fleet: FleetReport, frame: FleetPageFrame): string {
  const rows = fleetFilesWorstFirst(fleet).map(({ repository, file }) => {
    const name = `${repository.name}/${file.path}`;
    const url = fleetFileUrl(frame, repository, file.path);
    return [
      url === null ? escapeHtml(name) : anchor(url, name),
      ...numbers(file.counts),
      String(file.score),
    ];
  });
  const head = ["Dockerfile", ...severityHeads, "Score"];
  return table("files", "Dockerfiles, worst first", head, rows, ["Dockerfile", "Dockerfiles"]);
}

function ruleTable(tallies: ReadonlyMap<string, RuleTally>, { docsUrl }: FleetPageFrame): string {
  const rows = mostFirst(tallies).map(([rule, { counts, files, safe, review }]) => [
    anchor(ruleUrl({ docsUrl }, rule), rule),
    ...numbers(counts),
    String(files),
    String(safe + review),
  ]);
  const head = ["Rule", ...severityHeads, "Dockerfiles", "With a ready diff"];
  return table("rules", "Findings by rule", head, rows, ["rule", "rules"]);
}

const severityHeads = ["Errors", "Warnings", "Advice"];

function numbers(counts: Counts): string[] {
  return severities.map((severity) => String(counts[severity]));
}

/** A table whose first column are names and whose others are numbers. The cells are HTML. */
function table(
  id: string,
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  what: readonly [singular: string, plural: string],
): string {
  if (rows.length === 0) return "";
  const heads = head.map((text) => `<th scope="col">${text}</th>`).join("");
  const body = rows.slice(0, mostRows).map(([name = "", ...cells]) => {
    const numbersOf = cells.map((cell) => `<td>${cell}</td>`).join("");
    return `<tr><th scope="row">${name}</th>${numbersOf}</tr>`;
  });
  const left = rows.length - body.length;
  const more = left <= 0 ? "" : `; ${left} more are in the JSON report`;
  const caption = `<caption class="soft">${count(rows.length, ...what)} with findings${more}</caption>`;
  return (
    `<h2 id="${id}">${title}</h2>\n<div class="wide" tabindex="0" role="region" aria-labelledby="${id}">` +
    `<table class="numbers">${caption}<thead><tr>${heads}</tr></thead>\n<tbody>${body.join("\n")}</tbody></table></div>`
  );
}

function problemsOf({ repositories }: FleetReport): string[] {
  return repositories.flatMap(({ name, problems }) =>
    problems.map((problem) => `${code(name)}: ${messageHtml(problem)}`),
  );
}

function ownOf(fleet: FleetReport): string[] {
  return ownWords(fleet).map(
    ({ repository, words }) => `${code(repository.name)}: ${messageHtml(words)}`,
  );
}

function listOf(id: string, title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return `<h2 id="${id}">${title}</h2>\n<ul>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;
}

function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

function anchor(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;
}

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
import type { IssueContent } from "./audit-issue.ts";
import { severityMarks } from "./finding-line.ts";
import { ownText, ownWords } from "./fleet-own.ts";
import { fitBlocks, type Block } from "./fit-blocks.ts";
import {
  countsOf,
  fleetFiles,
  fleetFilesWorstFirst,
  fleetTallies,
  meanOf,
  repositoriesWorstFirst,
  type FleetReport,
  type FleetRepository,
} from "./fleet-report.ts";
import {
  fleetChanges,
  nextFleetState,
  readFleetState,
  writeFleetState,
  type FleetChange,
  type FleetState,
} from "./fleet-state.ts";
import { jobSummaryBudgetBytes } from "./github-limits.ts";
import type { Counts } from "./lint-report.ts";
import {
  codeCell,
  codeSpan,
  encodePath,
  escapeText,
  folded,
  link,
  messageText,
} from "./markdown.ts";
import { countsInWords, sumOf } from "./rule-tallies.ts";
import { count } from "./standing.ts";

/** What the text of an audit of many repositories depends on besides its report. */
export interface FleetFrame {
  /** Where the rules' pages are. */
  readonly docsUrl: string;
  /** `https://github.com`, without a trailing slash. */
  readonly serverUrl: string;
  /** Where the run's job summary and reports are; null when there is no such place. */
  readonly runUrl: string | null;
}

/** The last line of the issue, by which a later audit knows it again. */
const fleetMarker = "<!-- dockerfile-review:fleet-audit -->";

/** Characters that are left for the note on what was left out. */
const noteRoom = 500;

/** The state of an organisation's Dockerfiles in one line of plain text. */
export function fleetVerdict(fleet: FleetReport): string {
  const files = fleetFiles(fleet);
  const counts = countsOf(files);
  const of = `${count(files.length, "Dockerfile")} of ${count(fleet.repositories.length, "repository", "repositories")}`;
  if (sumOf(counts) === 0) return `No problems in ${of}`;
  return `${countsInWords(counts)} in ${of}, mean score ${meanOf(files)}`;
}

/** The text for the job's summary page. */
export function fleetSummary(fleet: FleetReport, frame: FleetFrame): string {
  const ending = footer(fleet, frame);
  const measure = (text: string): number => Buffer.byteLength(text);
  const room = jobSummaryBudgetBytes - measure(ending) - noteRoom;
  const { text, leftOut } = fitBlocks(fleetBlocks(fleet, frame, null), room, measure);
  return join([text, leftOutNote(leftOut, "the report's files", null), ending]);
}

/** The one issue of an organisation's audits. */
export function fleetContent(fleet: FleetReport, frame: FleetFrame): IssueContent {
  return {
    marker: fleetMarker,
    title: "Dockerfile audit of the organization",
    // Of what was not reached nobody knows whether it is clean.
    isClean: sumOf(countsOf(fleetFiles(fleet))) === 0 && fleet.unfinished.length === 0,
    hasNew: (body) =>
      fleetChanges(fleet, readFleetState(body))?.some(({ before, now }) => now > before) ?? true,
    write: (body) => fleetIssue(fleet, frame, body === null ? null : readFleetState(body)),
  };
}

function fleetIssue(fleet: FleetReport, frame: FleetFrame, earlier: FleetState | null): string {
  const state = nextFleetState(fleet, earlier);
  const ending = [footer(fleet, frame), writeFleetState(state), fleetMarker].join("\n");
  const blocks = [...fleetBlocks(fleet, frame, earlier), ...chartBlocks(state.history)];
  const room = issueBudget - ending.length - noteRoom;
  const { text, leftOut } = fitBlocks(blocks, room, (one) => one.length);
  return join([text, leftOutNote(leftOut, "the run's job summary", frame.runUrl), ending]);
}

function join(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function fleetBlocks(fleet: FleetReport, frame: FleetFrame, earlier: FleetState | null): Block[] {
  const tallies = fleetTallies(fleet);
  return [
    frameBlock(`### ${fleetVerdict(fleet)}`),
    ...unfinishedBlocks(fleet),
    ...fleet.notes.map((note) => frameBlock(`> ${messageText(note)}`)),
    ...(ownText(fleet) === "" ? [] : [frameBlock(`> ${ownText(fleet)}`)]),
    ...stepBlocks(tallies, frame.docsUrl),
    ...changeBlocks(fleet, frame, earlier),
    ...repositoryBlocks(fleet, frame),
    ...fileBlocks(fleet, frame),
    ...ruleBlocks(tallies, frame.docsUrl),
    ...unreadBlocks(fleet),
    ...ownBlocks(fleet),
  ];
}

/** How far the audit got. Empty when it got everywhere. */
export function reachedText({ unfinished, repositories }: FleetReport): string {
  if (unfinished.length === 0) return "";
  const missing = new Set(unfinished);
  const days = repositories.filter(({ name }) => missing.has(name)).map(({ day }) => day);
  const were = unfinished.length === 1 ? "was" : "were";
  const old =
    days.length === 0
      ? ""
      : ` Of them ${days.length} ${days.length === 1 ? "is" : "are"} shown as at the last audit that reached them.`;
  return (
    `${count(unfinished.length, "repository", "repositories")} ${were} not reached; ` +
    `the next audit begins with them when it is given this report.${old}`
  );
}

function unfinishedBlocks(fleet: FleetReport): Block[] {
  const text = reachedText(fleet);
  if (text === "") return [];
  const list = fleet.unfinished.map((name) => `- ${codeSpan(name)}`).join("\n");
  return [
    frameBlock(`> ${text}`),
    {
      text: folded("<b>Not reached</b>", list),
      rank: auditRanks.unread,
      what: ["list of repositories that were not reached", "lists"],
    },
  ];
}

function changeBlocks(fleet: FleetReport, frame: FleetFrame, earlier: FleetState | null): Block[] {
  const last = earlier?.history.at(-1);
  if (last === undefined) return [];
  const changes = fleetChanges(fleet, earlier);
  if (changes === null) return [];
  if (changes.length === 0) return [frameBlock(`Nothing has changed since ${last.day}.`)];
  const worse = changes.filter(({ before, now }) => now > before);
  const better = changes.filter(({ before, now }) => now < before);
  const text =
    `Since ${last.day}: **more findings in ${count(worse.length, "repository", "repositories")}, ` +
    `fewer in ${better.length}**.`;
  const series = "changes";
  const items = [...byDifference(worse), ...byDifference(better)].map((change): Block => ({
    text: `- ${repositoryLink(frame, change.repository)}: ${change.before} → ${change.now}`,
    rank: auditRanks.changes,
    what: ["changed repository", "changed repositories"],
    tight: true,
    series,
  }));
  const heading = { text: "#### Since the last audit", rank: auditRanks.changes, what: null };
  return [frameBlock(text), { ...heading, series }, ...items];
}

function byDifference(changes: readonly FleetChange[]): FleetChange[] {
  const size = ({ before, now }: FleetChange): number => Math.abs(now - before);
  return [...changes].sort((left, right) => size(right) - size(left));
}

function repositoryBlocks(fleet: FleetReport, frame: FleetFrame): Block[] {
  const rows = repositoriesWorstFirst(fleet).map(({ repository, counts }) => [
    repositoryLink(frame, repository),
    String(repository.files.length),
    ...numbers(counts),
    String(meanOf(repository.files)),
  ]);
  const head = ["Repository", "Dockerfiles", ...marks, "Mean score"];
  const what = ["repository", "repositories"] as const;
  return tableBlocks("Repositories, worst first", head, rows, what);
}

function fileBlocks(fleet: FleetReport, frame: FleetFrame): Block[] {
  const rows = fleetFilesWorstFirst(fleet).map(({ repository, file }) => {
    const url = fleetFileUrl(frame, repository, file.path);
    const name = codeCell(`${repository.name}/${file.path}`);
    return [url === null ? name : link(name, url), ...numbers(file.counts), String(file.score)];
  });
  const head = ["Dockerfile", ...marks, "Score"];
  return tableBlocks("Dockerfiles, worst first", head, rows, ["Dockerfile", "Dockerfiles"]);
}

/** Rows of each table that go before everything further down. Our choice: what a team looks at. */
const firstRows = 50;

const marks = severities.map((severity) => severityMarks[severity]);

function numbers(counts: Counts): string[] {
  return severities.map((severity) => String(counts[severity]));
}

function tableBlocks(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  what: readonly [singular: string, plural: string],
): Block[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = `|:--|${":-:|".repeat(head.length - 1)}`;
  const heading = `#### ${title}\n\n${line(head)}\n${rule}`;
  return [
    { text: heading, rank: auditRanks.files, what: null, series: title },
    ...rows.map((row, index): Block => ({
      text: line(row),
      // What stands far down in one table may not take the room of the others.
      rank: index < firstRows ? auditRanks.files : auditRanks.rest,
      what,
      tight: true,
      series: title,
    })),
  ];
}

function unreadBlocks({ repositories }: FleetReport): Block[] {
  const items = repositories.flatMap(({ name, problems }) =>
    problems.map((problem) => `- ${codeSpan(name)}: ${messageText(problem)}`),
  );
  if (items.length === 0) return [];
  const summary = `<b>Not read, or in need of care</b>: ${items.length}`;
  return [
    {
      text: folded(summary, items.join("\n")),
      rank: auditRanks.unread,
      what: ["list of what was not read", "lists of what was not read"],
    },
  ];
}

function ownBlocks(fleet: FleetReport): Block[] {
  const items = ownWords(fleet).map(
    ({ repository, words }) => `- ${codeSpan(repository.name)}: ${messageText(words)}`,
  );
  if (items.length === 0) return [];
  return [
    {
      text: folded(`<b>Own settings and baselines</b>: ${items.length}`, items.join("\n")),
      rank: auditRanks.unread,
      what: ["list of own settings", "lists of own settings"],
    },
  ];
}

function repositoryLink({ serverUrl }: FleetFrame, { name }: FleetRepository): string {
  return link(codeCell(name), `${serverUrl}/${encodePath(name)}`);
}

/** Where a Dockerfile can be looked at; null when its commit is not known. */
export function fleetFileUrl(
  { serverUrl }: Pick<FleetFrame, "serverUrl">,
  { name, sha }: FleetRepository,
  path: string,
): string | null {
  return sha === null ? null : `${serverUrl}/${encodePath(`${name}/blob/${sha}/${path}`)}`;
}

function footer({ day, preset }: FleetReport, { runUrl }: FleetFrame): string {
  const run = runUrl === null ? "" : ` · ${link("the run", runUrl)}`;
  const rules = preset === "" ? "" : ` · preset ${escapeText(preset)}`;
  return `<sub>Audited ${escapeText(day)}${rules}${run}</sub>`;
}

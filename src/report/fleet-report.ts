import { createHash } from "node:crypto";
import type { Counts, FileReport, LintReport } from "./lint-report.ts";
import { addCounts, addTallies, sumOf, tallyRules, type RuleTally } from "./rule-tallies.ts";
import { countBySeverity } from "./standing.ts";
import { compareText } from "../source/compare-text.ts";

/** What an audit of many repositories found, without texts: it is kept as JSON, and several of them are merged. */
export interface FleetReport {
  readonly version: 1;
  /** `plan`: what is to be audited, nothing read yet; `share`: what one job has audited; `whole`: shares put together. */
  readonly part: "plan" | "share" | "whole";
  /** The day of the audit: `2026-11-21`. */
  readonly day: string;
  /** The set of rules; empty in a plan. */
  readonly preset: string;
  readonly repositories: readonly FleetRepository[];
  /** `owner/name` of repositories that were not reached: the next audit begins with them. */
  readonly unfinished: readonly string[];
  /** What the reader must know, in plain words. */
  readonly notes: readonly string[];
}

/** One repository of a fleet. */
export interface FleetRepository {
  /** `owner/name`. */
  readonly name: string;
  /** The day on which it was audited. */
  readonly day: string;
  /** The audited commit; null when it was not read. */
  readonly sha: string | null;
  readonly files: readonly FleetFile[];
  /** What each rule found. */
  readonly rules: Readonly<Record<string, RuleTally>>;
  /** The path of its own settings file, which goes before the central one; null when the central one alone holds. */
  readonly settings: string | null;
  /** How many findings its baseline accepts. */
  readonly accepted: number;
  /** What was not read or does not hold, and why, in plain words. */
  readonly problems: readonly string[];
}

/** One Dockerfile of a fleet. */
export interface FleetFile {
  readonly path: string;
  readonly score: number;
  readonly counts: Counts;
}

/** What is kept of the report on one repository. */
export function fleetRepository(
  audit: Pick<FleetRepository, "name" | "day" | "sha" | "settings" | "accepted">,
  report: LintReport,
): FleetRepository {
  return {
    ...audit,
    files: report.files.map(fleetFile),
    rules: Object.fromEntries(tallyRules(report)),
    problems: [
      ...report.unread.map(({ path, reason }) => `\`${path}\` ${reason}`),
      ...report.notes,
    ],
  };
}

function fleetFile({ path, score, findings }: FileReport): FleetFile {
  return { path, score, counts: countBySeverity(findings.map(({ finding }) => finding)) };
}

/**
 * Several reports as one: of a repository that two have, the later one counts. What one could not reach and another has is not
 * unfinished.
 * @param earlier the last whole report: what is not reached now is shown as it was then, and stays unfinished
 */
export function mergeFleets(
  reports: readonly FleetReport[],
  earlier: FleetReport | null,
): FleetReport {
  const repositories = new Map<string, FleetRepository>();
  for (const report of [...reports].sort((left, right) => compareText(left.day, right.day))) {
    for (const repository of report.repositories) repositories.set(repository.name, repository);
  }
  const unfinished = new Set(reports.flatMap((report) => report.unfinished));
  for (const name of repositories.keys()) unfinished.delete(name);
  for (const repository of earlier?.repositories ?? []) {
    if (unfinished.has(repository.name)) repositories.set(repository.name, repository);
  }
  const presets = reports.map(({ preset }) => preset).filter((preset) => preset !== "");
  return {
    version: 1,
    part: "whole",
    day: reports.map(({ day }) => day).reduce((left, right) => (left > right ? left : right), ""),
    preset: [...new Set(presets)].join(", "),
    repositories: [...repositories.values()].sort((left, right) =>
      compareText(left.name, right.name),
    ),
    unfinished: [...unfinished].sort(compareText),
    notes: [...new Set(reports.flatMap(({ notes }) => notes))],
  };
}

/** Repositories that were to be audited and of which no job says anything: their job has left no report. */
export function lostRepositories(reports: readonly FleetReport[]): string[] {
  const planned = new Set(
    reports.flatMap(({ part, unfinished }) => (part === "plan" ? unfinished : [])),
  );
  for (const { part, repositories, unfinished } of reports) {
    if (part === "plan") continue;
    for (const { name } of repositories) planned.delete(name);
    for (const name of unfinished) planned.delete(name);
  }
  return [...planned];
}

/** All Dockerfiles of a fleet. */
export function fleetFiles({ repositories }: Pick<FleetReport, "repositories">): FleetFile[] {
  return repositories.flatMap(({ files }) => files);
}

/** How many findings there are in some files, by severity. */
export function countsOf(files: readonly FleetFile[]): Counts {
  return files.reduce<Counts>((sum, { counts }) => addCounts(sum, counts), {
    error: 0,
    warning: 0,
    info: 0,
  });
}

/** The mean of the scores of some files, 0 to 100; 100 when there are none. */
export function meanOf(files: readonly Pick<FleetFile, "score">[]): number {
  if (files.length === 0) return 100;
  return Math.round(files.reduce((sum, { score }) => sum + score, 0) / files.length);
}

/** What each rule found in a fleet. */
export function fleetTallies({ repositories }: FleetReport): Map<string, RuleTally> {
  const tallies = new Map<string, RuleTally>();
  for (const { rules } of repositories) {
    for (const [rule, tally] of Object.entries(rules)) {
      const known = tallies.get(rule);
      tallies.set(rule, known === undefined ? tally : addTallies(known, tally));
    }
  }
  return tallies;
}

/** A repository with its counts. */
export interface RankedRepository {
  readonly repository: FleetRepository;
  readonly counts: Counts;
}

/** The repositories with findings, those with most errors first, then with most warnings, then with most advice. */
export function repositoriesWorstFirst({ repositories }: FleetReport): RankedRepository[] {
  return repositories
    .map((repository) => ({ repository, counts: countsOf(repository.files) }))
    .filter(({ counts }) => sumOf(counts) > 0)
    .sort(
      (left, right) =>
        compareCounts(left.counts, right.counts) ||
        compareText(left.repository.name, right.repository.name),
    );
}

/** A Dockerfile with its repository. */
export interface PlacedFile {
  readonly repository: FleetRepository;
  readonly file: FleetFile;
}

/** The Dockerfiles with findings, lowest score first. */
export function fleetFilesWorstFirst({ repositories }: FleetReport): PlacedFile[] {
  return repositories
    .flatMap((repository) => repository.files.map((file) => ({ repository, file })))
    .filter(({ file }) => sumOf(file.counts) > 0)
    .sort(
      ({ file: left, repository: one }, { file: right, repository: other }) =>
        left.score - right.score ||
        compareCounts(left.counts, right.counts) ||
        compareText(`${one.name}/${left.path}`, `${other.name}/${right.path}`),
    );
}

function compareCounts(left: Counts, right: Counts): number {
  return right.error - left.error || right.warning - left.warning || right.info - left.info;
}

/** A name of what was audited that is the same as long as all commits are: forty hexadecimal digits. */
export function fleetSha({ repositories }: FleetReport): string {
  const hash = createHash("sha256");
  for (const { name, sha } of repositories) hash.update(`${name} ${sha ?? ""}\n`);
  return hash.digest("hex").slice(0, 40);
}

import { severities, type Severity } from "../rules/rule.ts";
import type { Counts, FileReport, LintReport } from "./lint-report.ts";
import { countBySeverity } from "./standing.ts";

/** What an audit of many repositories found, without texts: it is kept as JSON, and several of them are merged. */
export interface FleetReport {
  readonly version: 1;
  /** The day of the audit: `2026-11-21`. */
  readonly day: string;
  readonly preset: string;
  readonly repositories: readonly FleetRepository[];
  /** Repositories that were not reached, because the token had no more requests: the next audit begins with them. */
  readonly unfinished: readonly string[];
}

/** One repository of a fleet. */
export interface FleetRepository {
  /** `owner/name`. */
  readonly name: string;
  /** Where a file of the audited commit can be looked at, without a trailing slash; null when it was not read. */
  readonly filesUrl: string | null;
  readonly files: readonly FleetFile[];
  /** How often each rule found something. */
  readonly rules: Readonly<Record<string, number>>;
  /** What was not read, and why, in plain words. */
  readonly problems: readonly string[];
}

/** One Dockerfile of a fleet. */
export interface FleetFile {
  readonly path: string;
  readonly score: number;
  readonly counts: Counts;
  /** How many findings have a verified fix. */
  readonly fixable: number;
}

/** What is kept of the report on one repository. */
export function fleetRepository(name: string, report: LintReport): FleetRepository {
  const rules: Record<string, number> = {};
  for (const { findings } of report.files) {
    for (const { finding } of findings) rules[finding.rule] = (rules[finding.rule] ?? 0) + 1;
  }
  return {
    name,
    filesUrl: report.filesUrl ?? null,
    files: report.files.map(fleetFile),
    rules,
    problems: [
      ...report.unread.map(({ path, reason }) => `\`${path}\` ${reason}`),
      ...report.notes,
    ],
  };
}

function fleetFile({ path, score, findings }: FileReport): FleetFile {
  const all = findings.map(({ finding }) => finding);
  return {
    path,
    score,
    counts: countBySeverity(all),
    fixable: all.filter(({ fix }) => fix !== null).length,
  };
}

/**
 * Several reports as one: of a repository that two have, the later one counts. What one could not reach and another has is not
 * unfinished.
 */
export function mergeFleets(reports: readonly FleetReport[]): FleetReport {
  const repositories = new Map<string, FleetRepository>();
  for (const report of [...reports].sort((left, right) => compare(left.day, right.day))) {
    for (const repository of report.repositories) repositories.set(repository.name, repository);
  }
  const unfinished = new Set(reports.flatMap((report) => report.unfinished));
  for (const name of repositories.keys()) unfinished.delete(name);
  return {
    version: 1,
    day:
      reports
        .map(({ day }) => day)
        .sort(compare)
        .at(-1) ?? "",
    preset: [...new Set(reports.map(({ preset }) => preset))].join(", "),
    repositories: [...repositories.values()].sort((left, right) => compare(left.name, right.name)),
    unfinished: [...unfinished].sort(compare),
  };
}

/** How many findings a fleet has, by severity. */
export function fleetCounts({ repositories }: FleetReport): Counts {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  for (const file of repositories.flatMap(({ files }) => files)) {
    for (const severity of severities) counts[severity] += file.counts[severity];
  }
  return counts;
}

/** The mean of the scores of some files, 0 to 100; 100 when there are none. */
export function meanOf(files: readonly Pick<FleetFile, "score">[]): number {
  if (files.length === 0) return 100;
  return Math.round(files.reduce((sum, { score }) => sum + score, 0) / files.length);
}

/** How often each rule found something in a fleet, most first. */
export function fleetRules({ repositories }: FleetReport): [rule: string, number: number][] {
  const rules = new Map<string, number>();
  for (const repository of repositories) {
    for (const [rule, number] of Object.entries(repository.rules)) {
      rules.set(rule, (rules.get(rule) ?? 0) + number);
    }
  }
  return [...rules].sort((left, right) => right[1] - left[1] || compare(left[0], right[0]));
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

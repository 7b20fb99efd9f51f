import type { FleetReport, FleetRepository } from "../../src/report/fleet-report.ts";

/** A repository with one Dockerfile that has so many warnings of one rule. */
export function fleetMember(
  name: string,
  warnings: number,
  changes: Partial<FleetRepository> = {},
): FleetRepository {
  const counts = { error: 0, warning: warnings, info: 0 };
  const found = { counts, files: 1, safe: 0, review: 0 };
  return {
    name,
    day: "2026-11-21",
    sha: "a".repeat(40),
    files: [{ path: "Dockerfile", score: Math.max(0, 100 - 5 * warnings), counts }],
    rules: warnings === 0 ? {} : { "word-poor": found },
    settings: null,
    accepted: 0,
    problems: [],
    ...changes,
  };
}

/** A job's report on some repositories. */
export function fleetOf(
  repositories: readonly FleetRepository[],
  changes: Partial<FleetReport> = {},
): FleetReport {
  return {
    version: 1,
    part: "share",
    day: "2026-11-21",
    preset: "recommended",
    repositories,
    unfinished: [],
    notes: [],
    ...changes,
  };
}

import * as v from "valibot";
import type { Runner } from "../ports.ts";
import type { FleetReport } from "../report/fleet-report.ts";
import { repositoryName } from "../settings/fleet-inputs.ts";
import { UserError } from "../settings/user-error.ts";

/** Bytes of one report. Our choice: 100,000 Dockerfiles take a fifth of it. */
const mostBytes = 50_000_000;

/** Reports that are read. Our choice: a matrix has 256 jobs, and some may have been run again. */
const mostReports = 1000;

const remedy =
  "It should be a file that this action wrote with `mode: audit` and `repositories`, or with `mode: list-repositories`.";

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/));
const name = v.pipe(v.string(), v.maxLength(140), v.regex(repositoryName));
const words = v.pipe(v.string(), v.maxLength(10_000));
const counts = v.strictObject({ error: number, warning: number, info: number });
const file = v.strictObject({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  score: v.pipe(number, v.maxValue(100)),
  counts,
});
const tally = v.strictObject({ counts, files: number, safe: number, review: number });
const repository = v.strictObject({
  name,
  day,
  sha: v.nullable(v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/))),
  files: v.array(file),
  // Reports of version 1.0 do not have these two.
  settings: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(4096))), null),
  accepted: v.optional(number, 0),
  rules: v.record(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}$/)), tally),
  problems: v.array(words),
});

/** Exactly what `FleetReport` says: such a file may have been written by anybody. */
const fleet = v.strictObject({
  version: v.literal(1),
  part: v.picklist(["plan", "share", "whole"]),
  day,
  preset: v.pipe(v.string(), v.maxLength(200)),
  repositories: v.array(repository),
  unfinished: v.array(name),
  notes: v.array(words),
});

/** Reports of jobs, and those that could not be read. */
export interface FoundReports {
  readonly reports: readonly FleetReport[];
  /** A sentence for each, with the file and the remedy. */
  readonly problems: readonly string[];
}

/**
 * Reads the reports in a directory, or those that a glob names. One that is not as it should be is left out and named.
 * @throws UserError when there is none, or none that can be read
 */
export async function readFleetReports(runner: Runner, place: string): Promise<FoundReports> {
  const paths = await runner.findJsonFiles(place);
  if (paths.length === 0) {
    throw new UserError(
      `The input \`reports\` is ${JSON.stringify(place)}, and there is no JSON file. Download the reports of the jobs there ` +
        "first, with actions/download-artifact.",
    );
  }
  if (paths.length > mostReports) {
    throw new UserError(
      `The input \`reports\` is ${JSON.stringify(place)}, and there are ${paths.length} JSON files; at most ${mostReports} are read.`,
    );
  }
  const reports: FleetReport[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    const read = await readFleetReport(runner, path);
    if (typeof read === "string") problems.push(read);
    else if (read.part !== "whole") reports.push(read);
    else problems.push(`The report ${path} is merged already: give it as \`previous-report\`.`);
  }
  if (reports.length === 0) throw new UserError(problems[0] ?? "");
  return { reports, problems };
}

/**
 * The last merged report, with which an audit goes on.
 * @param path empty when there is none
 * @returns null when there is none, as at the first audit, or when it cannot be read, of which the runner is warned
 */
export async function readPreviousReport(
  runner: Runner,
  path: string,
): Promise<FleetReport | null> {
  if (path === "") return null;
  if ((await runner.readFile(path, mostBytes)).kind === "missing") {
    runner.info(`There is no report of an earlier audit at ${path}: this one begins anew.`);
    return null;
  }
  const read = await readFleetReport(runner, path);
  if (typeof read !== "string") return read;
  runner.warn(`${read} This audit begins anew.`);
  return null;
}

/** A report, or what is wrong with it. Of its own words nothing is said. */
async function readFleetReport(runner: Runner, path: string): Promise<FleetReport | string> {
  const content = await runner.readFile(path, mostBytes);
  if (content.kind === "missing") return `The report ${path} is not there.`;
  if (content.kind === "unreadable") return `The report ${path} ${content.reason}.`;
  let value: unknown;
  try {
    value = JSON.parse(content.text);
  } catch {
    return `The report ${path} is not JSON. ${remedy}`;
  }
  const read = v.safeParse(fleet, value, { abortEarly: true });
  if (read.success) return read.output;
  return `The report ${path} is not as it should be at \`${placeOf(read.issues[0])}\`. ${remedy}`;
}

/** Where in a report something is wrong: `repositories.3.sha`. Names that the report chose are not repeated. */
function placeOf(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  const place = keys.map((key) => (/^(?:\d+|[a-zA-Z]{1,20})$/.test(key) ? key : "…")).join(".");
  return place === "" ? "its beginning" : place;
}

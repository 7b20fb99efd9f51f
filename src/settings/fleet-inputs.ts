import { nearest } from "../source/nearest.ts";
import { badValue, count, flag, globs, list, type InputReader } from "./input-values.ts";
import { UserError } from "./user-error.ts";

/** Which repositories of an organisation are audited. */
export interface RepositoryFilter {
  /** Globs of names without the owner; empty means all. One that begins with `!` excludes. */
  readonly names: readonly string[];
  /** One of these topics; empty means any. */
  readonly topics: readonly string[];
  /** Empty means any. */
  readonly visibility: readonly Visibility[];
  /** Whether forks are audited. */
  readonly forks: boolean;
}

type Visibility = (typeof visibilities)[number];

/** What the inputs for an audit of many repositories say. */
export interface FleetInputs {
  /** The organisation to list; empty means the owner of the running repository. */
  readonly organization: string;
  readonly filter: RepositoryFilter;
  /** How many jobs the matrix may have, 1 to 256. */
  readonly jobs: number;
  /** The path of the last merged report; empty when there is none. */
  readonly previousReport: string;
  /** `owner/name` of the repositories that this job audits; empty means the running one. */
  readonly repositories: readonly string[];
  /** The directory or the glob of the reports to merge. */
  readonly reports: string;
}

/** Jobs of one matrix. Source: GitHub's documentation, "Usage limits": 256 jobs a workflow run. */
export const mostJobs = 256;

/** Our choice: the jobs that run at once on GitHub's free plan; more of them would only share the token's requests. */
const usualJobs = 20;

const visibilities = ["public", "private", "internal"] as const;

/**
 * What the action's inputs ask for in an audit of many repositories.
 * @throws UserError for a value that is not allowed; it names the input, the value and what is allowed
 */
export function readFleetInputs(read: InputReader): FleetInputs {
  const repositories = list(read, "repositories");
  const bad = repositories.find((name) => !/^[\w.-]+\/[\w.-]+$/.test(name));
  if (bad !== undefined) {
    throw badValue("repositories", bad, "Each should be written as `owner/name`.", null);
  }
  const jobs = count(read, "jobs", usualJobs, mostJobs);
  if (jobs === 0)
    throw badValue("jobs", "0", `Allowed are whole numbers from 1 to ${mostJobs}.`, null);
  return {
    organization: read("organization").trim(),
    filter: {
      names: globs(read, "repository-names"),
      topics: list(read, "topics"),
      visibility: list(read, "visibility").map(toVisibility),
      forks: flag(read, "forks", false),
    },
    jobs,
    previousReport: read("previous-report").trim(),
    repositories,
    reports: read("reports").trim(),
  };
}

/**
 * The reports to merge, as a directory or a glob.
 * @throws UserError when the input is empty
 */
export function requireReports({ reports }: FleetInputs): string {
  if (reports !== "") return reports;
  throw new UserError(
    "The input `reports` is empty. With `mode: merge-reports` it names the directory into which the reports of the jobs were " +
      "downloaded, or a glob of them: `reports: reports`.",
  );
}

function toVisibility(given: string): Visibility {
  const found = visibilities.find((value) => value === given.toLowerCase());
  if (found !== undefined) return found;
  throw badValue(
    "visibility",
    given,
    `Allowed are ${visibilities.join(", ")}.`,
    nearest(given, visibilities),
  );
}

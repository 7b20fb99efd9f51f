import picomatch from "picomatch";
import type { OrganisationHost, RepositoryFacts, Runner } from "../ports.ts";
import type { FleetReport } from "../report/fleet-report.ts";
import { mostJobs, type RepositoryFilter } from "../settings/fleet-inputs.ts";
import { UserError } from "../settings/user-error.ts";
import { compareText } from "../source/compare-text.ts";
import { readPreviousReport } from "./read-fleet-reports.ts";

/** One job of a matrix. */
export interface Share {
  /** From 1 on. */
  readonly share: number;
  /** `owner/name`, with commas between them. */
  readonly repositories: string;
}

/** Repositories of one job when there are few: starting a job costs more than auditing some. Our choice. */
const fewest = 20;

/** Jobs that run at once: `max-parallel` of the workflow in docs/organisation.md. */
const atOnce = 4;

/**
 * Repositories of one job. They are an input, and so an environment variable, of which Linux takes 131,072 bytes; the longest
 * names have 140 characters (39 of the owner, 100 of the repository).
 */
const most = 900;

/**
 * Characters of the matrix. Source: GitHub's documentation, "Passing information between jobs": outputs of a job have at most
 * 1 MB, counted in UTF-16.
 */
const longestMatrix = 500_000;

/** A list of repositories, with everything it needs from outside. */
export interface ListRun {
  readonly host: OrganisationHost;
  readonly runner: Runner;
  readonly organisation: string;
  readonly filter: RepositoryFilter;
  /** How many jobs there may be. */
  readonly jobs: number;
  /** The path of the last merged report; empty when there is none. */
  readonly previousReport: string;
  /** The day of the run, `2026-11-21`. */
  readonly today: string;
}

/**
 * Chooses the repositories of an organisation, and shares them out to the jobs of a matrix: the outputs `matrix` and `count`,
 * and a JSON file that tells the merging job what was to be audited.
 * @throws UserError for too many repositories, and when the token may not list them
 */
export async function listRepositories(run: ListRun): Promise<void> {
  const { host, runner, organisation, filter, jobs, today } = run;
  const previous = await readPreviousReport(runner, run.previousReport);
  const all = await host.listRepositories(organisation);
  const chosen = chooseRepositories(all, filter, previous);
  const shares = shareOut(chosen, jobs);
  const matrix = JSON.stringify({ include: shares });
  if (matrix.length > longestMatrix || shares.length > mostJobs) {
    throw new UserError(
      `${chosen.length} repositories are too many for one matrix. Narrow them with \`repository-names\`, \`topics\` or ` +
        "`visibility`, in several workflows.",
    );
  }
  const plan: FleetReport = {
    version: 1,
    part: "plan",
    day: today,
    preset: "",
    repositories: [],
    unfinished: chosen,
    notes: [],
  };
  runner.setOutput("matrix", matrix);
  runner.setOutput("count", String(chosen.length));
  runner.setOutput("json-path", await runner.writeFile("plan.json", JSON.stringify(plan)));
  runner.info(
    `${chosen.length} of the ${all.length} repositories of ${organisation} are audited, in ${shares.length} jobs.`,
  );
}

/**
 * The repositories to audit, archived ones left out. Those that the last audit did not reach come first, then those whose turn was
 * longest ago: so each has its turn, however few a token reaches.
 */
export function chooseRepositories(
  all: readonly RepositoryFacts[],
  filter: RepositoryFilter,
  previous: Pick<FleetReport, "repositories" | "unfinished"> | null,
): string[] {
  const include = filter.names.filter((glob) => !glob.startsWith("!"));
  const exclude = filter.names.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const isIncluded = picomatch(include.length === 0 ? "*" : include, { nocase: true, dot: true });
  const isExcluded = picomatch(exclude, { nocase: true, dot: true });
  const chosen = all.filter(({ fullName, topics, visibility, archived, fork }) => {
    const name = fullName.slice(fullName.indexOf("/") + 1);
    if (archived || (fork && !filter.forks)) return false;
    if (!isIncluded(name) || isExcluded(name)) return false;
    if (filter.visibility.length > 0 && !filter.visibility.includes(visibility)) return false;
    return filter.topics.length === 0 || filter.topics.some((topic) => topics.includes(topic));
  });
  const first = new Set(previous?.unfinished);
  const days = new Map(previous?.repositories.map(({ name, day }) => [name, day]));
  const turnOf = (name: string): string => `${first.has(name) ? 0 : 1} ${days.get(name) ?? ""}`;
  return chosen
    .map(({ fullName }) => fullName)
    .sort((left, right) => compareText(turnOf(left), turnOf(right)));
}

/**
 * Shares repositories out to jobs, evenly: those that come first to the jobs that run first, and in these first. All jobs use up the
 * requests of one token, and late ones may get none.
 */
export function shareOut(repositories: readonly string[], jobs: number): Share[] {
  const wanted = Math.min(jobs, Math.ceil(repositories.length / fewest));
  const number = Math.max(wanted, Math.ceil(repositories.length / most));
  const shares = Array.from({ length: number }, (): string[] => []);
  const perWave = atOnce * Math.ceil(repositories.length / number);
  repositories.forEach((name, index) => {
    const begin = Math.floor(index / perWave) * atOnce;
    const jobs = Math.min(atOnce, number - begin);
    shares[begin + ((index % perWave) % jobs)]?.push(name);
  });
  return shares.map((names, index) => ({ share: index + 1, repositories: names.join(",") }));
}

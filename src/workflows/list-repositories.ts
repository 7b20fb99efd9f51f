import picomatch from "picomatch";
import type { RepositoryFacts } from "../ports.ts";

/** Which repositories of an organisation are audited. */
export interface RepositoryFilter {
  /** Globs of names without the owner; empty means all. One that begins with `!` excludes. */
  readonly names: readonly string[];
  /** One of these topics; empty means any. */
  readonly topics: readonly string[];
  /** Empty means any. */
  readonly visibility: readonly RepositoryFacts["visibility"][];
  /** Whether forks are audited. */
  readonly forks: boolean;
}

/** One job of a matrix. */
export interface Share {
  /** From 1 on. */
  readonly share: number;
  /** `owner/name`, with commas between them. */
  readonly repositories: string;
}

/** Jobs of one matrix. Source: GitHub's documentation, "Usage limits": 256 jobs a workflow run. */
export const mostJobs = 256;

/** Repositories of one job when there are few: starting a job costs more than auditing some. Our choice. */
const fewest = 20;

/** The repositories to audit, archived and empty ones left out; those that the last audit did not reach come first. */
export function chooseRepositories(
  all: readonly RepositoryFacts[],
  filter: RepositoryFilter,
  unfinished: readonly string[],
): string[] {
  const include = filter.names.filter((glob) => !glob.startsWith("!"));
  const exclude = filter.names.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const isIncluded = picomatch(include.length === 0 ? "*" : include, { nocase: true, dot: true });
  const isExcluded = picomatch(exclude, { nocase: true, dot: true });
  const chosen = all.filter(({ fullName, topics, visibility, archived, fork, empty }) => {
    const name = fullName.slice(fullName.indexOf("/") + 1);
    if (archived || empty || (fork && !filter.forks)) return false;
    if (!isIncluded(name) || isExcluded(name)) return false;
    if (filter.visibility.length > 0 && !filter.visibility.includes(visibility)) return false;
    return filter.topics.length === 0 || filter.topics.some((topic) => topics.includes(topic));
  });
  const first = new Set(unfinished);
  const names = chosen.map(({ fullName }) => fullName);
  return [...names.filter((name) => first.has(name)), ...names.filter((name) => !first.has(name))];
}

/** Shares repositories out to jobs, evenly, so that those that come first are first in their jobs. */
export function shareOut(repositories: readonly string[], jobs: number): Share[] {
  const number = Math.min(jobs, mostJobs, Math.ceil(repositories.length / fewest));
  const shares = Array.from({ length: number }, (): string[] => []);
  repositories.forEach((name, index) => shares[index % number]?.push(name));
  return shares.map((names, index) => ({ share: index + 1, repositories: names.join(",") }));
}

import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { reading } from "./problems.ts";

/** A pull request as it stands now. */
export interface PullRequestFacts {
  readonly open: boolean;
  /** Its newest commit. */
  readonly headSha: string;
  /** `owner/name` of the repository that it comes from; null when that was deleted. */
  readonly headRepository: string | null;
  /** The base branch's commit that GitHub compares with; not yet the merge base. */
  readonly baseSha: string;
  readonly baseName: string;
  readonly fromFork: boolean;
  /** How many files it changes. */
  readonly changedFiles: number;
}

/** Reads a pull request. @throws UserError when there is none, or the token may not read it; HostProblem */
export function readPullRequest(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequestFacts> {
  const purpose = { what: "the pull request", permission: "pull-requests: read" };
  return reading(purpose, () => fetchPullRequest(client, repository, number));
}

/** Reads a pull request and passes on what goes wrong as it is. */
export async function fetchPullRequest(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequestFacts> {
  const { data } = await client.pulls.get({ ...repository, pull_number: number });
  // Null once a fork is deleted, though its description does not say so.
  const headRepository = (data.head.repo as { full_name: string } | null)?.full_name ?? null;
  return {
    open: data.state === "open",
    headSha: data.head.sha,
    headRepository,
    baseSha: data.base.sha,
    baseName: data.base.ref,
    fromFork: headRepository !== data.base.repo.full_name,
    changedFiles: data.changed_files,
  };
}

import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { ChangedFile, ChangedFiles } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { reading } from "./problems.ts";
import { TreeComparison } from "./tree-changes.ts";

/** A file as GitHub lists it. */
type ListedFile = Pick<
  RestEndpointMethodTypes["pulls"]["listFiles"]["response"]["data"][number],
  "filename" | "previous_filename" | "status" | "patch"
>;

/** How many files GitHub lists of a comparison. Source: its REST description, "Compare two commits". */
const comparisonCap = 300;

/** Which commits are compared, and what GitHub knows of the change. */
export interface Change {
  readonly repository: RepositoryName;
  /** The merge base. */
  readonly baseSha: string;
  readonly headSha: string;
  /** The pull request whose list of files is of exactly these commits; null when there is none. */
  readonly listedBy: { readonly number: number; readonly changedFiles: number } | null;
}

/**
 * The files that a change touches. GitHub lists at most 3000 files of a pull request and 300 of a comparison; the
 * others are found by comparing the trees of both commits, and have no patch.
 * @throws UserError when the token may not read; HostProblem
 */
export async function readChangedFiles(
  client: GitHubClient,
  change: Change,
): Promise<ChangedFiles> {
  const { repository, baseSha, headSha, listedBy } = change;
  const listed =
    listedBy === null
      ? await listComparison(client, change)
      : await listPullRequest(client, repository, listedBy.number);
  const isWhole =
    listedBy === null ? listed.length < comparisonCap : listed.length >= listedBy.changedFiles;
  if (isWhole) return { files: listed, complete: true, note: null };

  const trees = await new TreeComparison(client, repository).compare(baseSha, headSha);
  const known = new Set(listed.map(({ path }) => path));
  const files = [...listed, ...trees.files.filter(({ path }) => !known.has(path))];
  return {
    files,
    complete: trees.complete,
    note: trees.complete
      ? null
      : `GitHub lists only ${listed.length} changed files of a change this large, and the repository is too large to be ` +
        `compared wholly: of the others only ${files.length - listed.length} were found. Dockerfiles beyond them were not reviewed.`,
  };
}

function listPullRequest(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
): Promise<ChangedFile[]> {
  const purpose = { what: "the pull request's changed files", permission: "pull-requests: read" };
  return reading(purpose, () =>
    client.paginate(
      client.pulls.listFiles,
      { ...repository, pull_number: number, per_page: 100 },
      (page) => page.data.map(toChangedFile),
    ),
  );
}

async function listComparison(
  client: GitHubClient,
  { repository, baseSha, headSha }: Change,
): Promise<ChangedFile[]> {
  const purpose = { what: "the changed files", permission: "contents: read" };
  const { data } = await reading(purpose, () =>
    client.repos.compareCommitsWithBasehead({
      ...repository,
      basehead: `${baseSha}...${headSha}`,
      per_page: 1,
    }),
  );
  return (data.files ?? []).map(toChangedFile);
}

function toChangedFile(file: ListedFile): ChangedFile {
  const status = statusOf(file.status);
  return {
    path: file.filename,
    previousPath: status === "renamed" ? (file.previous_filename ?? null) : null,
    status,
    patch: file.patch ?? null,
  };
}

/** A copy is something new: what is wrong in it is wrong in one more place. */
function statusOf(status: ListedFile["status"]): ChangedFile["status"] {
  if (status === "copied") return "added";
  if (status === "changed") return "modified";
  return status;
}

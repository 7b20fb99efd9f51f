import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { TreeListing } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { reading } from "./problems.ts";

const purpose = { what: "the repository's tree", permission: "contents: read" };

/**
 * Trees that are asked for of a repository that GitHub does not list in one answer (above 100,000 entries or 7 MB).
 * Our choice: a fifth of the 1000 requests an hour that a workflow's token has in a repository.
 */
const mostRequests = 200;

type Entry = RestEndpointMethodTypes["git"]["getTree"]["response"]["data"]["tree"][number];

interface Walk {
  readonly files: string[];
  readonly others: string[];
  readonly executables: Set<string>;
  readonly isSkipped: (directory: string) => boolean;
  requests: number;
  /** Directories that were left out for want of requests. */
  left: number;
  /** Directories of which GitHub lists only a part. */
  readonly cut: string[];
}

/** Lists every file of a commit: in one request where GitHub's answer is whole, else directory by directory. */
export async function listTree(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
  isSkipped: (directory: string) => boolean,
): Promise<TreeListing> {
  const walk: Walk = {
    files: [],
    others: [],
    executables: new Set(),
    isSkipped,
    requests: 0,
    left: 0,
    cut: [],
  };
  await visit(client, repository, walk, "", sha);
  const { files, others, executables } = walk;
  return { files, others, executables, note: noteOn(walk) };
}

function noteOn({ left, cut }: Walk): string | null {
  const missing = [
    ...(left === 0 ? [] : [`${left} directories were not looked into`]),
    ...cut.map((path) => `of \`${path === "" ? "/" : path}\` GitHub lists only a part`),
  ];
  return missing.length === 0
    ? null
    : `The repository is too large to be listed whole: ${missing.join(", ")}. Dockerfiles there are not judged.`;
}

/** Takes a directory with all below it; when that is too much for one answer, one directory at a time. */
async function visit(
  client: GitHubClient,
  repository: RepositoryName,
  walk: Walk,
  path: string,
  sha: string,
): Promise<void> {
  if (walk.requests >= mostRequests) {
    walk.left++;
    return;
  }
  const whole = await readTree(client, repository, walk, sha, true);
  if (!whole.truncated) {
    for (const entry of whole.tree) take(walk, path, entry);
    return;
  }
  const { tree, truncated } = await readTree(client, repository, walk, sha, false);
  if (truncated) walk.cut.push(path);
  for (const entry of tree) {
    const below = join(path, entry.path);
    if (entry.type !== "tree") take(walk, path, entry);
    else if (!walk.isSkipped(below)) await visit(client, repository, walk, below, entry.sha);
  }
}

async function readTree(
  client: GitHubClient,
  repository: RepositoryName,
  walk: Walk,
  sha: string,
  recursive: boolean,
) {
  walk.requests++;
  const { data } = await reading(purpose, () =>
    client.git.getTree({
      ...repository,
      tree_sha: sha,
      ...(recursive ? { recursive: "1" } : {}),
    }),
  );
  return data;
}

function take(walk: Walk, directory: string, { path, mode, type }: Entry): void {
  const full = join(directory, path);
  if (type === "blob" && mode !== "120000") walk.files.push(full);
  else if (type !== "tree") walk.others.push(full);
  if (mode === "100755") walk.executables.add(full);
}

function join(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

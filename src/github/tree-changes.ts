import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { ChangedFile } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { reading } from "./problems.ts";

const purpose = { what: "the repository's trees", permission: "contents: read" };

/**
 * Trees that are asked for where GitHub does not list a whole tree in one answer (above 100,000 entries or 7 MB). Our
 * choice: a tenth of the 1000 requests an hour that a workflow's token has in a repository.
 */
const mostRequests = 100;

/** What differs between two commits' trees. */
export interface TreeChanges {
  readonly files: readonly ChangedFile[];
  /** False when the trees were too large to be compared wholly. */
  readonly complete: boolean;
}

type Tree = RestEndpointMethodTypes["git"]["getTree"]["response"]["data"];
type Entry = Tree["tree"][number];

/**
 * The files that differ between two commits, by their trees: without patches, and renamed ones only where nothing else
 * was changed. Two requests, unless the repository is huge: then directories that differ are looked into one by one.
 */
export class TreeComparison {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #before = new Map<string, Entry>();
  readonly #after = new Map<string, Entry>();
  #requests = 0;
  #complete = true;

  constructor(client: GitHubClient, repository: RepositoryName) {
    this.#client = client;
    this.#repository = repository;
  }

  async compare(baseSha: string, headSha: string): Promise<TreeChanges> {
    await this.#visit("", baseSha, headSha);
    return { files: changesOf(this.#before, this.#after), complete: this.#complete };
  }

  /** Takes two directories with all below them; when that is too much for one answer, what differs in them one by one. */
  async #visit(path: string, baseSha: string | null, headSha: string | null): Promise<void> {
    if (this.#requests >= mostRequests) {
      this.#complete = false;
      return;
    }
    const [base, head] = await this.#readBoth(baseSha, headSha, true);
    if (!base.truncated && !head.truncated) {
      take(this.#before, path, base);
      take(this.#after, path, head);
      return;
    }
    const [before, after] = await this.#readBoth(baseSha, headSha, false);
    take(this.#before, path, before);
    take(this.#after, path, after);
    if (before.truncated || after.truncated) this.#complete = false;
    const bases = directoriesOf(before);
    const heads = directoriesOf(after);
    for (const name of new Set([...bases.keys(), ...heads.keys()])) {
      const [one = null, other = null] = [bases.get(name), heads.get(name)];
      if (one !== other) await this.#visit(join(path, name), one, other);
    }
  }

  #readBoth(base: string | null, head: string | null, recursive: boolean) {
    return Promise.all([this.#read(base, recursive), this.#read(head, recursive)]);
  }

  async #read(sha: string | null, recursive: boolean): Promise<Pick<Tree, "tree" | "truncated">> {
    if (sha === null) return { tree: [], truncated: false };
    this.#requests++;
    const { data } = await reading(purpose, () =>
      this.#client.git.getTree({
        ...this.#repository,
        tree_sha: sha,
        ...(recursive ? { recursive: "1" } : {}),
      }),
    );
    return data;
  }
}

function take(entries: Map<string, Entry>, directory: string, { tree }: Pick<Tree, "tree">): void {
  for (const entry of tree) {
    if (entry.type !== "tree") entries.set(join(directory, entry.path), entry);
  }
}

function directoriesOf({ tree }: Pick<Tree, "tree">): Map<string, string> {
  return new Map(tree.flatMap(({ type, path, sha }) => (type === "tree" ? [[path, sha]] : [])));
}

function join(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

function changesOf(
  before: ReadonlyMap<string, Entry>,
  after: ReadonlyMap<string, Entry>,
): ChangedFile[] {
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const oldPaths = new Map(removed.map((path) => [before.get(path)?.sha, path]));
  const moved = new Set<string>();
  const files: ChangedFile[] = [];
  for (const [path, { sha, mode }] of after) {
    const old = before.get(path);
    if (old?.sha === sha && old.mode === mode) continue;
    const previousPath = old === undefined ? (oldPaths.get(sha) ?? null) : null;
    if (previousPath !== null) moved.add(previousPath);
    const status = old !== undefined ? "modified" : previousPath === null ? "added" : "renamed";
    files.push({ path, previousPath, status, patch: null });
  }
  const gone = removed.filter((path) => !moved.has(path));
  return [
    ...files,
    ...gone.map((path) => ({ path, previousPath: null, status: "removed" as const, patch: null })),
  ];
}

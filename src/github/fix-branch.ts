import type { AuditTarget, CommittedFile, FixHost, FixPull } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { OwnAccount } from "./own-account.ts";
import { delivering, statusOf } from "./problems.ts";

const branchPurpose = { what: "the branch with fixes", permission: "contents: write" };
const pullPurpose = { what: "the pull request with fixes", permission: "pull-requests: write" };
const once = { request: { retries: 0 } };

/** The branch with fixes and its pull request, made through the API: nothing is checked out. */
export class GitHubFixHost implements FixHost {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #account: OwnAccount;

  constructor(client: GitHubClient, repository: RepositoryName) {
    this.#client = client;
    this.#repository = repository;
    this.#account = new OwnAccount(client);
  }

  readBranchHead(branch: string): Promise<string | null> {
    return delivering(branchPurpose, async () => {
      try {
        const ref = `heads/${branch}`;
        const { data } = await this.#client.git.getRef({ ...this.#repository, ref });
        return data.object.sha;
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    });
  }

  findFixPull(branch: string, marker: string): Promise<FixPull | null> {
    return delivering({ ...pullPurpose, what: "the earlier pull request with fixes" }, async () => {
      const { data } = await this.#client.pulls.list({
        ...this.#repository,
        head: `${this.#repository.owner}:${branch}`,
        state: "all",
        sort: "created",
        direction: "desc",
        per_page: 20,
      });
      for (const pull of data) {
        if (!(pull.body ?? "").includes(marker)) continue;
        if (await this.#account.isAuthor(pull.user)) return toPull(pull);
      }
      return null;
    });
  }

  commitFiles(
    target: AuditTarget,
    files: readonly CommittedFile[],
    message: string,
  ): Promise<string> {
    return delivering(branchPurpose, async () => {
      const { data: tree } = await this.#client.git.createTree({
        ...this.#repository,
        base_tree: target.treeSha,
        tree: files.map(({ path, text, executable }) => ({
          path,
          mode: executable ? ("100755" as const) : ("100644" as const),
          type: "blob" as const,
          content: text,
        })),
      });
      const { data: commit } = await this.#client.git.createCommit({
        ...this.#repository,
        message,
        tree: tree.sha,
        parents: [target.sha],
      });
      return commit.sha;
    });
  }

  createFixPull(branch: string, base: string, title: string, body: string): Promise<FixPull> {
    return delivering(pullPurpose, async () => {
      const { data } = await this.#client.pulls.create({
        ...this.#repository,
        ...once,
        head: branch,
        base,
        title,
        body,
      });
      return toPull(data);
    });
  }

  async updateFixPull(pull: FixPull, change: { body?: string; close?: boolean }): Promise<void> {
    await delivering(pullPurpose, () =>
      this.#client.pulls.update({
        ...this.#repository,
        pull_number: pull.number,
        ...(change.body === undefined ? {} : { body: change.body }),
        ...(change.close === true ? { state: "closed" as const } : {}),
      }),
    );
  }

  async deleteBranch(branch: string): Promise<void> {
    await delivering(branchPurpose, async () => {
      try {
        await this.#client.git.deleteRef({ ...this.#repository, ref: `heads/${branch}` });
      } catch (error) {
        // Somebody else was quicker.
        if (statusOf(error) !== 422) throw error;
      }
    });
  }

  async pointBranch(branch: string, sha: string): Promise<void> {
    const isThere = (await this.readBranchHead(branch)) !== null;
    await delivering(branchPurpose, async () => {
      if (isThere) {
        const ref = `heads/${branch}`;
        await this.#client.git.updateRef({ ...this.#repository, ref, sha, force: true });
      } else {
        const ref = `refs/heads/${branch}`;
        await this.#client.git.createRef({ ...this.#repository, ref, sha });
      }
    });
  }
}

function toPull(pull: {
  number: number;
  body: string | null;
  state: string;
  merged_at: string | null;
  html_url: string;
}): FixPull {
  const ended = pull.merged_at === null ? "closed" : "merged";
  return {
    number: pull.number,
    body: pull.body ?? "",
    state: pull.state === "open" ? "open" : ended,
    url: pull.html_url,
  };
}

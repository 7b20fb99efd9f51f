import type {
  AuditHost,
  AuditIssue,
  AuditTarget,
  FileContent,
  IssueChange,
  TreeContent,
  TreeListing,
  TreePaths,
} from "../ports.ts";
import { AuditIssues } from "./audit-issues.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { FileReader } from "./file-reader.ts";
import { reading } from "./problems.ts";
import { listTree } from "./tree-listing.ts";

/** What an audit reads. */
export interface AuditPlace {
  readonly repository: RepositoryName;
  /** Null means the repository's default branch. */
  readonly branch: string | null;
  /** `https://github.com`, or the address of an Enterprise Server. */
  readonly serverUrl: string;
}

/** A branch of a repository and the issue of its audits, behind the port. */
export class GitHubAuditHost implements AuditHost {
  readonly #client: GitHubClient;
  readonly #place: AuditPlace;
  readonly #files: FileReader;
  readonly #issues: AuditIssues;

  constructor(client: GitHubClient, place: AuditPlace) {
    this.#client = client;
    this.#place = place;
    this.#files = new FileReader(client, place.repository);
    this.#issues = new AuditIssues(client, place.repository);
  }

  /** The newest commit of the branch. */
  async readTarget(): Promise<AuditTarget> {
    const { repository, serverUrl } = this.#place;
    const branch = this.#place.branch ?? (await this.#defaultBranch());
    const purpose = { what: `the branch ${branch}`, permission: "contents: read" };
    const { data } = await reading(purpose, () =>
      this.#client.repos.getCommit({ ...repository, ref: branch, per_page: 1 }),
    );
    const name = `${repository.owner}/${repository.repo}`;
    const filesUrl = `${serverUrl.replace(/\/+$/, "")}/${name}/blob/${data.sha}`;
    return { repository: name, branch, sha: data.sha, treeSha: data.commit.tree.sha, filesUrl };
  }

  listTree(sha: string, isSkipped: (directory: string) => boolean): Promise<TreeListing> {
    return listTree(this.#client, this.#place.repository, sha, isSkipped);
  }

  readFiles(sha: string, paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    return this.#files.readFiles(sha, paths);
  }

  listDirectories(
    sha: string,
    directories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.#files.listDirectories(sha, directories);
  }

  readTree(sha: string, wanted: TreePaths): Promise<TreeContent> {
    return this.#files.readTree(sha, wanted);
  }

  findAuditIssues(marker: string): Promise<readonly AuditIssue[]> {
    return this.#issues.find(marker);
  }

  createAuditIssue(title: string, body: string, label: string): Promise<AuditIssue> {
    return this.#issues.create(title, body, label);
  }

  updateAuditIssue(issue: AuditIssue, change: IssueChange): Promise<void> {
    return this.#issues.update(issue, change);
  }

  async #defaultBranch(): Promise<string> {
    const purpose = { what: "the repository", permission: "contents: read" };
    const { data } = await reading(purpose, () =>
      this.#client.repos.get({ ...this.#place.repository }),
    );
    return data.default_branch;
  }
}

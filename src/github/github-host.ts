import type {
  ChangedFiles,
  FileContent,
  PostedReviewComment,
  PullRequestHost,
  ReviewCommentDraft,
  ReviewTarget,
  TreeContent,
  TreePaths,
} from "../ports.ts";
import { ChangedFileList } from "./changed-files.ts";
import type { GitHubClient } from "./client.ts";
import { PullRequestComments } from "./comments.ts";
import type { ReviewEvent } from "./event.ts";
import { FileReader } from "./file-reader.ts";
import { reading } from "./problems.ts";

/** Where a run takes place. */
export interface HostOptions {
  /** `https://github.com`, or the address of an Enterprise Server. */
  readonly serverUrl: string;
  /** Told of posts that are tried again. */
  readonly warn: (message: string) => void;
}

/** The pull request or merge group of an event, behind the port. */
export class GitHubHost implements PullRequestHost {
  readonly #client: GitHubClient;
  readonly #event: ReviewEvent;
  readonly #options: HostOptions;
  readonly #changes: ChangedFileList;
  readonly #files: FileReader;
  readonly #comments: PullRequestComments;

  constructor(client: GitHubClient, event: ReviewEvent, options: HostOptions) {
    this.#client = client;
    this.#event = event;
    this.#options = options;
    this.#changes = new ChangedFileList(client, event);
    this.#files = new FileReader(client, event.repository);
    this.#comments = new PullRequestComments(client, event.repository, options.warn);
  }

  /** The commits of the event. The base is the merge base, as on the Files tab; the head is never the trial merge. */
  async readTarget(): Promise<ReviewTarget> {
    const event = this.#event;
    const { owner, repo } = event.repository;
    const serverUrl = this.#options.serverUrl.replace(/\/+$/, "");
    return {
      number: event.kind === "pull-request" ? event.number : null,
      baseSha: event.kind === "pull-request" ? await this.#mergeBase() : event.baseSha,
      baseName: event.baseName,
      headSha: event.headSha,
      headUrl: `${serverUrl}/${owner}/${repo}/blob/${event.headSha}`,
      fromFork: event.kind === "pull-request" && event.fromFork,
    };
  }

  listChangedFiles(_target: ReviewTarget): Promise<ChangedFiles> {
    return this.#changes.read();
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

  listOwnReviewComments(
    target: ReviewTarget,
    marker: string,
  ): Promise<readonly PostedReviewComment[]> {
    return this.#comments.listOwnReviewComments(numberOf(target), marker);
  }

  postReview(
    target: ReviewTarget,
    body: string,
    comments: readonly ReviewCommentDraft[],
  ): Promise<void> {
    return this.#comments.postReview(numberOf(target), target.headSha, body, comments);
  }

  deleteReviewComment(id: number): Promise<void> {
    return this.#comments.deleteReviewComment(id);
  }

  findSummaryComment(
    target: ReviewTarget,
    marker: string,
  ): Promise<{ readonly id: number; readonly body: string } | null> {
    return this.#comments.findSummaryComment(numberOf(target), marker);
  }

  createSummaryComment(target: ReviewTarget, body: string): Promise<void> {
    return this.#comments.createSummaryComment(numberOf(target), body);
  }

  updateSummaryComment(id: number, body: string): Promise<void> {
    return this.#comments.updateSummaryComment(id, body);
  }

  async #mergeBase(): Promise<string> {
    const { repository, baseSha, headSha } = this.#event;
    const purpose = { what: "the comparison of base and head", permission: "contents: read" };
    const { data } = await reading(purpose, () =>
      this.#client.repos.compareCommitsWithBasehead({
        ...repository,
        basehead: `${baseSha}...${headSha}`,
        per_page: 1,
      }),
    );
    return data.merge_base_commit.sha;
  }
}

/** The number of the pull request. A merge group has none, and a workflow that posts to one has a bug. */
function numberOf(target: ReviewTarget): number {
  if (target.number !== null) return target.number;
  throw new TypeError("a merge group has no pull request to comment on");
}

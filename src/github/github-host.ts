import type {
  ChangedFiles,
  CheckRunDraft,
  FileContent,
  PostedReviewComment,
  PullRequestHost,
  ReviewCommentDraft,
  ReviewTarget,
  Standing,
  SummaryComment,
  TreeContent,
  TreePaths,
} from "../ports.ts";
import { readChangedFiles } from "./changed-files.ts";
import { CheckRuns } from "./check-runs.ts";
import type { GitHubClient } from "./client.ts";
import type { PullRequestEvent, ReviewEvent } from "./event.ts";
import { FileReader } from "./file-reader.ts";
import { OwnAccount } from "./own-account.ts";
import { delivering, reading } from "./problems.ts";
import { fetchPullRequest, readPullRequest, type PullRequestFacts } from "./pull-request.ts";
import { ReviewComments } from "./review-comments.ts";
import { resolveThreads } from "./review-threads.ts";
import { SummaryComments } from "./summary-comments.ts";

/** Where a run takes place. */
export interface HostOptions {
  /** `https://github.com`, or the address of an Enterprise Server. */
  readonly serverUrl: string;
  /** Told of posts that are tried again. */
  readonly warn: (message: string) => void;
}

/** The pull request, merge group or push of an event, behind the port. */
export class GitHubHost implements PullRequestHost {
  readonly #client: GitHubClient;
  readonly #event: ReviewEvent;
  readonly #options: HostOptions;
  readonly #files: FileReader;
  readonly #reviewComments: ReviewComments;
  readonly #summaryComments: SummaryComments;
  readonly #checkRuns: CheckRuns;
  #facts: Promise<PullRequestFacts> | null = null;

  constructor(client: GitHubClient, event: ReviewEvent, options: HostOptions) {
    this.#client = client;
    this.#event = event;
    this.#options = options;
    const { repository } = event;
    const account = new OwnAccount(client);
    const { warn } = options;
    this.#files = new FileReader(client, repository);
    this.#reviewComments = new ReviewComments(client, repository, account, warn);
    this.#summaryComments = new SummaryComments(client, repository, account, warn);
    this.#checkRuns = new CheckRuns(client, repository, warn);
  }

  /**
   * The commits of the event. The base is the merge base, as on the Files tab, and of the branch that a pull request is
   * for now; the head is the event's, and never the trial merge.
   */
  async readTarget(): Promise<ReviewTarget> {
    const event = this.#event;
    const { owner, repo } = event.repository;
    const serverUrl = this.#options.serverUrl.replace(/\/+$/, "");
    const { headSha } = event;
    const headUrl = `${serverUrl}/${owner}/${repo}/blob/${headSha}`;
    const frame = { number: null, headSha, headUrl, fromFork: false, closed: false };
    if (event.kind === "merge-group") {
      const { baseSha, baseName } = event;
      return { ...frame, baseSha, baseName, trustedSha: baseSha };
    }
    if (event.kind === "push") {
      const baseSha = await this.#mergeBase(event.base, headSha);
      return { ...frame, baseSha, baseName: event.baseName, trustedSha: headSha };
    }
    const { baseName, fromFork, open, baseSha: trustedSha } = await this.#readFacts(event);
    const baseSha = open ? await this.#mergeBase(trustedSha, headSha) : trustedSha;
    return {
      ...frame,
      number: event.number,
      baseSha,
      baseName,
      trustedSha,
      fromFork: fromFork && !event.trusted,
      closed: !open,
    };
  }

  async listChangedFiles(target: ReviewTarget): Promise<ChangedFiles> {
    const event = this.#event;
    const { baseSha, headSha } = target;
    const facts = event.kind === "pull-request" ? await this.#readFacts(event) : null;
    // GitHub lists the files of the newest commit only.
    const listedBy =
      facts?.headSha === headSha && target.number !== null
        ? { number: target.number, changedFiles: facts.changedFiles }
        : null;
    const { repository } = event;
    return readChangedFiles(this.#client, { repository, baseSha, headSha, listedBy });
  }

  async readStanding(target: ReviewTarget): Promise<Standing> {
    const purpose = { what: "the comments", permission: "pull-requests: read" };
    const facts = await delivering(purpose, () =>
      fetchPullRequest(this.#client, this.#event.repository, numberOf(target)),
    );
    if (!facts.open) return "closed";
    return facts.headSha === target.headSha ? "current" : "moved";
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

  postCheckRun(target: ReviewTarget, draft: CheckRunDraft): Promise<void> {
    return this.#checkRuns.post(target.headSha, draft);
  }

  listOwnReviewComments(
    target: ReviewTarget,
    marker: string,
    settledMarker: string,
  ): Promise<readonly PostedReviewComment[]> {
    return this.#reviewComments.listOwn(numberOf(target), marker, settledMarker);
  }

  postReview(
    target: ReviewTarget,
    body: string,
    comments: readonly ReviewCommentDraft[],
  ): Promise<void> {
    return this.#reviewComments.post(numberOf(target), target.headSha, body, comments);
  }

  replyToReviewComment(target: ReviewTarget, id: number, body: string): Promise<void> {
    return this.#reviewComments.reply(numberOf(target), id, body);
  }

  resolveThreads(target: ReviewTarget, comments: readonly number[]): Promise<void> {
    const { repository } = this.#event;
    return resolveThreads(this.#client, repository, numberOf(target), new Set(comments));
  }

  deleteReviewComment(id: number): Promise<void> {
    return this.#reviewComments.delete(id);
  }

  findSummaryComment(target: ReviewTarget, marker: string): Promise<SummaryComment | null> {
    return this.#summaryComments.find(numberOf(target), marker);
  }

  createSummaryComment(
    target: ReviewTarget,
    marker: string,
    body: string,
  ): Promise<SummaryComment | null> {
    return this.#summaryComments.create(numberOf(target), marker, body);
  }

  updateSummaryComment(id: number, body: string): Promise<boolean> {
    return this.#summaryComments.update(id, body);
  }

  /** The pull request as it was when the run began. */
  #readFacts({ repository, number }: PullRequestEvent): Promise<PullRequestFacts> {
    return (this.#facts ??= readPullRequest(this.#client, repository, number));
  }

  async #mergeBase(base: string, head: string): Promise<string> {
    const purpose = { what: "the comparison of base and head", permission: "contents: read" };
    const { data } = await reading(purpose, () =>
      this.#client.repos.compareCommitsWithBasehead({
        ...this.#event.repository,
        basehead: `${base}...${head}`,
        per_page: 1,
      }),
    );
    return data.merge_base_commit.sha;
  }
}

/** The number of the pull request. A merge group has none, and a workflow that posts to one has a bug. */
function numberOf(target: ReviewTarget): number {
  if (target.number !== null) return target.number;
  throw new TypeError("there is no pull request to comment on");
}

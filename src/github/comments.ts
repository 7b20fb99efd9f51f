import type { PostedReviewComment, ReviewCommentDraft } from "../ports.ts";
import { maximumRetries, type GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { delivering, isTransient, statusOf } from "./problems.ts";

const writing = "pull-requests: write";
/** A post is not tried again by the client: a failed answer does not mean that nothing was posted. */
const once = { request: { retries: 0 } };

/** Reads and writes this tool's own comments on pull requests. */
export class PullRequestComments {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #warn: (message: string) => void;
  #viewer: Promise<string> | null = null;
  /** The review comments that were there before this run posted any. */
  #knownReviewComments: ReadonlySet<number> = new Set();

  constructor(client: GitHubClient, repository: RepositoryName, warn: (message: string) => void) {
    this.#client = client;
    this.#repository = repository;
    this.#warn = warn;
  }

  async listOwnReviewComments(number: number, marker: string): Promise<PostedReviewComment[]> {
    return delivering({ what: "the earlier review comments", permission: writing }, async () => {
      const comments = await this.#reviewComments(number);
      this.#knownReviewComments = new Set(comments.map(({ id }) => id));
      const answered = new Set(comments.map((comment) => comment.in_reply_to_id ?? null));
      const own: PostedReviewComment[] = [];
      for (const comment of comments) {
        if (!comment.body.includes(marker) || comment.in_reply_to_id !== undefined) continue;
        if (!(await this.#isOwn(comment.user))) continue;
        const { id, body, path } = comment;
        // Null, though its description does not say so, once the line has left the diff.
        const line: unknown = comment.line;
        own.push({ id, body, path, answered: answered.has(id), outdated: line === null });
      }
      return own;
    });
  }

  async postReview(
    number: number,
    headSha: string,
    body: string,
    drafts: readonly ReviewCommentDraft[],
  ): Promise<void> {
    const post = () =>
      this.#client.pulls.createReview({
        ...this.#repository,
        ...once,
        pull_number: number,
        commit_id: headSha,
        event: "COMMENT",
        body,
        comments: drafts.map(toReviewComment),
      });
    const hasArrived = async () => {
      const bodies = new Set(drafts.map((draft) => normalise(draft.body)));
      const comments = await this.#reviewComments(number);
      return comments.some(
        (comment) =>
          !this.#knownReviewComments.has(comment.id) && bodies.has(normalise(comment.body)),
      );
    };
    await delivering({ what: "the review", permission: writing }, () =>
      this.#postOnce("the review", post, hasArrived),
    );
  }

  /** Deletes a review comment; one that somebody else has deleted already is no problem. */
  async deleteReviewComment(id: number): Promise<void> {
    await delivering({ what: "the removal of a review comment", permission: writing }, async () => {
      try {
        await this.#client.pulls.deleteReviewComment({ ...this.#repository, comment_id: id });
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    });
  }

  async findSummaryComment(
    number: number,
    marker: string,
  ): Promise<{ id: number; body: string } | null> {
    return delivering({ what: "the earlier summary comment", permission: writing }, () =>
      this.#findOwnComment(number, (body) => body.includes(marker)),
    );
  }

  async createSummaryComment(number: number, body: string): Promise<void> {
    const post = () =>
      this.#client.issues.createComment({
        ...this.#repository,
        ...once,
        issue_number: number,
        body,
      });
    const hasArrived = async () => {
      const same = (other: string) => normalise(other) === normalise(body);
      return (await this.#findOwnComment(number, same)) !== null;
    };
    await delivering({ what: "the summary comment", permission: writing }, () =>
      this.#postOnce("the summary comment", post, hasArrived),
    );
  }

  async updateSummaryComment(id: number, body: string): Promise<void> {
    await delivering({ what: "the summary comment", permission: writing }, () =>
      this.#client.issues.updateComment({ ...this.#repository, comment_id: id, body }),
    );
  }

  async #findOwnComment(
    number: number,
    matches: (body: string) => boolean,
  ): Promise<{ id: number; body: string } | null> {
    const pages = this.#client.paginate.iterator(this.#client.issues.listComments, {
      ...this.#repository,
      issue_number: number,
      per_page: 100,
    });
    for await (const page of pages) {
      for (const { id, body = "", user } of page.data) {
        if (matches(body) && (await this.#isOwn(user))) return { id, body };
      }
    }
    return null;
  }

  #reviewComments(number: number) {
    return this.#client.paginate(this.#client.pulls.listReviewComments, {
      ...this.#repository,
      pull_number: number,
      per_page: 100,
    });
  }

  /** Posts; after a failure that may have happened on the way back, looks whether it arrived before it tries again. */
  async #postOnce(
    what: string,
    post: () => Promise<unknown>,
    hasArrived: () => Promise<boolean>,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await post();
        return;
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (await hasArrived()) return;
        if (attempt > maximumRetries) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        this.#warn(
          `Posting ${what} failed (${reason}); trying again (try ${attempt} of ${maximumRetries}).`,
        );
      }
    }
  }

  /** Whether a comment's author is the token's own account: a marker alone can be forged. */
  async #isOwn(author: { login: string; type?: string } | null): Promise<boolean> {
    if (author === null) return false;
    this.#viewer ??= this.#client
      .graphql<{ viewer: { login: string } }>("query ReadViewer { viewer { login } }")
      .then((answer) => answer.viewer.login);
    const viewer = await this.#viewer;
    if (author.login === viewer) return true;
    // REST writes the account of an app with "[bot]", GraphQL does not always.
    return author.type === "Bot" && author.login === `${viewer}[bot]`;
  }
}

function toReviewComment({ path, startLine, endLine, body }: ReviewCommentDraft) {
  const place = { path, body, line: endLine, side: "RIGHT" };
  return startLine === endLine ? place : { ...place, start_line: startLine, start_side: "RIGHT" };
}

/** A body as GitHub may give it back. */
function normalise(body: string): string {
  return body.replaceAll("\r\n", "\n").trim();
}

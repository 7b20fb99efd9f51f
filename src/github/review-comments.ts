import type { PostedReviewComment, ReviewCommentDraft } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import type { OwnAccount } from "./own-account.ts";
import { normalise, once, postOnce } from "./post-once.ts";
import { delivering, statusOf } from "./problems.ts";

const permission = "pull-requests: write";

/** Reads and writes this tool's own comments on the lines of pull requests. */
export class ReviewComments {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #account: OwnAccount;
  readonly #warn: (message: string) => void;
  /** The review comments that were there before this run posted any. */
  #known: ReadonlySet<number> = new Set();

  constructor(
    client: GitHubClient,
    repository: RepositoryName,
    account: OwnAccount,
    warn: (message: string) => void,
  ) {
    this.#client = client;
    this.#repository = repository;
    this.#account = account;
    this.#warn = warn;
  }

  listOwn(number: number, marker: string, settledMarker: string): Promise<PostedReviewComment[]> {
    return delivering({ what: "the earlier review comments", permission }, async () => {
      const comments = await this.#list(number);
      this.#known = new Set(comments.map(({ id }) => id));
      const answered = new Set<number>();
      const settled = new Set<number>();
      for (const { in_reply_to_id: root, body, user } of comments) {
        if (root === undefined) continue;
        answered.add(root);
        if (body.includes(settledMarker) && (await this.#account.isAuthor(user))) settled.add(root);
      }
      const own: PostedReviewComment[] = [];
      for (const { id, body, path, line, user, in_reply_to_id: root } of comments) {
        if (!body.includes(marker) || root !== undefined) continue;
        if (!(await this.#account.isAuthor(user))) continue;
        // Null, though its description does not say so, once the line has left the diff.
        const outdated = (line as unknown) === null;
        own.push({
          id,
          body,
          path,
          answered: answered.has(id),
          settled: settled.has(id),
          outdated,
        });
      }
      return own;
    });
  }

  post(
    number: number,
    headSha: string,
    body: string,
    drafts: readonly ReviewCommentDraft[],
  ): Promise<void> {
    const post = async () => {
      const { data } = await this.#client.pulls.createReview({
        ...this.#repository,
        ...once,
        pull_number: number,
        commit_id: headSha,
        event: "COMMENT",
        body,
        comments: drafts.map(toReviewComment),
      });
      this.#account.recognise(data.user);
      return true;
    };
    const bodies = new Set(drafts.map((draft) => normalise(draft.body)));
    const hasArrived = () => this.#hasArrived(number, (one) => bodies.has(one));
    const what = "the review";
    return delivering({ what, permission }, async () => {
      await postOnce(what, this.#warn, post, hasArrived);
    });
  }

  /** Answers a comment; that somebody has deleted it is no problem. */
  reply(number: number, id: number, body: string): Promise<void> {
    const post = async () => {
      await this.#client.pulls.createReplyForReviewComment({
        ...this.#repository,
        ...once,
        pull_number: number,
        comment_id: id,
        body,
      });
      return true;
    };
    const hasArrived = () =>
      this.#hasArrived(number, (one, root) => root === id && one === normalise(body));
    const what = "an answer to a review comment";
    return delivering({ what, permission }, () =>
      unlessGone(() => postOnce(what, this.#warn, post, hasArrived)),
    );
  }

  /** Deletes a review comment; that somebody else has deleted it already is no problem. */
  delete(id: number): Promise<void> {
    return delivering({ what: "the removal of a review comment", permission }, () =>
      unlessGone(() =>
        this.#client.pulls.deleteReviewComment({ ...this.#repository, comment_id: id }),
      ),
    );
  }

  /** True when a comment that this run can have posted is there, else null. */
  async #hasArrived(
    number: number,
    matches: (body: string, root: number | undefined) => boolean,
  ): Promise<true | null> {
    const comments = await this.#list(number);
    const found = comments.some(
      ({ id, body, in_reply_to_id: root }) =>
        !this.#known.has(id) && matches(normalise(body), root),
    );
    return found ? true : null;
  }

  #list(number: number) {
    return this.#client.paginate(this.#client.pulls.listReviewComments, {
      ...this.#repository,
      pull_number: number,
      per_page: 100,
    });
  }
}

async function unlessGone(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

function toReviewComment({ path, startLine, endLine, body }: ReviewCommentDraft) {
  const place = { path, body, line: endLine, side: "RIGHT" };
  return startLine === endLine ? place : { ...place, start_line: startLine, start_side: "RIGHT" };
}

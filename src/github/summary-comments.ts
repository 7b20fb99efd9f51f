import type { SummaryComment } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import type { OwnAccount } from "./own-account.ts";
import { normalise, once, postOnce } from "./post-once.ts";
import { delivering, statusOf } from "./problems.ts";

const permission = "pull-requests: write";

/** Reads and writes this tool's own comment in the conversation of pull requests. */
export class SummaryComments {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #account: OwnAccount;
  readonly #warn: (message: string) => void;

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

  find(number: number, marker: string): Promise<SummaryComment | null> {
    return delivering({ what: "the earlier summary comment", permission }, () =>
      this.#find(number, (body) => body.includes(marker)),
    );
  }

  /** Posts a comment, and takes it away again when another run was faster: see `PullRequestHost`. */
  create(number: number, marker: string, body: string): Promise<SummaryComment | null> {
    const post = async () => {
      const { data } = await this.#client.issues.createComment({
        ...this.#repository,
        ...once,
        issue_number: number,
        body,
      });
      this.#account.recognise(data.user);
      return { id: data.id, body };
    };
    const hasArrived = () => {
      const same = (other: string) => normalise(other) === normalise(body);
      return this.#find(number, same);
    };
    const what = "the summary comment";
    return delivering({ what, permission }, async () => {
      const created = await postOnce(what, this.#warn, post, hasArrived);
      const oldest = await this.#find(number, (other) => other.includes(marker));
      if (oldest === null || oldest.id === created.id) return null;
      await this.#remove(created.id);
      return oldest;
    });
  }

  /** Edits a comment. False when somebody has deleted it. */
  update(id: number, body: string): Promise<boolean> {
    return delivering({ what: "the summary comment", permission }, async () => {
      try {
        await this.#client.issues.updateComment({ ...this.#repository, comment_id: id, body });
        return true;
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw error;
      }
    });
  }

  async #remove(id: number): Promise<void> {
    try {
      await this.#client.issues.deleteComment({ ...this.#repository, comment_id: id });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }

  /** The oldest own comment whose body matches. */
  async #find(number: number, matches: (body: string) => boolean): Promise<SummaryComment | null> {
    const pages = this.#client.paginate.iterator(this.#client.issues.listComments, {
      ...this.#repository,
      issue_number: number,
      per_page: 100,
    });
    for await (const page of pages) {
      for (const { id, body = "", user } of page.data) {
        if (matches(body) && (await this.#account.isAuthor(user))) return { id, body };
      }
    }
    return null;
  }
}

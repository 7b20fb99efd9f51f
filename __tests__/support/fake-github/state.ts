/** An account, as REST names it: a bot's login ends in `[bot]`. */
export interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: "Bot" | "User" | "Organization";
}

/** What GITHUB_TOKEN writes as. */
export const ACTIONS_BOT: Account = { login: "github-actions[bot]", id: 41_898_282, type: "Bot" };

/** The pull request's author. */
export const AUTHOR: Account = { login: "ada", id: 1001, type: "User" };

/** Somebody who reviews. */
export const REVIEWER: Account = { login: "grace", id: 1002, type: "User" };

/** Where a review comment stands, in the commit it was made for. */
export interface Anchor {
  readonly path: string;
  readonly line: number;
  readonly startLine: number | null;
  readonly side: "LEFT" | "RIGHT";
}

/** A review comment that was posted. */
export interface ReviewComment {
  readonly id: number;
  readonly reviewId: number;
  readonly anchor: Anchor;
  /** The commit that the anchor's lines belong to. */
  readonly commit: string;
  readonly diffHunk: string;
  readonly author: Account;
  readonly inReplyTo: number | null;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
  /** Why it was hidden (`OUTDATED` ...), or null. */
  minimized: string | null;
}

/** A review that was posted. */
export interface Review {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly state: "COMMENTED" | "APPROVED" | "CHANGES_REQUESTED" | "PENDING";
  readonly commit: string;
  readonly submittedAt: string;
}

/** A comment on the pull request's conversation. */
export interface IssueComment {
  readonly id: number;
  readonly author: Account;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
  minimized: string | null;
}

/** An annotation of a check run. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

/** A check run that was made. */
export interface CheckRun {
  readonly id: number;
  readonly headSha: string;
  name: string;
  status: string;
  conclusion: string | null;
  detailsUrl: string | null;
  externalId: string | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: CheckAnnotation[];
}

/** An issue of the repository; pull requests are not among them. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly createdAt: string;
  title: string;
  body: string;
  labels: string[];
  state: "open" | "closed";
  stateReason: string | null;
  locked: boolean;
  updatedAt: string;
}

/** A pull request that was made through the API. */
export interface MadePull {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly branch: string;
  readonly base: string;
  title: string;
  body: string;
  state: "open" | "closed";
  merged: boolean;
}

/** Everything that was written to the repository's pull request. Tests read it; the routes change it. */
export class State {
  readonly reviews: Review[] = [];
  readonly reviewComments: ReviewComment[] = [];
  readonly issueComments: IssueComment[] = [];
  readonly checkRuns: CheckRun[] = [];
  readonly issues: Issue[] = [];
  readonly madePulls: MadePull[] = [];
  /** Whether the repository's settings let workflows make pull requests. */
  mayMakePulls = true;
  /** Labels of issues, by name. GitHub takes them for the same in any case of letters. */
  readonly labels: string[] = ["bug", "enhancement"];
  /** False: issues are switched off in the repository's settings, and every request for them is answered with 410. */
  hasIssues = true;
  /** First comments of the threads that were resolved. */
  readonly resolvedThreads = new Set<number>();
  #lastId = 1_000_000;
  #lastNumber = 100;

  /** A number that nothing else has. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** A number that no other issue or pull request has. */
  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  /** First comments of the threads of submitted reviews, oldest first. */
  threads(): ReviewComment[] {
    return this.visibleReviewComments().filter((comment) => this.threadOf(comment) === comment.id);
  }

  /** Review comments but those of a review that was never submitted, which only its author would see. */
  visibleReviewComments(): ReviewComment[] {
    const pending = new Set(
      this.reviews.filter((review) => review.state === "PENDING").map((review) => review.id),
    );
    return this.reviewComments.filter((comment) => !pending.has(comment.reviewId));
  }

  /** The first comment of a comment's thread; of an answer whose first comment was deleted, the oldest that is left. */
  threadOf(comment: ReviewComment): number {
    const root = comment.inReplyTo ?? comment.id;
    if (this.reviewComments.some((other) => other.id === root)) {
      return root;
    }
    return this.reviewComments.find((other) => other.inReplyTo === root)?.id ?? comment.id;
  }
}

/** Deletes the item with an id from a list and tells whether it was there. */
export function removeById(list: { readonly id: number }[], id: number): boolean {
  const index = list.findIndex((item) => item.id === id);
  if (index >= 0) {
    list.splice(index, 1);
  }
  return index >= 0;
}

import { UserError } from "../settings/user-error.ts";

/** What started the run, as far as a review needs it. */
export type ReviewEvent = PullRequestEvent | MergeGroupEvent;

/** A change in a pull request. */
export interface PullRequestEvent {
  readonly kind: "pull-request";
  readonly repository: RepositoryName;
  readonly number: number;
  /** The newest commit of the base branch; not yet the merge base. */
  readonly baseSha: string;
  readonly baseName: string;
  readonly headSha: string;
  readonly fromFork: boolean;
  /** How many files the pull request changes, null when the payload does not say. */
  readonly changedFiles: number | null;
}

/** A merge queue's trial merge. */
export interface MergeGroupEvent {
  readonly kind: "merge-group";
  readonly repository: RepositoryName;
  readonly baseSha: string;
  readonly baseName: string;
  readonly headSha: string;
}

/** Owner and name of a repository. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

const pullRequestEvents = ["pull_request", "pull_request_target"];

/** The events that a review can be started by. */
export const supportedEvents: readonly string[] = [...pullRequestEvents, "merge_group"];

/**
 * Reads an event's payload.
 * @param name the event's name, as in `GITHUB_EVENT_NAME`
 * @param repository `owner/name`, as in `GITHUB_REPOSITORY`
 * @param payload the parsed event file
 * @throws UserError for an event that has nothing to review, and for a payload that lacks what the event should have
 */
export function readReviewEvent(name: string, repository: string, payload: unknown): ReviewEvent {
  if (!supportedEvents.includes(name)) {
    const given = name === "" ? "No event is named" : `The event is \`${name}\``;
    throw new UserError(
      `${given}, which has no pull request to review. Run this action on: ${supportedEvents.join(", ")}. ` +
        "Outside of GitHub Actions use the command line: `npx dockerfile-review review`.",
    );
  }
  const place = readRepository(repository);
  return name === "merge_group"
    ? readMergeGroup(place, new Payload(name, payload).child("merge_group"))
    : readPullRequest(place, new Payload(name, payload).child("pull_request"));
}

function readRepository(text: string): RepositoryName {
  const [owner = "", repo = "", ...rest] = text.split("/");
  if (owner !== "" && repo !== "" && rest.length === 0) return { owner, repo };
  throw new UserError(
    `GITHUB_REPOSITORY is ${JSON.stringify(text)}; it should be owner/name, as GitHub Actions sets it.`,
  );
}

function readPullRequest(repository: RepositoryName, pull: Payload): PullRequestEvent {
  const base = pull.child("base");
  const head = pull.child("head");
  return {
    kind: "pull-request",
    repository,
    number: pull.count("number"),
    baseSha: base.sha("sha"),
    baseName: base.text("ref"),
    headSha: head.sha("sha"),
    // The head's repository is null once a fork is deleted.
    fromFork: head.optional("repo")?.text("full_name") !== base.child("repo").text("full_name"),
    changedFiles: pull.has("changed_files") ? pull.count("changed_files") : null,
  };
}

function readMergeGroup(repository: RepositoryName, group: Payload): MergeGroupEvent {
  return {
    kind: "merge-group",
    repository,
    baseSha: group.sha("base_sha"),
    baseName: group.text("base_ref").replace(/^refs\/heads\//, ""),
    headSha: group.sha("head_sha"),
  };
}

/** A part of a payload that names the place where something is missing. */
class Payload {
  readonly #path: string;
  readonly #value: Readonly<Record<string, unknown>>;

  constructor(path: string, value: unknown) {
    if (typeof value !== "object" || value === null) {
      throw new UserError(
        `The event file has no \`${path}\`. It should be the payload that GitHub sends.`,
      );
    }
    this.#path = path;
    this.#value = value as Readonly<Record<string, unknown>>;
  }

  has(key: string): boolean {
    return this.#value[key] !== undefined && this.#value[key] !== null;
  }

  child(key: string): Payload {
    return new Payload(`${this.#path}.${key}`, this.#value[key]);
  }

  optional(key: string): Payload | null {
    return this.has(key) ? this.child(key) : null;
  }

  text(key: string): string {
    const value = this.#value[key];
    if (typeof value === "string" && value !== "") return value;
    throw this.#missing(key, "text");
  }

  count(key: string): number {
    const value = this.#value[key];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.#missing(key, "number");
  }

  sha(key: string): string {
    const value = this.#value[key];
    if (typeof value === "string" && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) return value;
    throw this.#missing(key, "commit");
  }

  #missing(key: string, what: string): UserError {
    return new UserError(
      `The event file has no ${what} at \`${this.#path}.${key}\`. It should be the payload that GitHub sends.`,
    );
  }
}

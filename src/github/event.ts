import { UserError } from "../settings/user-error.ts";
import { Payload } from "./payload.ts";

/** What started the run, as far as a review needs it. */
export type ReviewEvent = PullRequestEvent | MergeGroupEvent | PushEvent;

/** A change in a pull request. What else is to be known of it is read when the run begins: a re-run brings an old payload. */
export interface PullRequestEvent {
  readonly kind: "pull-request";
  readonly repository: RepositoryName;
  readonly number: number;
  /** The commit that the run is for. */
  readonly headSha: string;
  /** Whether the event gives the base repository's token, also where the pull request comes from a fork. */
  readonly trusted: boolean;
}

/** A merge queue's trial merge. */
export interface MergeGroupEvent {
  readonly kind: "merge-group";
  readonly repository: RepositoryName;
  readonly baseSha: string;
  readonly baseName: string;
  readonly headSha: string;
}

/** Commits that were pushed to a branch. */
export interface PushEvent {
  readonly kind: "push";
  readonly repository: RepositoryName;
  /** What the branch was before; the default branch, for a branch that is new. */
  readonly base: string;
  readonly baseName: string;
  readonly headSha: string;
}

/** A workflow that was started by another one's end. */
export interface WorkflowRunEvent {
  readonly repository: RepositoryName;
  /** The event that had started the other one. */
  readonly event: string;
  readonly headSha: string;
  /** `owner/name` of the repository that the commit came from; null when it was deleted since. */
  readonly headRepository: string | null;
}

/** Owner and name of a repository. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** What a push's payload has in the place of a commit where there is none. */
const noCommit = /^0+$/;

/**
 * Reads the payload of an event whose change is to be reviewed.
 * @param name the event's name, as in `GITHUB_EVENT_NAME`
 * @param repository `owner/name`, as in `GITHUB_REPOSITORY`
 * @param payload the parsed event file
 * @throws UserError for a payload that lacks what the event should have
 */
export function readReviewEvent(name: string, repository: string, payload: unknown): ReviewEvent {
  const place = readRepository(repository);
  const root = new Payload(name, payload);
  if (name === "merge_group") return readMergeGroup(place, root.child("merge_group"));
  if (name === "push") return readPush(place, root);
  const trusted = name === "pull_request_target";
  return { ...readPullRequest(place, root.child("pull_request")), trusted };
}

/**
 * Reads the payload of `workflow_run`.
 * @throws UserError for a payload that lacks what the event should have
 */
export function readWorkflowRunEvent(repository: string, payload: unknown): WorkflowRunEvent {
  const run = new Payload("workflow_run", payload).child("workflow_run");
  return {
    repository: readRepository(repository),
    event: run.text("event"),
    headSha: run.sha("head_sha"),
    headRepository: run.optional("head_repository")?.text("full_name") ?? null,
  };
}

/**
 * The repository that the run takes place in.
 * @param text `owner/name`, as in `GITHUB_REPOSITORY`
 * @throws UserError when it is something else
 */
export function readRepository(text: string): RepositoryName {
  const [owner = "", repo = "", ...rest] = text.split("/");
  if (owner !== "" && repo !== "" && rest.length === 0) return { owner, repo };
  throw new UserError(
    `GITHUB_REPOSITORY is ${JSON.stringify(text)}; it should be owner/name, as GitHub Actions sets it.`,
  );
}

function readPullRequest(repository: RepositoryName, pull: Payload) {
  const headSha = pull.child("head").sha("sha");
  return { kind: "pull-request" as const, repository, number: pull.count("number"), headSha };
}

function readMergeGroup(repository: RepositoryName, group: Payload): MergeGroupEvent {
  return {
    kind: "merge-group",
    repository,
    baseSha: group.sha("base_sha"),
    baseName: withoutPrefix(group.text("base_ref")),
    headSha: group.sha("head_sha"),
  };
}

function readPush(repository: RepositoryName, push: Payload): PushEvent {
  const headSha = push.sha("after");
  if (noCommit.test(headSha)) {
    throw new UserError(
      "The push deletes a branch, so there is nothing to review. Leave such pushes out with `if: github.event.deleted == false`.",
    );
  }
  const before = push.sha("before");
  const branch = withoutPrefix(push.text("ref"));
  const isNew = noCommit.test(before);
  const baseName = isNew ? push.child("repository").text("default_branch") : branch;
  return { kind: "push", repository, base: isNew ? baseName : before, baseName, headSha };
}

function withoutPrefix(reference: string): string {
  return reference.replace(/^refs\/(heads|tags)\//, "");
}

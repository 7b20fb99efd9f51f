import type { FakeGitHub } from "./fake-github.ts";
import type { JsonObject } from "./json.ts";
import { accountJson, repositoryJson } from "./account-resources.ts";
import { pullRequestJson } from "./resources.ts";
import { AUTHOR } from "./state.ts";

/** What the runner is told of the event that started a workflow. */
export interface WorkflowEvent {
  /** GITHUB_EVENT_NAME. */
  readonly name: string;
  /** What stands in the file at GITHUB_EVENT_PATH. */
  readonly payload: JsonObject;
  /** GITHUB_SHA. */
  readonly sha: string;
  /** GITHUB_REF. */
  readonly ref: string;
  /** GITHUB_BASE_REF and GITHUB_HEAD_REF; empty for events without a pull request. */
  readonly baseRef: string;
  readonly headRef: string;
}

/** Actions of `pull_request` that the builders know. */
export type PullRequestAction =
  | "opened"
  | "synchronize"
  | "reopened"
  | "edited"
  | "closed"
  | "ready_for_review"
  | "converted_to_draft"
  | "labeled";

/**
 * `pull_request` as it stands now. GITHUB_SHA is the test merge, not the head. A fork's pull request is one of a server that was
 * started with `pull: { forkOwner }`.
 */
export function pullRequestEvent(
  github: FakeGitHub,
  action: PullRequestAction,
  details: {
    name?: "pull_request" | "pull_request_target";
    before?: string;
    changes?: JsonObject;
  } = {},
): WorkflowEvent {
  const { world, fixture, pull } = github;
  const { name = "pull_request", before = fixture.baseSha, changes = {} } = details;
  const target = name === "pull_request_target";
  return {
    name,
    payload: {
      action,
      number: pull.number,
      pull_request: pullRequestJson(world, AUTHOR),
      ...(action === "synchronize" ? { before, after: fixture.headSha } : {}),
      ...(action === "edited" ? { changes } : {}),
      ...common(github),
    },
    // Without a test merge (a conflict) `pull_request` workflows do not run; the head stands in so that the value is a commit.
    sha: target ? fixture.baseSha : (world.mergeCommit ?? fixture.headSha),
    ref: target ? `refs/heads/${fixture.baseBranch}` : `refs/pull/${pull.number}/merge`,
    baseRef: fixture.baseBranch,
    headRef: fixture.headBranch,
  };
}

/** `merge_group`: the queue asks for checks of what it would merge. No pull request is in the payload. */
export function mergeGroupEvent(github: FakeGitHub): WorkflowEvent {
  const { world, fixture, pull } = github;
  const merge = world.mergeCommit ?? fixture.headSha;
  const commit = world.store.commit(merge);
  const ref = `refs/heads/gh-readonly-queue/${fixture.baseBranch}/pr-${pull.number}-${fixture.baseSha}`;
  const payload: JsonObject = {
    action: "checks_requested",
    merge_group: {
      head_sha: merge,
      head_ref: ref,
      base_sha: fixture.baseSha,
      base_ref: `refs/heads/${fixture.baseBranch}`,
      head_commit: {
        id: merge,
        tree_id: commit?.tree ?? null,
        message: commit?.message ?? null,
        timestamp: commit?.author.date ?? null,
        author: { name: "Ada Example", email: "ada@example.com" },
        committer: { name: "GitHub", email: "noreply@github.com" },
      },
    },
    ...common(github),
  };
  return { name: "merge_group", payload, sha: merge, ref, baseRef: "", headRef: "" };
}

/** `push` to the base branch. */
export function pushEvent(github: FakeGitHub, before: string): WorkflowEvent {
  const { fixture } = github;
  const ref = `refs/heads/${fixture.baseBranch}`;
  const payload: JsonObject = {
    ref,
    before,
    after: fixture.baseSha,
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `${github.serverUrl}/${github.repository}/compare/${before}...${fixture.baseSha}`,
    commits: [],
    head_commit: null,
    pusher: { name: AUTHOR.login, email: "ada@example.com" },
    ...common(github),
  };
  return { name: "push", payload, sha: fixture.baseSha, ref, baseRef: "", headRef: "" };
}

/** `workflow_run`: a workflow for the pull request's newest commit has ended. */
export function workflowRunEvent(
  github: FakeGitHub,
  details: { event?: string; headSha?: string; headRepository?: string } = {},
): WorkflowEvent {
  const { fixture, world, pull } = github;
  const owner = pull.forkOwner ?? world.owner;
  const { event = "pull_request", headSha = fixture.headSha } = details;
  const { headRepository = `${owner}/${world.name}` } = details;
  const payload: JsonObject = {
    action: "completed",
    workflow_run: {
      id: 9001,
      name: "Review Dockerfiles",
      event,
      status: "completed",
      conclusion: "success",
      head_sha: headSha,
      head_branch: fixture.headBranch,
      head_repository: { full_name: headRepository },
      // Of a fork's pull request nothing is here.
      pull_requests: [],
    },
    ...common(github),
  };
  const ref = `refs/heads/${fixture.baseBranch}`;
  return { name: "workflow_run", payload, sha: fixture.baseSha, ref, baseRef: "", headRef: "" };
}

/** `schedule`, `workflow_dispatch`: nothing of a change is in the payload. */
export function branchEvent(github: FakeGitHub, name: string): WorkflowEvent {
  const { fixture } = github;
  const ref = `refs/heads/${fixture.baseBranch}`;
  return { name, payload: common(github), sha: fixture.baseSha, ref, baseRef: "", headRef: "" };
}

function common(github: FakeGitHub): JsonObject {
  return {
    repository: repositoryJson(github.world),
    sender: accountJson(github.world, AUTHOR),
  };
}

import { type DiffFile, mapLines, hunkLines } from "./diff.ts";
import type { CommitData } from "./git-store.ts";
import { accountJson, CREATED_AT, ownerAccount, repositoryJson } from "./account-resources.ts";
import type { JsonObject } from "./json.ts";
import type { Account, CheckRun, Issue, IssueComment, Review, ReviewComment } from "./state.ts";
import type { World } from "./world.ts";

/** A path in an address: each part encoded, the slashes kept. */
export function pathInUrl(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** `pull-request`, and `pull_request` of an event's payload. */
export function pullRequestJson(world: World, author: Account): JsonObject {
  const { pull, fixture, repositoryUrl: api, repositoryPage: page } = world;
  const files = world.pullDiff();
  const url = `${api}/pulls/${pull.number}`;
  const issueUrl = `${api}/issues/${pull.number}`;
  const headOwner = pull.forkOwner ?? world.owner;
  const statuses = `${api}/statuses/${fixture.headSha}`;
  const html = `${page}/pull/${pull.number}`;
  const link = (href: string) => ({ href });
  const sum = (count: (file: DiffFile) => number) =>
    files.reduce((all, file) => all + count(file), 0);
  return {
    url,
    id: 80_001,
    node_id: "PR_80001",
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: accountJson(world, author),
    body: pull.body,
    labels: [],
    milestone: null,
    created_at: CREATED_AT,
    updated_at: world.now(),
    closed_at: pull.state === "closed" ? world.now() : null,
    merged_at: null,
    merge_commit_sha: world.mergeCommit,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: {
      label: `${headOwner}:${fixture.headBranch}`,
      ref: fixture.headBranch,
      sha: fixture.headSha,
      user: accountJson(world, pull.forkOwner === null ? ownerAccount(headOwner) : author),
      repo: pull.forkDeleted ? null : repositoryJson(world, headOwner, pull.forkOwner !== null),
    },
    base: {
      label: `${world.owner}:${fixture.baseBranch}`,
      ref: fixture.baseBranch,
      sha: fixture.baseSha,
      user: accountJson(world, ownerAccount(world.owner)),
      repo: repositoryJson(world),
    },
    _links: {
      self: link(url),
      html: link(html),
      issue: link(issueUrl),
      comments: link(`${issueUrl}/comments`),
      review_comments: link(`${url}/comments`),
      review_comment: link(`${api}/pulls/comments{/number}`),
      commits: link(`${url}/commits`),
      statuses: link(statuses),
    },
    author_association: "CONTRIBUTOR",
    auto_merge: null,
    draft: pull.draft,
    merged: false,
    mergeable: world.mergeCommit !== null,
    rebaseable: world.mergeCommit !== null,
    mergeable_state: world.mergeCommit === null ? "dirty" : "clean",
    merged_by: null,
    comments: world.state.issueComments.length,
    review_comments: world.state.visibleReviewComments().length,
    maintainer_can_modify: false,
    commits: world.pullCommits().length,
    additions: sum((file) => file.additions),
    deletions: sum((file) => file.deletions),
    changed_files: files.length,
  };
}

/** `diff-entry`. */
export function diffEntryJson(world: World, file: DiffFile, headSha: string): JsonObject {
  const path = pathInUrl(file.path);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${world.repositoryPage}/blob/${headSha}/${path}`,
    raw_url: `${world.repositoryPage}/raw/${headSha}/${path}`,
    contents_url: `${world.repositoryUrl}/contents/${path}?ref=${headSha}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}

/** `commit`, without its files. */
export function commitJson(world: World, commit: CommitData): JsonObject {
  const url = `${world.repositoryUrl}/commits/${commit.sha}`;
  return {
    url,
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    html_url: `${world.repositoryPage}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${world.repositoryUrl}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.author,
      message: commit.message,
      tree: { sha: commit.tree, url: `${world.repositoryUrl}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${world.repositoryUrl}/commits/${sha}`,
      html_url: `${world.repositoryPage}/commit/${sha}`,
    })),
  };
}

/** Where a review comment's lines stand at the pull request's head; null: outdated. */
export function currentLines(
  world: World,
  comment: ReviewComment,
): [first: number, last: number] | null {
  const { path, line, startLine, side } = comment.anchor;
  const head = world.fixture.headSha;
  if (comment.commit === head) {
    return [startLine ?? line, line];
  }
  const mapped =
    side === "RIGHT"
      ? mapLines(world.store, comment.commit, head, path, [startLine ?? line, line])
      : null;
  const patch = world.pullDiff().find((file) => file.path === path)?.patch ?? null;
  if (mapped === null || patch === null) {
    return null;
  }
  return hunkLines(patch).some((hunk) => hunk.right.has(mapped[0]) && hunk.right.has(mapped[1]))
    ? mapped
    : null;
}

/** `pull-request-review-comment`. */
export function reviewCommentJson(world: World, comment: ReviewComment): JsonObject {
  const url = `${world.repositoryUrl}/pulls/comments/${comment.id}`;
  const pullUrl = `${world.repositoryUrl}/pulls/${world.pull.number}`;
  const html = `${world.repositoryPage}/pull/${world.pull.number}#discussion_r${comment.id}`;
  const { path, line, startLine, side } = comment.anchor;
  const current = currentLines(world, comment);
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: `PRRC_${comment.id}`,
    diff_hunk: comment.diffHunk,
    path,
    position: current === null ? null : 1,
    original_position: 1,
    commit_id: current === null ? comment.commit : world.fixture.headSha,
    original_commit_id: comment.commit,
    ...(comment.inReplyTo === null ? {} : { in_reply_to_id: comment.inReplyTo }),
    user: accountJson(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: association(comment.author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    start_line: current === null || startLine === null ? null : current[0],
    original_start_line: startLine,
    start_side: startLine === null ? null : side,
    line: current === null ? null : current[1],
    original_line: line,
    side,
    subject_type: "line",
    reactions: reactionsJson(url),
  };
}

/** `pull-request-review`. */
export function reviewJson(world: World, review: Review): JsonObject {
  const pullUrl = `${world.repositoryUrl}/pulls/${world.pull.number}`;
  const html = `${world.repositoryPage}/pull/${world.pull.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: `PRR_${review.id}`,
    user: accountJson(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    ...(review.state === "PENDING" ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commit,
    author_association: association(review.author),
  };
}

/** `issue-comment`. */
export function issueCommentJson(world: World, comment: IssueComment): JsonObject {
  const url = `${world.repositoryUrl}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${world.repositoryPage}/pull/${world.pull.number}#issuecomment-${comment.id}`,
    issue_url: `${world.repositoryUrl}/issues/${world.pull.number}`,
    id: comment.id,
    node_id: `IC_${comment.id}`,
    user: accountJson(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: association(comment.author),
    reactions: reactionsJson(url),
    performed_via_github_app: null,
  };
}

/** `issue`. */
export function issueJson(world: World, issue: Issue): JsonObject {
  const url = `${world.repositoryUrl}/issues/${issue.number}`;
  return {
    url,
    repository_url: world.repositoryUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${world.repositoryPage}/issues/${issue.number}`,
    id: issue.id,
    node_id: `I_${issue.id}`,
    number: issue.number,
    title: issue.title,
    user: accountJson(world, issue.author),
    labels: issue.labels.map((name) => ({ name })),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.locked,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: 0,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.state === "closed" ? issue.updatedAt : null,
    author_association: association(issue.author),
    body: issue.body,
    reactions: reactionsJson(url),
  };
}

/** `label`. */
export function labelJson(world: World, name: string): JsonObject {
  return {
    id: 1,
    node_id: `LA_${name}`,
    url: `${world.repositoryUrl}/labels/${encodeURIComponent(name)}`,
    name,
    description: null,
    color: "1d76db",
    default: false,
  };
}

/** `check-run`. */
export function checkRunJson(world: World, run: CheckRun): JsonObject {
  const url = `${world.repositoryUrl}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: `CR_${run.id}`,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${world.repositoryPage}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: 5001 },
    app: null,
    pull_requests: [],
  };
}

function association(account: Account): string {
  return account.type === "Bot" ? "NONE" : "CONTRIBUTOR";
}

function reactionsJson(url: string): JsonObject {
  const none = { laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, "+1": 0, "-1": 0, ...none };
}

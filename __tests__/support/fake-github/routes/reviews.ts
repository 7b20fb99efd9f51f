import { hunkLines, type HunkLines } from "../diff.ts";
import { HttpError, notFound, unprocessable } from "../http-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { reviewCommentJson, reviewJson } from "../resources.ts";
import { type Anchor, type Review, type ReviewComment, removeById } from "../state.ts";
import type { World } from "../world.ts";
import { pageAnswer, requireShortBody, type Routes, text } from "./route.ts";

const STATES: Readonly<Record<string, Review["state"]>> = {
  COMMENT: "COMMENTED",
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
};

/** Reviews and the comments on lines. */
export const REVIEW_ROUTES: Routes = {
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews": (world, request) => {
    world.require(["pull-requests", "read"]);
    world.requirePull(request.path.pull_number ?? "");
    const visible = world.state.reviews.filter((review) => review.state !== "PENDING");
    return pageAnswer(world, request, visible, (review) => reviewJson(world, review));
  },

  "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews": (world, request) => {
    world.require(["pull-requests", "write"]);
    world.requirePull(request.path.pull_number ?? "");
    return { status: 200, body: reviewJson(world, createReview(world, request.body)) };
  },

  "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments": (world, request) => {
    world.require(["pull-requests", "read"]);
    world.requirePull(request.path.pull_number ?? "");
    const since = request.query.get("since");
    const key = request.query.get("sort") === "updated" ? "updatedAt" : "createdAt";
    const comments = world.state
      .visibleReviewComments()
      .filter((comment) => since === null || comment.updatedAt >= since)
      .sort((one, other) => one[key].localeCompare(other[key]) || one.id - other.id);
    if (request.query.get("direction") === "desc" && request.query.has("sort")) {
      comments.reverse();
    }
    return pageAnswer(world, request, comments, (comment) => reviewCommentJson(world, comment));
  },

  "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}": (world, request) => {
    world.require(["pull-requests", "read"]);
    const comment = findReviewComment(world, request.path.comment_id);
    return { status: 200, body: reviewCommentJson(world, comment) };
  },

  "PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}": (world, request) => {
    world.require(["pull-requests", "write"]);
    const comment = findReviewComment(world, request.path.comment_id);
    const body = text(request.body, "body");
    requireCommentBody(world, body);
    comment.body = body;
    comment.updatedAt = world.now();
    return { status: 200, body: reviewCommentJson(world, comment) };
  },

  "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}": (world, request) => {
    world.require(["pull-requests", "write"]);
    const comment = findReviewComment(world, request.path.comment_id);
    removeById(world.state.reviewComments, comment.id);
    return { status: 204 };
  },

  "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies": (
    world,
    request,
  ) => {
    world.require(["pull-requests", "write"]);
    world.requirePull(request.path.pull_number ?? "");
    const root = findReviewComment(world, request.path.comment_id);
    if (root.inReplyTo !== null) {
      throw unprocessable("Replies to replies are not supported");
    }
    const body = text(request.body, "body");
    requireCommentBody(world, body);
    const review = addReview(world, { body: "", state: "COMMENTED", commit: root.commit });
    const reply = addReviewComment(world, {
      ...root,
      reviewId: review.id,
      inReplyTo: root.id,
      body,
      author: world.settings.tokenAccount,
    });
    return { status: 201, body: reviewCommentJson(world, reply) };
  },
};

function findReviewComment(world: World, id: string | undefined): ReviewComment {
  const comment = world.state.visibleReviewComments().find((item) => item.id === Number(id));
  if (comment === undefined) {
    throw notFound();
  }
  return comment;
}

function requireCommentBody(world: World, body: string): void {
  if (body.trim() === "") {
    throw unprocessable("Body can't be blank");
  }
  requireShortBody(world, "PullRequestReviewComment", body);
}

/** Makes a review from a request's body, wholly or not at all. */
function createReview(world: World, body: JsonObject): Review {
  const commit = reviewedCommit(world, body);
  const drafts = (body.comments ?? []) as readonly JsonObject[];
  const event = text(body, "event");
  const reviewBody = text(body, "body");
  requireShortBody(world, "PullRequestReview", reviewBody);
  requireEvent(world, event, reviewBody, drafts.length);
  const anchored = anchorAll(world, commit, drafts);
  const review = addReview(world, { body: reviewBody, state: STATES[event] ?? "PENDING", commit });
  for (const comment of anchored) {
    addReviewComment(world, { ...comment, reviewId: review.id });
  }
  return review;
}

function reviewedCommit(world: World, body: JsonObject): string {
  const commit = text(body, "commit_id");
  if (commit === "") {
    return world.fixture.headSha;
  }
  if (!world.pullCommits().includes(commit)) {
    throw unprocessable("The commit_id is not part of the pull request");
  }
  return commit;
}

function requireEvent(world: World, event: string, body: string, comments: number): void {
  const { tokenAccount } = world.settings;
  if (event === "APPROVE" && tokenAccount.type === "Bot") {
    throw unprocessable("GitHub Actions is not permitted to approve pull requests.");
  }
  if (event === "REQUEST_CHANGES" && body.trim() === "") {
    throw unprocessable("You need to leave a comment indicating the requested changes.");
  }
  if (event !== "APPROVE" && body.trim() === "" && comments === 0) {
    throw unprocessable("Could not submit your review: the review needs a body or comments");
  }
  const hasPending = world.state.reviews.some(
    (review) => review.state === "PENDING" && review.author.login === tokenAccount.login,
  );
  if (hasPending) {
    throw unprocessable("User can only have one pending review per pull request");
  }
}

type NewComment = Omit<ReviewComment, "id" | "reviewId" | "createdAt" | "updatedAt" | "minimized">;

/** Puts each draft on its lines; one that does not fit refuses all, with GitHub's sentences. */
function anchorAll(world: World, commit: string, drafts: readonly JsonObject[]): NewComment[] {
  const refusals: string[] = [];
  const comments: NewComment[] = [];
  for (const draft of drafts) {
    const body = text(draft, "body");
    requireCommentBody(world, body);
    const placed = placeOnDiff(world, commit, draft);
    if ("problems" in placed) {
      refusals.push(toSentence(placed.problems));
    } else {
      const { tokenAccount: author } = world.settings;
      comments.push({ ...placed, commit, body, author, inReplyTo: null });
    }
  }
  if (refusals.length > 0) {
    throw unprocessable(...new Set(refusals));
  }
  return comments;
}

type Placed = Pick<ReviewComment, "anchor" | "diffHunk"> | { readonly problems: string[] };

const THREAD = "Pull request review thread";

function placeOnDiff(world: World, commit: string, draft: JsonObject): Placed {
  const path = text(draft, "path");
  const noHunk = `${THREAD} diff hunk can't be blank`;
  const file = world.pullDiff(commit).find((item) => item.path === path);
  if (file === undefined) {
    return { problems: [`${THREAD} path is invalid`, noHunk] };
  }
  if (draft.position !== undefined) {
    throw new HttpError(422, "The stand-in takes line and side; position is closing down");
  }
  const side = draft.side ?? "RIGHT";
  if (typeof draft.line !== "number" || (side !== "LEFT" && side !== "RIGHT")) {
    return { problems: [`${THREAD} line must be part of the diff`, noHunk] };
  }
  const anchor: Anchor = {
    path,
    line: draft.line,
    startLine: typeof draft.start_line === "number" ? draft.start_line : null,
    side,
  };
  const hunks = hunkLines(file.patch ?? "");
  const hunk = hunks.find((item) => linesOn(item, side).has(anchor.line));
  const problems = anchorProblems(anchor, draft.start_side ?? side, hunk);
  return hunk === undefined || problems.length > 0
    ? { problems: hunk === undefined ? [...problems, noHunk] : problems }
    : { anchor, diffHunk: hunk.text };
}

function anchorProblems(anchor: Anchor, startSide: Json, hunk: HunkLines | undefined): string[] {
  const { line, startLine, side } = anchor;
  const problems: string[] = [];
  if (startLine !== null && startLine >= line && startSide === side) {
    problems.push(`${THREAD} start line must precede the end line.`);
  }
  if (hunk === undefined) {
    problems.push(`${THREAD} line must be part of the diff`);
  }
  if (startLine !== null && (hunk === undefined || !linesOn(hunk, startSide).has(startLine))) {
    problems.push(`${THREAD} start line must be part of the same hunk as the line.`);
  }
  return problems;
}

function linesOn(hunk: HunkLines, side: Json): ReadonlySet<number> {
  return side === "LEFT" ? hunk.left : hunk.right;
}

/** `a`, `a and b`, `a, b, and c`: how GitHub joins what is wrong. */
function toSentence(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  if (parts.length < 3) {
    return parts.join(" and ");
  }
  return `${parts.slice(0, -1).join(", ")}, and ${last}`;
}

function addReview(world: World, review: Pick<Review, "body" | "state" | "commit">): Review {
  const { tokenAccount: author } = world.settings;
  const added = { ...review, id: world.state.nextId(), author, submittedAt: world.now() };
  world.state.reviews.push(added);
  return added;
}

/** Stores a comment on lines. */
export function addReviewComment(
  world: World,
  comment: NewComment & Pick<ReviewComment, "reviewId">,
): ReviewComment {
  const now = world.now();
  const id = world.state.nextId();
  const added: ReviewComment = { ...comment, id, createdAt: now, updatedAt: now, minimized: null };
  world.state.reviewComments.push(added);
  return added;
}

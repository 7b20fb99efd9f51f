import { notFound, validationFailed } from "../http-error.ts";
import { issueCommentJson } from "../resources.ts";
import { type IssueComment, removeById } from "../state.ts";
import type { Need, World } from "../world.ts";
import { pageAnswer, requireShortBody, type Routes, text } from "./route.ts";

/** Comments of a pull request's conversation may be written with either permission. */
const READ: readonly Need[] = [
  ["issues", "read"],
  ["pull-requests", "read"],
];
const WRITE: readonly Need[] = [
  ["issues", "write"],
  ["pull-requests", "write"],
];

/** The comments of the pull request's conversation. */
export const ISSUE_COMMENT_ROUTES: Routes = {
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": (world, request) => {
    world.require(...READ);
    world.requirePull(request.path.issue_number ?? "");
    const since = request.query.get("since");
    const comments = world.state.issueComments.filter(
      (comment) => since === null || comment.updatedAt >= since,
    );
    return pageAnswer(world, request, comments, (comment) => issueCommentJson(world, comment));
  },

  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": (world, request) => {
    world.require(...WRITE);
    world.requirePull(request.path.issue_number ?? "");
    const body = text(request.body, "body");
    requireBody(world, body);
    const comment = addIssueComment(world, body);
    return { status: 201, body: issueCommentJson(world, comment) };
  },

  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}": (world, request) => {
    world.require(...READ);
    return { status: 200, body: issueCommentJson(world, find(world, request.path.comment_id)) };
  },

  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": (world, request) => {
    world.require(...WRITE);
    const comment = find(world, request.path.comment_id);
    const body = text(request.body, "body");
    requireBody(world, body);
    comment.body = body;
    comment.updatedAt = world.now();
    return { status: 200, body: issueCommentJson(world, comment) };
  },

  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": (world, request) => {
    world.require(...WRITE);
    const comment = find(world, request.path.comment_id);
    removeById(world.state.issueComments, comment.id);
    return { status: 204 };
  },
};

function find(world: World, id: string | undefined): IssueComment {
  const comment = world.state.issueComments.find((item) => item.id === Number(id));
  if (comment === undefined) {
    throw notFound();
  }
  return comment;
}

function requireBody(world: World, body: string): void {
  if (body.trim() === "") {
    throw validationFailed("IssueComment", "body", "missing_field");
  }
  requireShortBody(world, "IssueComment", body);
}

/** Stores a comment of the conversation. */
export function addIssueComment(
  world: World,
  body: string,
  author = world.settings.tokenAccount,
): IssueComment {
  const now = world.now();
  const comment: IssueComment = {
    id: world.state.nextId(),
    author,
    body,
    createdAt: now,
    updatedAt: now,
    minimized: null,
  };
  world.state.issueComments.push(comment);
  return comment;
}

import { HttpError, notFound, validationFailed } from "../http-error.ts";
import type { JsonObject } from "../json.ts";
import { issueJson, labelJson } from "../resources.ts";
import type { Issue } from "../state.ts";
import type { World } from "../world.ts";
import { pageAnswer, requireShortBody, type Routes, text } from "./route.ts";

/** Characters of an issue's title. */
const TITLE_CHARACTERS = 256;

/** Issues and their labels. */
export const ISSUE_ROUTES: Routes = {
  "GET /repos/{owner}/{repo}/issues": (world, request) => {
    requireIssues(world, "read");
    const state = request.query.get("state") ?? "open";
    const creator = request.query.get("creator");
    const labels = (request.query.get("labels") ?? "").split(",").filter(Boolean);
    const issues = world.state.issues.filter(
      (issue) =>
        (state === "all" || issue.state === state) &&
        (creator === null || issue.author.login === creator) &&
        labels.every((label) => issue.labels.includes(label)),
    );
    if (request.query.get("direction") !== "asc") issues.reverse();
    return pageAnswer(world, request, issues, (issue) => issueJson(world, issue));
  },

  "POST /repos/{owner}/{repo}/issues": (world, request) => {
    requireIssues(world, "write");
    const { body } = request;
    const title = requireTitle(text(body, "title"));
    requireShortBody(world, "Issue", text(body, "body"));
    const labels = Array.isArray(body.labels) ? body.labels.map(String) : [];
    const now = world.now();
    const issue: Issue = {
      id: world.state.nextId(),
      number: world.state.nextNumber(),
      author: world.settings.tokenAccount,
      createdAt: now,
      updatedAt: now,
      title,
      body: text(body, "body"),
      labels,
      state: "open",
      stateReason: null,
      locked: false,
    };
    world.state.issues.push(issue);
    return { status: 201, body: issueJson(world, issue) };
  },

  "GET /repos/{owner}/{repo}/issues/{issue_number}": (world, request) => {
    requireIssues(world, "read");
    return { status: 200, body: issueJson(world, findIssue(world, request.path.issue_number)) };
  },

  "PATCH /repos/{owner}/{repo}/issues/{issue_number}": (world, request) => {
    requireIssues(world, "write");
    const issue = findIssue(world, request.path.issue_number);
    change(world, issue, request.body);
    return { status: 200, body: issueJson(world, issue) };
  },

  "POST /repos/{owner}/{repo}/labels": (world, request) => {
    requireIssues(world, "write");
    const name = text(request.body, "name");
    const isTaken = world.state.labels.some((one) => one.toLowerCase() === name.toLowerCase());
    if (isTaken) throw validationFailed("Label", "name", "already_exists");
    world.state.labels.push(name);
    return { status: 201, body: labelJson(world, name) };
  },
};

/** Issues that are switched off are gone, whatever the token may do. */
function requireIssues(world: World, level: "read" | "write"): void {
  if (!world.state.hasIssues) throw new HttpError(410, "Issues are disabled for this repo");
  world.require(["issues", level]);
}

function findIssue(world: World, number: string | undefined): Issue {
  const issue = world.state.issues.find((one) => one.number === Number(number));
  if (issue === undefined) throw notFound();
  return issue;
}

function requireTitle(title: string): string {
  if (title.trim() === "") throw validationFailed("Issue", "title", "missing_field");
  if (title.length <= TITLE_CHARACTERS) return title;
  throw validationFailed(
    "Issue",
    "title",
    "custom",
    "title is too long (maximum is 256 characters)",
  );
}

function change(world: World, issue: Issue, body: JsonObject): void {
  if (typeof body.title === "string") issue.title = requireTitle(body.title);
  if (typeof body.body === "string") {
    requireShortBody(world, "Issue", body.body);
    issue.body = body.body;
  }
  if (body.state === "open" || body.state === "closed") {
    issue.state = body.state;
    issue.stateReason = typeof body.state_reason === "string" ? body.state_reason : null;
  }
  issue.updatedAt = world.now();
}

import { HttpError, notFound, validationFailed } from "../http-error.ts";
import type { JsonObject } from "../json.ts";
import { accountJson } from "../account-resources.ts";
import { pullRequestJson } from "../resources.ts";
import type { MadePull } from "../state.ts";
import type { World } from "../world.ts";
import { pageAnswer, requireShortBody, type Routes, text } from "./route.ts";

/** Pull requests that are made through the API. */
export const MADE_PULL_ROUTES: Routes = {
  "GET /repos/{owner}/{repo}/pulls": (world, request) => {
    world.require(["pull-requests", "read"]);
    const state = request.query.get("state") ?? "open";
    const head = request.query.get("head");
    const pulls = world.state.madePulls.filter(
      (pull) =>
        (state === "all" || pull.state === state) &&
        (head === null || head === `${world.owner}:${pull.branch}`),
    );
    if (request.query.get("direction") !== "asc") pulls.reverse();
    return pageAnswer(world, request, pulls, (pull) => madePullJson(world, pull));
  },

  "POST /repos/{owner}/{repo}/pulls": (world, request) => {
    world.require(["pull-requests", "write"]);
    if (!world.state.mayMakePulls) {
      throw new HttpError(
        403,
        "GitHub Actions is not permitted to create or approve pull requests.",
      );
    }
    const branch = text(request.body, "head");
    const base = text(request.body, "base");
    if (!world.fixture.hasBranch(branch)) throw validationFailed("PullRequest", "head", "invalid");
    if (!world.fixture.hasBranch(base)) throw validationFailed("PullRequest", "base", "invalid");
    const isThere = world.state.madePulls.some(
      (one) => one.state === "open" && one.branch === branch,
    );
    if (isThere) {
      const message = `A pull request already exists for ${world.owner}:${branch}.`;
      throw validationFailed("PullRequest", "base", "custom", message);
    }
    requireShortBody(world, "PullRequest", text(request.body, "body"));
    const pull: MadePull = {
      id: world.state.nextId(),
      number: world.state.nextNumber(),
      author: world.settings.tokenAccount,
      branch,
      base,
      title: text(request.body, "title"),
      body: text(request.body, "body"),
      state: "open",
      merged: false,
    };
    world.state.madePulls.push(pull);
    return { status: 201, body: madePullJson(world, pull) };
  },

  "PATCH /repos/{owner}/{repo}/pulls/{pull_number}": (world, request) => {
    world.require(["pull-requests", "write"]);
    const number = Number(request.path.pull_number);
    const pull = world.state.madePulls.find((one) => one.number === number);
    if (pull === undefined) throw notFound();
    const { body, state, title } = request.body;
    if (typeof body === "string") {
      requireShortBody(world, "PullRequest", body);
      pull.body = body;
    }
    if (typeof title === "string") pull.title = title;
    if (state === "open" || state === "closed") pull.state = state;
    return { status: 200, body: madePullJson(world, pull) };
  },
};

/** `pull-request`, and with that `pull-request-simple`. */
function madePullJson(world: World, pull: MadePull): JsonObject {
  const template = pullRequestJson(world, pull.author);
  const url = `${world.repositoryUrl}/pulls/${pull.number}`;
  const ended = pull.state === "closed" ? world.now() : null;
  const head = template.head as JsonObject;
  const base = template.base as JsonObject;
  return {
    ...template,
    id: pull.id,
    number: pull.number,
    url,
    html_url: `${world.repositoryPage}/pull/${pull.number}`,
    state: pull.state,
    title: pull.title,
    body: pull.body,
    user: accountJson(world, pull.author),
    closed_at: ended,
    merged_at: pull.merged ? ended : null,
    merged: pull.merged,
    head: { ...head, ref: pull.branch, label: `${world.owner}:${pull.branch}` },
    base: { ...base, ref: pull.base, label: `${world.owner}:${pull.base}` },
  };
}

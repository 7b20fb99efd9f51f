import { fullRepositoryJson } from "../account-resources.ts";
import { diffEntryJson, pullRequestJson } from "../resources.ts";
import { AUTHOR } from "../state.ts";
import { pageAnswer, type Routes } from "./route.ts";

/** The repository and its pull request, to be read. */
export const PULL_REQUEST_ROUTES: Routes = {
  "GET /repos/{owner}/{repo}": (world) => ({ status: 200, body: fullRepositoryJson(world) }),

  "GET /repos/{owner}/{repo}/pulls/{pull_number}": (world, request) => {
    world.require(["pull-requests", "read"]);
    world.requirePull(request.path.pull_number ?? "");
    return { status: 200, body: pullRequestJson(world, AUTHOR) };
  },

  "GET /repos/{owner}/{repo}/pulls/{pull_number}/files": (world, request) => {
    world.require(["pull-requests", "read"]);
    world.requirePull(request.path.pull_number ?? "");
    const files = world.pullDiff().slice(0, world.limits.pullRequestFiles);
    const head = world.fixture.headSha;
    return pageAnswer(world, request, files, (file) => diffEntryJson(world, file, head));
  },
};

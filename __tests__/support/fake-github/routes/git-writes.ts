import { HttpError, notFound, unprocessable, validationFailed } from "../http-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { isJsonObject } from "../json.ts";
import { commitJson } from "../resources.ts";
import type { World } from "../world.ts";
import { type Routes, text } from "./route.ts";

/** Trees, commits and branches, to be written. */
export const GIT_WRITE_ROUTES: Routes = {
  "POST /repos/{owner}/{repo}/git/trees": (world, request) => {
    world.require(["contents", "write"]);
    const base = text(request.body, "base_tree");
    if (world.store.resolve(base) === null || world.store.typeOf(base) !== "tree") {
      throw new HttpError(404, "Not Found");
    }
    const entries = Array.isArray(request.body.tree) ? request.body.tree : [];
    const sha = world.fixture.writeTree(base, entries.map(entryOf));
    const url = `${world.repositoryUrl}/git/trees/${sha}`;
    return { status: 201, body: { sha, url, tree: [], truncated: false } };
  },

  "POST /repos/{owner}/{repo}/git/commits": (world, request) => {
    world.require(["contents", "write"]);
    const tree = text(request.body, "tree");
    const parents = Array.isArray(request.body.parents) ? request.body.parents.map(String) : [];
    if (world.store.resolve(tree) === null) throw unprocessable("Tree SHA does not exist");
    const sha = world.fixture.git(
      "commit-tree",
      tree,
      ...parents.flatMap((parent) => ["-p", parent]),
      "-m",
      text(request.body, "message"),
    );
    return { status: 201, body: gitCommitJson(world, sha) };
  },

  "GET /repos/{owner}/{repo}/git/ref/{ref}": (world, request) => {
    world.require(["contents", "read"]);
    const branch = branchOf(request.path.ref ?? "");
    if (!world.fixture.hasBranch(branch)) throw notFound();
    return { status: 200, body: referenceJson(world, branch) };
  },

  "POST /repos/{owner}/{repo}/git/refs": (world, request) => {
    world.require(["contents", "write"]);
    const reference = text(request.body, "ref");
    if (!reference.startsWith("refs/heads/"))
      throw unprocessable("Reference name must start with refs");
    const branch = branchOf(reference);
    if (world.fixture.hasBranch(branch)) throw new HttpError(422, "Reference already exists");
    world.fixture.setBranch(branch, requireCommit(world, request.body));
    return { status: 201, body: referenceJson(world, branch) };
  },

  "PATCH /repos/{owner}/{repo}/git/refs/{ref}": (world, request) => {
    world.require(["contents", "write"]);
    const branch = branchOf(request.path.ref ?? "");
    if (!world.fixture.hasBranch(branch)) throw new HttpError(422, "Reference does not exist");
    const sha = requireCommit(world, request.body);
    const before = world.fixture.resolve(`refs/heads/${branch}`);
    const isForward = world.fixture.mergeBase(before, sha) === before;
    if (!isForward && request.body.force !== true) {
      throw new HttpError(422, "Update is not a fast forward");
    }
    world.fixture.setBranch(branch, sha);
    return { status: 200, body: referenceJson(world, branch) };
  },

  "DELETE /repos/{owner}/{repo}/git/refs/{ref}": (world, request) => {
    world.require(["contents", "write"]);
    const branch = branchOf(request.path.ref ?? "");
    if (!world.fixture.hasBranch(branch)) throw new HttpError(422, "Reference does not exist");
    world.fixture.setBranch(branch, null);
    return { status: 204 };
  },
};

function entryOf(entry: Json): { path: string; mode: string; text: string } {
  if (!isJsonObject(entry) || entry.type !== "blob") {
    throw unprocessable("The stand-in takes files with their content");
  }
  const { path, mode, content } = entry;
  if (typeof path !== "string" || typeof mode !== "string" || typeof content !== "string") {
    throw validationFailed("Tree", "tree", "invalid");
  }
  return { path, mode, text: content };
}

function branchOf(reference: string): string {
  return reference.replace(/^(refs\/)?heads\//, "");
}

function requireCommit(world: World, body: JsonObject): string {
  const sha = text(body, "sha");
  if (world.store.resolve(sha) === null) throw new HttpError(422, "Object does not exist");
  return sha;
}

function referenceJson(world: World, branch: string): JsonObject {
  const sha = world.fixture.resolve(`refs/heads/${branch}`);
  return {
    ref: `refs/heads/${branch}`,
    node_id: `REF_${branch}`,
    url: `${world.repositoryUrl}/git/refs/heads/${branch}`,
    object: { sha, type: "commit", url: `${world.repositoryUrl}/git/commits/${sha}` },
  };
}

/** `git-commit`. */
function gitCommitJson(world: World, sha: string): JsonObject {
  const commit = world.store.commit(sha);
  if (commit === null) throw new Error(`the fixture lost the commit ${sha}`);
  const { commit: facts, parents, html_url: html, node_id: node } = commitJson(world, commit);
  const { author, committer, message, tree, verification } = facts as JsonObject;
  const url = `${world.repositoryUrl}/git/commits/${sha}`;
  return {
    sha,
    node_id: node ?? "",
    url,
    html_url: html ?? "",
    author: author ?? null,
    committer: committer ?? null,
    message: message ?? "",
    tree: tree ?? null,
    parents: parents ?? [],
    verification: verification ?? null,
  };
}

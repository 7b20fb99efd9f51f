import { posix } from "node:path";
import type { TreeEntry } from "../git-store.ts";
import { HttpError, notFound } from "../http-error.ts";
import type { JsonObject } from "../json.ts";
import { commitJson, diffEntryJson, pathInUrl } from "../resources.ts";
import type { World } from "../world.ts";
import { type ApiAnswer, type ApiRequest, linkHeader, pageOf, type Routes } from "./route.ts";

/** Commits of a comparison that is asked for without paging. */
const COMPARISON_COMMITS = 250;

/** Commits, trees, blobs and files, to be read. */
export const GIT_DATA_ROUTES: Routes = {
  "GET /repos/{owner}/{repo}/compare/{basehead}": (world, request) => {
    world.require(["contents", "read"]);
    return compare(world, request);
  },

  "GET /repos/{owner}/{repo}/git/trees/{tree_sha}": (world, request) => {
    world.require(["contents", "read"]);
    return readTree(world, request);
  },

  "GET /repos/{owner}/{repo}/git/blobs/{file_sha}": async (world, request) => {
    world.require(["contents", "read"]);
    const sha = request.path.file_sha ?? "";
    if (!/^[0-9a-f]{40}$/.test(sha)) {
      throw new HttpError(
        422,
        "The sha parameter must be exactly 40 characters and contain only [0-9a-f].",
      );
    }
    if (world.store.resolve(sha) === null || world.store.typeOf(sha) !== "blob") {
      throw notFound();
    }
    const bytes = await world.store.blob(sha);
    requireBytes(bytes.length, world.limits.contentBytes);
    if (wantsRaw(request)) {
      return rawAnswer(bytes);
    }
    const url = `${world.repositoryUrl}/git/blobs/${sha}`;
    const content = wrappedBase64(bytes);
    return {
      status: 200,
      body: { sha, node_id: `B_${sha}`, size: bytes.length, url, content, encoding: "base64" },
    };
  },

  "GET /repos/{owner}/{repo}/contents/{path}": (world, request) => {
    world.require(["contents", "read"]);
    return readContents(world, request);
  },

  "GET /repos/{owner}/{repo}/commits/{ref}": (world, request) => {
    world.require(["contents", "read"]);
    const reference = request.path.ref ?? "";
    const commit = world.commit(reference);
    if (commit === null) {
      throw new HttpError(422, `No commit found for SHA: ${reference}`);
    }
    if (request.accept.includes("application/vnd.github.sha")) {
      return {
        status: 200,
        raw: { mediaType: "application/vnd.github.sha; charset=utf-8", bytes: commit.sha },
      };
    }
    const files = commit.parents[0] === undefined ? [] : world.diff(commit.parents[0], commit.sha);
    const { page, size } = pageOf(request, world.limits.comparisonFiles);
    const additions = files.reduce((sum, file) => sum + file.additions, 0);
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
    const shown = files.slice((page - 1) * size, page * size);
    const body: JsonObject = {
      ...commitJson(world, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: shown.map((file) => diffEntryJson(world, file, commit.sha)),
    };
    const headers = linkHeader(world, request, page, Math.ceil(files.length / size));
    return { status: 200, body, headers };
  },
};

function compare(world: World, request: ApiRequest): ApiAnswer {
  const [baseName = "", headName = "", ...more] = (request.path.basehead ?? "").split("...");
  const base = world.commit(withoutOwner(world, baseName));
  const head = world.commit(withoutOwner(world, headName));
  if (base === null || head === null || more.length > 0) {
    throw notFound();
  }
  const mergeBase = world.fixture.mergeBase(base.sha, head.sha);
  if (mergeBase === null) {
    throw new HttpError(404, `No common ancestor between ${baseName} and ${headName}.`);
  }
  const list = (range: string) =>
    world.fixture.git("rev-list", "--reverse", range).split("\n").filter(Boolean);
  const ahead = list(`${base.sha}..${head.sha}`);
  const behind = list(`${head.sha}..${base.sha}`).length;
  const paged = request.query.has("page") || request.query.has("per_page");
  const { page, size } = paged ? pageOf(request) : { page: 1, size: COMPARISON_COMMITS };
  const files = world.diff(mergeBase, head.sha).slice(0, world.limits.comparisonFiles);
  const html = `${world.repositoryPage}/compare/${request.path.basehead}`;
  const commits = ahead.slice((page - 1) * size, page * size).map((sha) => commitOf(world, sha));
  const status =
    ahead.length > 0 ? (behind > 0 ? "diverged" : "ahead") : behind > 0 ? "behind" : "identical";
  const body: JsonObject = {
    url: `${world.repositoryUrl}/compare/${request.path.basehead}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(world, base),
    merge_base_commit: commitOf(world, mergeBase),
    status,
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits,
    ...(page === 1
      ? { files: files.map((file) => diffEntryJson(world, file, head.sha)) }
      : { files: [] }),
  };
  const headers = linkHeader(world, request, page, Math.ceil(ahead.length / size));
  return { status: 200, body, headers };
}

function commitOf(world: World, sha: string): JsonObject {
  const commit = world.store.commit(sha);
  if (commit === null) {
    throw new Error(`the fixture lost the commit ${sha}`);
  }
  return commitJson(world, commit);
}

/** `owner:branch` names a branch of another repository of the network. */
function withoutOwner(world: World, name: string): string {
  const [owner = "", branch] = name.split(":", 2);
  if (branch === undefined) {
    return name;
  }
  if (owner === world.pull.forkOwner && branch === world.fixture.headBranch) {
    return world.fixture.headSha;
  }
  return owner === world.owner ? branch : "";
}

function readTree(world: World, request: ApiRequest): ApiAnswer {
  const reference = request.path.tree_sha ?? "";
  const resolved = world.resolve(reference);
  const type = resolved === null ? "blob" : world.store.typeOf(resolved);
  if (resolved === null || type === "blob") {
    throw notFound();
  }
  const sha = type === "commit" ? (world.store.commit(resolved)?.tree ?? resolved) : resolved;
  const treeUrl = (tree: string) => `${world.repositoryUrl}/git/trees/${tree}`;
  // Whatever its value: "Setting this parameter to any value returns the objects recursively".
  const all = request.query.has("recursive")
    ? [...world.store.tree(sha).values()]
    : world.store.directory(sha, "");
  const tree: JsonObject[] = [];
  let bytes = 0;
  for (const entry of all) {
    const item = treeEntryJson(world, entry, treeUrl);
    bytes += JSON.stringify(item).length;
    if (tree.length >= world.limits.treeEntries || bytes > world.limits.treeBytes) {
      break;
    }
    tree.push(item);
  }
  return {
    status: 200,
    body: { sha, url: treeUrl(sha), tree, truncated: tree.length < all.length },
  };
}

function treeEntryJson(
  world: World,
  entry: TreeEntry,
  treeUrl: (sha: string) => string,
): JsonObject {
  const { path, mode, type, sha, size } = entry;
  if (type === "commit") {
    return { path, mode, type, sha };
  }
  const url = type === "tree" ? treeUrl(sha) : `${world.repositoryUrl}/git/blobs/${sha}`;
  return { path, mode, type, sha, ...(size === null ? {} : { size }), url };
}

async function readContents(world: World, request: ApiRequest): Promise<ApiAnswer> {
  const path = (request.path.path ?? "").replace(/\/$/, "");
  const reference = request.query.get("ref") ?? world.fixture.baseBranch;
  const commit = world.commit(reference);
  if (commit === null) {
    throw new HttpError(404, `No commit found for the ref ${reference}`);
  }
  const tree = world.store.tree(commit.sha);
  const entry = tree.get(path);
  if (path === "" || entry?.type === "tree") {
    const children = world.store.directory(commit.sha, path).slice(0, 1000);
    return { status: 200, body: children.map((child) => listedJson(world, child, reference)) };
  }
  if (entry === undefined) {
    throw notFound();
  }
  if (entry.type === "commit") {
    const body = {
      ...entryJson(world, entry, reference),
      type: "submodule",
      submodule_git_url: submoduleUrl(world),
    };
    return { status: 200, body };
  }
  const bytes = await world.store.blob(entry.sha);
  if (entry.mode !== "120000") {
    return fileAnswer(world, request, entry, bytes, reference);
  }
  const target = posix.join(posix.dirname(path), bytes.toString());
  const targetEntry = tree.get(target);
  if (targetEntry?.type !== "blob" || targetEntry.mode === "120000") {
    const body = {
      ...entryJson(world, entry, reference),
      type: "symlink",
      target: bytes.toString(),
    };
    return { status: 200, body };
  }
  const content = await world.store.blob(targetEntry.sha);
  return fileAnswer(world, request, { ...targetEntry, path }, content, reference);
}

function fileAnswer(
  world: World,
  request: ApiRequest,
  entry: TreeEntry,
  bytes: Buffer,
  reference: string,
): ApiAnswer {
  if (wantsRaw(request)) {
    requireBytes(bytes.length, world.limits.contentBytes);
    return rawAnswer(bytes);
  }
  requireBytes(bytes.length, world.limits.contentJsonBytes);
  const content = wrappedBase64(bytes);
  return {
    status: 200,
    body: { ...entryJson(world, entry, reference), type: "file", encoding: "base64", content },
  };
}

function requireBytes(size: number, limit: number): void {
  if (size > limit) {
    const message =
      "This API returns blobs up to 1 MB in size. The requested blob is too large to fetch via the API, but you can use the Git Data API to request blobs up to 100 MB in size.";
    const error = { resource: "Blob", field: "data", code: "too_large" };
    throw new HttpError(403, message, { errors: [error] });
  }
}

function listedJson(world: World, entry: TreeEntry, reference: string): JsonObject {
  const types = {
    tree: "dir",
    blob: entry.mode === "120000" ? "symlink" : "file",
    commit: "submodule",
  };
  return { ...entryJson(world, entry, reference), type: types[entry.type] };
}

function entryJson(world: World, entry: TreeEntry, reference: string): JsonObject {
  const path = pathInUrl(entry.path);
  const url = `${world.repositoryUrl}/contents/${path}?ref=${encodeURIComponent(reference)}`;
  const kind = entry.type === "tree" ? "tree" : "blob";
  const html = `${world.repositoryPage}/${kind}/${encodeURIComponent(reference)}/${path}`;
  const git = `${world.repositoryUrl}/git/${kind}s/${entry.sha}`;
  return {
    name: posix.basename(entry.path),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url: entry.type === "blob" ? `${world.serverUrl}/raw/${world.fullName}/${path}` : null,
    _links: { self: url, git, html },
  };
}

function submoduleUrl(world: World): string {
  return `${world.serverUrl}/${world.owner}/submodule.git`;
}

function wantsRaw(request: ApiRequest): boolean {
  return /application\/vnd\.github\.(v3\.)?raw\b/.test(request.accept);
}

function rawAnswer(bytes: Buffer): ApiAnswer {
  return {
    status: 200,
    raw: { mediaType: "application/vnd.github.raw+json; charset=utf-8", bytes },
  };
}

/** Base64 in lines of 60 characters, as GitHub writes it. */
function wrappedBase64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll(/.{1,60}/g, "$&\n");
}

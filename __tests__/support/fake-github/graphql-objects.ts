import { GraphQLError } from "graphql";
import type { TreeEntry } from "./git-store.ts";
import { accountNodeId, ownerAccount } from "./account-resources.ts";
import { currentLines } from "./resources.ts";
import type { Account, IssueComment, ReviewComment } from "./state.ts";
import { AUTHOR } from "./state.ts";
import type { Need, World } from "./world.ts";

/**
 * An object of the graph: its fields by name. A function is called when the field is asked for. A field of the schema that is not
 * here is one that the stand-in does not simulate, and asking for it is an error.
 */
export interface GraphObject {
  readonly __typename?: string;
  readonly [field: string]: unknown;
}

type Arguments = Readonly<Record<string, unknown>>;

/** An error as GitHub's GraphQL writes it: the kind stands beside the message. */
export function graphError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** The graph's entrance for queries and for mutations. */
export function graphRoot(world: World, rateLimit: () => GraphObject): GraphObject {
  return {
    viewer: () => accountObject(world.settings.tokenAccount, true),
    rateLimit,
    repository: (args: Arguments) => {
      const full = `${String(args.owner)}/${String(args.name)}`;
      const found = world.find(full);
      if (found !== null) return repositoryObject(found);
      throw graphError("NOT_FOUND", `Could not resolve to a Repository with the name '${full}'.`);
    },
    resolveReviewThread: (args: Arguments) => setResolved(world, args, true),
    unresolveReviewThread: (args: Arguments) => setResolved(world, args, false),
    minimizeComment: (args: Arguments) => minimize(world, args),
  };
}

function need(world: World, ...alternatives: readonly Need[]): void {
  try {
    world.require(...alternatives);
  } catch (error) {
    throw graphError("FORBIDDEN", error instanceof Error ? error.message : String(error));
  }
}

function inputOf(args: Arguments): Arguments {
  return args.input as Arguments;
}

/** An actor. GraphQL leaves the `[bot]` off, except where the token asks who it is. */
function accountObject(account: Account, viewer = false): GraphObject {
  return {
    __typename: account.type === "Organization" || account.type === "Bot" ? account.type : "User",
    ...(viewer ? { __typename: "User" } : {}),
    id: accountNodeId(account),
    databaseId: account.id,
    login: viewer ? account.login : account.login.replace("[bot]", ""),
  };
}

function repositoryObject(world: World): GraphObject {
  const { fixture } = world;
  return {
    __typename: "Repository",
    id: "R_70001",
    databaseId: 70_001,
    name: world.name,
    nameWithOwner: world.fullName,
    owner: accountObject(ownerAccount(world.owner)),
    isPrivate: false,
    isFork: false,
    url: world.repositoryPage,
    defaultBranchRef: () => {
      const { head } = world;
      if (head === null) return null;
      return {
        __typename: "Ref",
        id: "REF_1",
        name: fixture.baseBranch,
        prefix: "refs/heads/",
        target: () => gitObject(world, head),
      };
    },
    object: (args: Arguments) => {
      need(world, ["contents", "read"]);
      const { oid, expression } = args;
      const revision = typeof expression === "string" ? expression : String(oid);
      return objectOf(world, revision);
    },
    pullRequest: (args: Arguments) => {
      need(world, ["pull-requests", "read"]);
      if (args.number !== world.pull.number) {
        throw graphError(
          "NOT_FOUND",
          `Could not resolve to a PullRequest with the number of ${String(args.number)}.`,
        );
      }
      return pullRequestObject(world);
    },
  };
}

/** What `<revision>` or `<revision>:<path>` names. */
function objectOf(world: World, expression: string): GraphObject | null {
  const colon = expression.indexOf(":");
  const revision = colon < 0 ? expression : expression.slice(0, colon);
  const sha = world.resolve(revision);
  if (sha === null) {
    return null;
  }
  if (colon < 0) {
    return gitObject(world, sha);
  }
  const path = expression.slice(colon + 1).replace(/\/$/, "");
  if (path === "") {
    return treeObject(world, world.store.commit(sha)?.tree ?? sha, sha, "");
  }
  const entry = world.store.tree(sha).get(path);
  return entry === undefined ? null : entryObject(world, entry, sha);
}

function gitObject(world: World, sha: string): GraphObject {
  const type = world.store.typeOf(sha);
  if (type === "commit") {
    const commit = world.store.commit(sha);
    return {
      __typename: "Commit",
      id: `C_${sha}`,
      oid: sha,
      abbreviatedOid: sha.slice(0, 7),
      message: commit?.message,
      committedDate: commit?.author.date,
      tree: () => treeObject(world, commit?.tree ?? sha, sha, ""),
    };
  }
  return type === "tree" ? treeObject(world, sha, sha, "") : blobObject(world, sha, null);
}

function entryObject(world: World, entry: TreeEntry, root: string): GraphObject | null {
  if (entry.type === "commit") {
    return null;
  }
  return entry.type === "tree"
    ? treeObject(world, entry.sha, root, entry.path)
    : blobObject(world, entry.sha, entry.size);
}

function treeObject(world: World, sha: string, root: string, path: string): GraphObject {
  return {
    __typename: "Tree",
    id: `T_${sha}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    entries: () =>
      world.store.directory(root, path).map((entry) => ({
        __typename: "TreeEntry",
        name: path === "" ? entry.path : entry.path.slice(path.length + 1),
        path: entry.path,
        type: entry.type,
        mode: Number.parseInt(entry.mode, 8),
        oid: entry.sha,
        size: entry.size ?? 0,
        object: () => entryObject(world, entry, root),
      })),
  };
}

function blobObject(world: World, sha: string, size: number | null): GraphObject {
  const read = () => world.store.blob(sha);
  const isBinary = (bytes: Buffer) => bytes.subarray(0, 8000).includes(0);
  return {
    __typename: "Blob",
    id: `B_${sha}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    byteSize: size ?? (async () => (await read()).length),
    isBinary: async () => isBinary(await read()),
    isTruncated: async () => (await read()).length > world.limits.blobTextBytes,
    // The text is cut, not null: sveltia/sveltia-cms#950 compared the bytes. Bytes that are no UTF-8 become U+FFFD.
    text: async () => {
      const bytes = await read();
      return isBinary(bytes) ? null : bytes.subarray(0, world.limits.blobTextBytes).toString();
    },
  };
}

function pullRequestObject(world: World): GraphObject {
  const { fixture, pull } = world;
  return {
    __typename: "PullRequest",
    id: "PR_80001",
    databaseId: 80_001,
    number: pull.number,
    title: pull.title,
    url: `${world.repositoryPage}/pull/${pull.number}`,
    state: pull.state.toUpperCase(),
    isDraft: pull.draft,
    isCrossRepository: pull.forkOwner !== null,
    changedFiles: () => world.pullDiff().length,
    headRefOid: fixture.headSha,
    headRefName: fixture.headBranch,
    baseRefOid: fixture.baseSha,
    baseRefName: fixture.baseBranch,
    author: accountObject(AUTHOR),
    reviewThreads: (args: Arguments) =>
      connection(world.state.threads(), args, (first) => threadObject(world, first)),
    comments: (args: Arguments) =>
      connection(world.state.issueComments, args, (comment) => issueCommentObject(world, comment)),
  };
}

function threadObject(world: World, first: ReviewComment): GraphObject {
  const lines = () => currentLines(world, first);
  const comments = () =>
    world.state
      .visibleReviewComments()
      .filter((comment) => world.state.threadOf(comment) === first.id);
  return {
    __typename: "PullRequestReviewThread",
    id: `PRRT_${first.id}`,
    isResolved: world.state.resolvedThreads.has(first.id),
    isCollapsed: world.state.resolvedThreads.has(first.id),
    isOutdated: () => lines() === null,
    path: first.anchor.path,
    line: () => lines()?.[1] ?? null,
    startLine: () => (first.anchor.startLine === null ? null : (lines()?.[0] ?? null)),
    originalLine: first.anchor.line,
    originalStartLine: first.anchor.startLine,
    diffSide: first.anchor.side,
    subjectType: "LINE",
    viewerCanReply: world.permissions["pull-requests"] === "write",
    viewerCanResolve: mayResolve(world),
    viewerCanUnresolve: mayResolve(world),
    comments: (args: Arguments) =>
      connection(comments(), args, (comment) => reviewCommentObject(world, comment)),
  };
}

function mayResolve(world: World): boolean {
  return world.permissions["pull-requests"] === "write" && world.permissions.contents === "write";
}

function reviewCommentObject(world: World, comment: ReviewComment): GraphObject {
  return {
    __typename: "PullRequestReviewComment",
    ...commentFields(world, `PRRC_${comment.id}`, comment),
    path: comment.anchor.path,
    line: () => currentLines(world, comment)?.[1] ?? null,
    originalLine: comment.anchor.line,
    outdated: () => currentLines(world, comment) === null,
    diffHunk: comment.diffHunk,
    url: `${world.repositoryPage}/pull/${world.pull.number}#discussion_r${comment.id}`,
  };
}

function issueCommentObject(world: World, comment: IssueComment): GraphObject {
  return {
    __typename: "IssueComment",
    ...commentFields(world, `IC_${comment.id}`, comment),
    url: `${world.repositoryPage}/pull/${world.pull.number}#issuecomment-${comment.id}`,
  };
}

function commentFields(
  world: World,
  id: string,
  comment: ReviewComment | IssueComment,
): GraphObject {
  return {
    id,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    author: accountObject(comment.author),
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    isMinimized: comment.minimized !== null,
    minimizedReason: comment.minimized?.toLowerCase() ?? null,
    viewerDidAuthor: comment.author.login === world.settings.tokenAccount.login,
  };
}

function connection<T>(
  items: readonly T[],
  args: Arguments,
  render: (item: T) => GraphObject,
): GraphObject {
  const after =
    typeof args.after === "string" ? Number(Buffer.from(args.after, "base64").toString()) : 0;
  const before =
    typeof args.before === "string"
      ? Number(Buffer.from(args.before, "base64").toString())
      : items.length + 1;
  const window = items.map((item, index) => ({ item, place: index + 1 })).slice(after, before - 1);
  const shown =
    typeof args.first === "number" ? window.slice(0, args.first) : window.slice(-Number(args.last));
  const cursor = (place: number | undefined) =>
    place === undefined ? null : Buffer.from(String(place)).toString("base64");
  const first = shown[0]?.place;
  const last = shown.at(-1)?.place;
  return {
    totalCount: items.length,
    nodes: () => shown.map(({ item }) => render(item)),
    edges: () => shown.map(({ item, place }) => ({ cursor: cursor(place), node: render(item) })),
    pageInfo: {
      hasNextPage: (last ?? after) < items.length && typeof args.first === "number",
      hasPreviousPage: (first ?? 1) > 1 && typeof args.last === "number",
      startCursor: cursor(first),
      endCursor: cursor(last),
    },
  };
}

function noNode(id: unknown): GraphQLError {
  return graphError(
    "NOT_FOUND",
    `Could not resolve to a node with the global id of '${String(id)}'`,
  );
}

function setResolved(world: World, args: Arguments, resolved: boolean): GraphObject {
  const { threadId, clientMutationId = null } = inputOf(args);
  const first = world.state.threads().find((comment) => `PRRT_${comment.id}` === threadId);
  if (first === undefined) {
    throw noNode(threadId);
  }
  need(world, ["pull-requests", "write"]);
  need(world, ["contents", "write"]);
  world.state.resolvedThreads[resolved ? "add" : "delete"](first.id);
  return { clientMutationId, thread: threadObject(world, first) };
}

function minimize(world: World, args: Arguments): GraphObject {
  const { subjectId, classifier, clientMutationId = null } = inputOf(args);
  const review = world.state
    .visibleReviewComments()
    .find((item) => `PRRC_${item.id}` === subjectId);
  const issue = world.state.issueComments.find((item) => `IC_${item.id}` === subjectId);
  if (review === undefined && issue === undefined) {
    throw noNode(subjectId);
  }
  need(world, ["pull-requests", "write"], ["issues", "write"]);
  const target = review ?? issue;
  if (target !== undefined) {
    target.minimized = String(classifier);
  }
  const minimizedComment =
    review === undefined
      ? issue === undefined
        ? null
        : issueCommentObject(world, issue)
      : reviewCommentObject(world, review);
  return { clientMutationId, minimizedComment };
}

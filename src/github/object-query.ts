import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { isTransient } from "./problems.ts";

/** A file as GraphQL gives it. */
export interface BlobObject {
  readonly kind: "Blob";
  readonly oid: string;
  /** Null when GitHub takes the file for binary. */
  readonly text: string | null;
  readonly isTruncated: boolean;
  readonly byteSize: number;
}

/** What stands at a path: a file, something else, or nothing. */
export type ObjectResult = BlobObject | { readonly kind: "Tree" | "Commit" | "Tag" } | null;

/** One entry of a directory. `mode` is git's number: 0o100644, 0o120000 for a symbolic link. */
export interface TreeEntry {
  readonly name: string;
  readonly mode: number;
  readonly type: string;
}

/** Paths to ask for. */
export interface ObjectPaths {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** What stands at them, in the same order. */
export interface ObjectAnswer {
  readonly files: readonly ObjectResult[];
  readonly directories: readonly (readonly TreeEntry[] | null)[];
}

interface RawObject {
  readonly __typename: "Blob" | "Tree" | "Commit" | "Tag";
  readonly oid: string;
  readonly text?: string | null;
  readonly isTruncated?: boolean;
  readonly byteSize?: number;
  readonly entries?: readonly TreeEntry[] | null;
}

/**
 * Asks for files and directories at a commit in one request. A request that GitHub gives up on is halved, because its
 * limit is the time that an answer takes.
 */
export async function queryObjects(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
  paths: ObjectPaths,
): Promise<ObjectAnswer> {
  try {
    return await queryOnce(client, repository, sha, paths);
  } catch (error) {
    if (!isTransient(error) || paths.files.length + paths.directories.length < 2) throw error;
  }
  const [left, right] = halves(paths);
  const first = await queryObjects(client, repository, sha, left);
  const second = await queryObjects(client, repository, sha, right);
  return {
    files: [...first.files, ...second.files],
    directories: [...first.directories, ...second.directories],
  };
}

async function queryOnce(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
  { files, directories }: ObjectPaths,
): Promise<ObjectAnswer> {
  const expressions = new Map<string, string>();
  files.forEach((path, index) => expressions.set(`file${index}`, `${sha}:${path}`));
  directories.forEach((path, index) => expressions.set(`directory${index}`, `${sha}:${path}`));
  const answer = await client.graphql<{ repository: Record<string, RawObject | null> }>(
    buildQuery([...expressions.keys()]),
    { ...repository, ...Object.fromEntries(expressions) },
  );
  const objects = answer.repository;
  return {
    files: files.map((_, index) => toObject(objects[`file${index}`] ?? null)),
    directories: directories.map((_, index) => objects[`directory${index}`]?.entries ?? null),
  };
}

/** The query with a variable for every path: paths come from pull requests and are never part of its text. */
function buildQuery(names: readonly string[]): string {
  const variables = names.map((name) => `, $${name}: String!`).join("");
  const fields = names.map((name) => {
    const fragment = name.startsWith("file")
      ? "... on Blob { text isTruncated byteSize }"
      : "... on Tree { entries { name mode type } }";
    return `    ${name}: object(expression: $${name}) { __typename oid ${fragment} }\n`;
  });
  return (
    `query ReadObjects($owner: String!, $repo: String!${variables}) {\n` +
    `  repository(owner: $owner, name: $repo) {\n${fields.join("")}  }\n}`
  );
}

function toObject(raw: RawObject | null): ObjectResult {
  if (raw === null) return null;
  if (raw.__typename !== "Blob") return { kind: raw.__typename };
  return {
    kind: "Blob",
    oid: raw.oid,
    text: raw.text ?? null,
    isTruncated: raw.isTruncated ?? false,
    byteSize: raw.byteSize ?? 0,
  };
}

function halves({ files, directories }: ObjectPaths): [ObjectPaths, ObjectPaths] {
  const fileCut = Math.ceil(files.length / 2);
  // Of one file and one directory each gets a request of its own.
  const directoryCut = files.length === 1 ? 0 : Math.ceil(directories.length / 2);
  return [
    { files: files.slice(0, fileCut), directories: directories.slice(0, directoryCut) },
    { files: files.slice(fileCut), directories: directories.slice(directoryCut) },
  ];
}

import { decodeText, maximumBytes, tooLarge, unreadable } from "../source/decode-text.ts";
import type { FileContent, TreeContent, TreePaths } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import {
  queryObjects,
  type BlobObject,
  type ObjectResult,
  type TreeEntry,
} from "./object-query.ts";
import { reading } from "./problems.ts";
import { directoryOf } from "../source/paths.ts";

/** How many files one request asks for. 200 Dockerfiles take four requests for base and head. */
const filesPerRequest = 100;

/** How many directories a request asks for when there are no files left to ask for. */
const directoriesPerRequest = 200;

const symbolicLink = 0o120000;
const submodule = 0o160000;
const purpose = { what: "the repository's files", permission: "contents: read" };

/** Reads files and directories at commits, many per request, and remembers the directories. */
export class FileReader {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #trees = new Map<string, readonly TreeEntry[] | null>();

  constructor(client: GitHubClient, repository: RepositoryName) {
    this.#client = client;
    this.#repository = repository;
  }

  /** The contents of files at a commit, keyed by path. Links and submodules are recognised and not followed. */
  async readFiles(
    sha: string,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, FileContent>> {
    return (await this.readTree(sha, { files: paths, directories: [] })).files;
  }

  /** The names in directories at a commit, those of directories with a trailing slash. Missing directories are left out. */
  async listDirectories(
    sha: string,
    directories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return (await this.readTree(sha, { files: [], directories })).directories;
  }

  /** Both at once. */
  async readTree(sha: string, { files, directories }: TreePaths): Promise<TreeContent> {
    const wanted = [...new Set(files)];
    const listed = [...new Set(directories)];
    const objects = await this.#fetch(sha, wanted, [...wanted.map(directoryOf), ...listed]);
    const contents = wanted.map(async (path): Promise<[string, FileContent]> => {
      const tree = this.#trees.get(`${sha}:${directoryOf(path)}`) ?? null;
      const name = path.slice(path.lastIndexOf("/") + 1);
      const entry = tree?.find((candidate) => candidate.name === name);
      return [path, await this.#contentOf(objects.get(path) ?? null, entry)];
    });
    return {
      files: new Map(await Promise.all(contents)),
      directories: this.#listings(sha, listed),
    };
  }

  #listings(sha: string, directories: readonly string[]): Map<string, readonly string[]> {
    const listings = new Map<string, readonly string[]>();
    for (const directory of directories) {
      const entries = this.#trees.get(`${sha}:${directory}`);
      if (entries === undefined || entries === null) continue;
      listings.set(
        directory,
        entries.map(({ name, type }) => (type === "tree" ? `${name}/` : name)),
      );
    }
    return listings;
  }

  /** Asks for files and for the directories that are not known yet. */
  async #fetch(
    sha: string,
    files: readonly string[],
    directories: readonly string[],
  ): Promise<Map<string, ObjectResult>> {
    const unknown = [...new Set(directories)].filter((path) => !this.#trees.has(`${sha}:${path}`));
    const requests = [...batches(files, unknown)];
    const objects = new Map<string, ObjectResult>();
    await Promise.all(
      requests.map(async (batch) => {
        const answer = await reading(purpose, () =>
          queryObjects(this.#client, this.#repository, sha, batch),
        );
        batch.files.forEach((path, index) => objects.set(path, answer.files[index] ?? null));
        batch.directories.forEach((path, index) =>
          this.#trees.set(`${sha}:${path}`, answer.directories[index] ?? null),
        );
      }),
    );
    return objects;
  }

  async #contentOf(object: ObjectResult, entry: TreeEntry | undefined): Promise<FileContent> {
    if (entry?.mode === symbolicLink) return unreadable("is a symbolic link");
    if (entry?.mode === submodule || object?.kind === "Commit") return unreadable("is a submodule");
    if (object?.kind === "Tree") return unreadable("is a directory");
    if (object?.kind !== "Blob") return { kind: "missing" };
    if (object.byteSize > maximumBytes) return tooLarge(object.byteSize);
    // GitHub hands out text only: it replaces bad bytes, and re-codes what it takes for another encoding.
    const bytes = object.text === null ? null : Buffer.from(object.text);
    const isExact =
      bytes?.length === object.byteSize && !object.isTruncated && !object.text?.includes("\uFFFD");
    return decodeText(isExact ? bytes : await this.#bytesOf(object));
  }

  #bytesOf(object: BlobObject): Promise<Buffer> {
    return reading(purpose, async () => {
      const { data } = await this.#client.git.getBlob({
        ...this.#repository,
        file_sha: object.oid,
      });
      return Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
    });
  }
}

/** Shares files and directories out to requests: directories go along with files as long as there are any. */
function* batches(
  files: readonly string[],
  directories: readonly string[],
): Generator<{ files: readonly string[]; directories: readonly string[] }> {
  let next = 0;
  for (let at = 0; at < files.length; at += filesPerRequest) {
    const along = directories.slice(next, next + filesPerRequest);
    next += along.length;
    yield { files: files.slice(at, at + filesPerRequest), directories: along };
  }
  for (; next < directories.length; next += directoriesPerRequest) {
    yield { files: [], directories: directories.slice(next, next + directoriesPerRequest) };
  }
}

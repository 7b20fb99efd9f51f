import type { FileContent, TreeContent, TreeListing, TreePaths } from "../ports.ts";
import type { BranchHost } from "./read-branch.ts";

/** A commit of which the tree and some files have been read: they are not asked for again. */
export class KnownFilesHost implements BranchHost {
  readonly #host: BranchHost;
  readonly #tree: TreeListing;
  readonly #known: ReadonlyMap<string, FileContent>;

  constructor(host: BranchHost, tree: TreeListing, known: ReadonlyMap<string, FileContent>) {
    this.#host = host;
    this.#tree = tree;
    this.#known = known;
  }

  listTree(): Promise<TreeListing> {
    return Promise.resolve(this.#tree);
  }

  async readFiles(
    sha: string,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, FileContent>> {
    const unknown = paths.filter((path) => !this.#known.has(path));
    const read = unknown.length === 0 ? null : await this.#host.readFiles(sha, unknown);
    return new Map(
      paths.map((path) => [path, this.#known.get(path) ?? read?.get(path) ?? { kind: "missing" }]),
    );
  }

  listDirectories(
    sha: string,
    directories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.#host.listDirectories(sha, directories);
  }

  readTree(sha: string, wanted: TreePaths): Promise<TreeContent> {
    return this.#host.readTree(sha, wanted);
  }
}

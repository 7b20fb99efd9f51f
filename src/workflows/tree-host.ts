import type { FileContent, RepositoryHost, TreeContent, TreePaths } from "../ports.ts";

/** A repository whose whole tree is known: directories are listed without asking. */
export class TreeHost implements RepositoryHost {
  readonly #host: RepositoryHost;
  readonly #directories = new Map<string, string[]>([["", []]]);

  /** @param paths all files of the commit that is read, with slashes */
  constructor(host: RepositoryHost, paths: Iterable<string>) {
    this.#host = host;
    for (const path of paths) this.#add(path);
  }

  readFiles(sha: string, paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    return this.#host.readFiles(sha, paths);
  }

  listDirectories(
    _sha: string,
    directories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return Promise.resolve(this.#list(directories));
  }

  async readTree(sha: string, { files, directories }: TreePaths): Promise<TreeContent> {
    const contents = files.length === 0 ? new Map() : await this.#host.readFiles(sha, files);
    return { files: contents, directories: this.#list(directories) };
  }

  #list(directories: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const found = directories.flatMap((directory): [string, readonly string[]][] => {
      const names = this.#directories.get(directory);
      return names === undefined ? [] : [[directory, names]];
    });
    return new Map(found);
  }

  #add(path: string): void {
    const slash = path.lastIndexOf("/");
    this.#namesOf(path.slice(0, Math.max(slash, 0))).push(path.slice(slash + 1));
  }

  /** The names in a directory, which is noted in those above it when it is new. */
  #namesOf(directory: string): string[] {
    let names = this.#directories.get(directory);
    if (names === undefined) {
      names = [];
      this.#directories.set(directory, names);
      const slash = directory.lastIndexOf("/");
      const parent = this.#namesOf(directory.slice(0, Math.max(slash, 0)));
      parent.push(`${directory.slice(slash + 1)}/`);
    }
    return names;
  }
}

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { gitEnvironment, runGit, tryGit } from "../git-process.ts";

/** One entry of a tree. */
export interface TreeEntry {
  /** Six octal digits, as git writes them: `100644`, `120000`, `160000`, `040000`. */
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  /** In bytes; null for trees and submodules. */
  readonly size: number | null;
  /** From the root of the tree that was listed. */
  readonly path: string;
}

/** A commit's own data. */
export interface CommitData {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly message: string;
}

/** Reads a repository's objects. Everything is remembered under its object name, which never changes its meaning. */
export class GitStore {
  readonly #directory: string;
  readonly #trees = new Map<string, ReadonlyMap<string, TreeEntry>>();
  readonly #commits = new Map<string, CommitData>();
  readonly #blobs = new Map<string, Buffer>();
  #reader: BlobReader | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The name of the object that a revision names, or null. */
  resolve(revision: string): string | null {
    if (
      /^[0-9a-f]{40}$/.test(revision) &&
      (this.#commits.has(revision) || this.#trees.has(revision))
    ) {
      return revision;
    }
    const result = tryGit(this.#directory, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${revision}^{object}`,
    ]);
    return result.status === 0 ? result.stdout.toString().trim() : null;
  }

  /** The kind of an object that exists. */
  typeOf(sha: string): "blob" | "tree" | "commit" | "tag" {
    if (this.#commits.has(sha)) {
      return "commit";
    }
    return runGit(this.#directory, ["cat-file", "-t", sha]).toString().trim() as "blob";
  }

  /** The commit that a revision names, or null. */
  commit(revision: string): CommitData | null {
    const known = this.#commits.get(revision);
    if (known !== undefined) {
      return known;
    }
    const format = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%B"].join("%x00");
    const args = ["log", "-1", "--no-show-signature", `--format=${format}`, "--end-of-options"];
    const result = tryGit(this.#directory, [...args, revision, "--"]);
    if (result.status !== 0) {
      return null;
    }
    const [sha = "", tree = "", parents = "", name = "", email = "", date = "", message = ""] =
      result.stdout.toString().split("\0");
    const data: CommitData = {
      sha,
      tree,
      parents: parents === "" ? [] : parents.split(" "),
      author: { name, email, date: new Date(date).toISOString().replace(".000Z", "Z") },
      message: message.trimEnd(),
    };
    this.#commits.set(sha, data);
    return data;
  }

  /** All entries below a tree or a commit's tree, by path, trees among them; in git's order. */
  tree(treeish: string): ReadonlyMap<string, TreeEntry> {
    const known = this.#trees.get(treeish);
    if (known !== undefined) {
      return known;
    }
    const output = runGit(this.#directory, ["ls-tree", "-r", "-t", "-l", "-z", treeish]).toString();
    const entries = new Map<string, TreeEntry>();
    for (const record of output.split("\0")) {
      const match = /^(\d{6}) (\w+) ([0-9a-f]{40}) +(\d+|-)\t([\s\S]*)$/.exec(record);
      if (match !== null) {
        const [, mode = "", type = "", sha = "", size = "", path = ""] = match;
        entries.set(path, {
          mode,
          type: type as TreeEntry["type"],
          sha,
          size: size === "-" ? null : Number(size),
          path,
        });
      }
    }
    this.#trees.set(treeish, entries);
    return entries;
  }

  /** The direct entries of a directory (`""`: the root) of a commit or tree. */
  directory(treeish: string, path: string): TreeEntry[] {
    const prefix = path === "" ? "" : `${path}/`;
    return [...this.tree(treeish).values()].filter(
      (entry) => entry.path.startsWith(prefix) && !entry.path.slice(prefix.length).includes("/"),
    );
  }

  /** A blob's bytes. */
  async blob(sha: string): Promise<Buffer> {
    const known = this.#blobs.get(sha);
    if (known !== undefined) {
      return known;
    }
    this.#reader ??= new BlobReader(this.#directory);
    const bytes = await this.#reader.read(sha);
    this.#blobs.set(sha, bytes);
    return bytes;
  }

  /** Runs git in the repository. */
  run(...args: string[]): Buffer {
    return runGit(this.#directory, args);
  }

  /** Whether git says yes. */
  succeeds(...args: string[]): boolean {
    return tryGit(this.#directory, args).status === 0;
  }

  /** Ends the process that reads blobs. */
  async close(): Promise<void> {
    await this.#reader?.close();
  }
}

interface PendingBlob {
  readonly sha: string;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** One `git cat-file --batch` for all blobs: a process for each would take most of a test's time. */
class BlobReader {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: PendingBlob[] = [];
  #chunks: Buffer[] = [];
  #size = 0;
  /** How many bytes must have come before reading on is of use. */
  #needed = 0;

  constructor(directory: string) {
    this.#process = spawn("git", ["cat-file", "--batch"], {
      cwd: directory,
      env: gitEnvironment(),
    });
    this.#process.stdout.on("data", (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      this.#deliver();
    });
  }

  read(sha: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sha, resolve, reject });
      this.#process.stdin.write(`${sha}\n`);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#process.once("close", () => resolve());
      this.#process.stdin.end();
    });
  }

  #deliver(): void {
    while (this.#waiting.length > 0 && this.#size > 0 && this.#size >= this.#needed) {
      const buffer = Buffer.concat(this.#chunks);
      this.#chunks = [buffer];
      const lineEnd = buffer.indexOf(10);
      if (lineEnd < 0) {
        return;
      }
      const [, type, size] = buffer.toString("latin1", 0, lineEnd).split(" ");
      const length = type === "blob" ? Number(size) + 1 : 0;
      this.#needed = lineEnd + 1 + length;
      if (buffer.length < this.#needed) {
        return;
      }
      const pending = this.#waiting.shift();
      const bytes = buffer.subarray(lineEnd + 1, Math.max(lineEnd + 1, this.#needed - 1));
      this.#chunks = [buffer.subarray(this.#needed)];
      this.#size = buffer.length - this.#needed;
      this.#needed = 0;
      if (type === "blob") {
        pending?.resolve(bytes);
      } else {
        pending?.reject(new Error(`${pending.sha} is no blob`));
      }
    }
  }
}

import { createHash } from "node:crypto";
import { type CommitData, GitStore, type TreeEntry } from "./git-store.ts";

const COMMIT: Omit<CommitData, "sha" | "tree"> = {
  parents: [],
  author: { name: "Ada Example", email: "ada@example.com", date: "2026-01-05T12:00:00Z" },
  message: "Start",
};

/** The objects of a repository with one commit, made from plain texts: a thousand of them take no process. */
export class MemoryStore extends GitStore {
  /** The commit; null when the repository is empty. */
  readonly head: string | null;
  readonly #entries = new Map<string, TreeEntry>();
  readonly #texts = new Map<string, Buffer>();
  readonly #tree: string;

  /** @param files texts by path; null makes an empty repository */
  constructor(name: string, files: Readonly<Record<string, string>> | null) {
    super("");
    for (const [path, text] of Object.entries(files ?? {})) this.#add(path, Buffer.from(text));
    this.#tree = hash("tree", name, JSON.stringify(files));
    this.head = files === null ? null : hash("commit", this.#tree);
  }

  override resolve(revision: string): string | null {
    const isKnown = revision === this.head || revision === this.#tree || this.#texts.has(revision);
    return isKnown ? revision : null;
  }

  override typeOf(sha: string): "blob" | "tree" | "commit" {
    if (sha === this.head) return "commit";
    return this.#texts.has(sha) ? "blob" : "tree";
  }

  override commit(revision: string): CommitData | null {
    return revision === this.head ? { ...COMMIT, sha: revision, tree: this.#tree } : null;
  }

  override tree(): ReadonlyMap<string, TreeEntry> {
    return this.#entries;
  }

  override blob(sha: string): Promise<Buffer> {
    return Promise.resolve(this.#texts.get(sha) ?? Buffer.alloc(0));
  }

  #add(path: string, bytes: Buffer): void {
    const names = path.split("/");
    names.slice(1).forEach((_, index) => {
      const directory = names.slice(0, index + 1).join("/");
      const sha = hash("tree", directory);
      this.#entries.set(directory, {
        mode: "040000",
        type: "tree",
        sha,
        size: null,
        path: directory,
      });
    });
    const sha = hash("blob", bytes.toString());
    this.#texts.set(sha, bytes);
    this.#entries.set(path, { mode: "100644", type: "blob", sha, size: bytes.length, path });
  }
}

function hash(...parts: readonly string[]): string {
  return createHash("sha1").update(parts.join("\0")).digest("hex");
}

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runGit, tryGit } from "./git-process.ts";

/** One file of a commit: its text or bytes, a link, a submodule's commit, an executable, or `null` for "removed". */
export type FileSpec =
  | string
  | Uint8Array
  | { readonly symlink: string }
  | { readonly submodule: string }
  | { readonly executable: string }
  | null;

/** Files by path from the repository's root. */
export type FileSpecs = Readonly<Record<string, FileSpec>>;

/** A change as plain data. Renames happen before files are written, so that a file can be moved and edited in one commit. */
export interface CommitSpec {
  readonly files?: FileSpecs;
  /** Old path to new path; a directory may be moved too. */
  readonly renames?: Readonly<Record<string, string>>;
  readonly message?: string;
}

/** What a fixture starts from. */
export interface GitFixtureOptions {
  /** The base branch's files. */
  readonly base: FileSpecs;
  /** The head branch's commits on top of the base; none: the branches are equal. */
  readonly head?: CommitSpec | readonly CommitSpec[];
  /** @default "main" */
  readonly baseBranch?: string;
  /** @default "feature" */
  readonly headBranch?: string;
}

/** Seconds since the epoch of the first commit, 2026-01-05T12:00:00Z; each later commit is a minute after the one before. */
const FIRST_COMMIT = 1_767_614_400;
const AUTHOR = "Ada Example <ada@example.com>";
const MODES = { file: "100644", executable: "100755", symlink: "120000", submodule: "160000" };

/**
 * A real git repository in a temporary directory with a base and a head branch, made from plain data: the same data gives the
 * same object names. Call `dispose()` at the end.
 */
export class GitFixture {
  readonly directory: string;
  readonly baseBranch: string;
  readonly headBranch: string;
  #commitCount = 0;
  #forkPoint: string;
  #headSpecs: CommitSpec[] = [];

  private constructor(directory: string, options: GitFixtureOptions) {
    this.directory = directory;
    this.baseBranch = options.baseBranch ?? "main";
    this.headBranch = options.headBranch ?? "feature";
    runGit(directory, ["init", "--quiet", "--initial-branch", this.baseBranch]);
    runGit(directory, ["config", "gc.auto", "0"]);
    this.#forkPoint = this.commit(this.baseBranch, { files: options.base, message: "Start" });
    this.#setBranch(this.headBranch, this.#forkPoint);
    for (const spec of [options.head ?? []].flat()) {
      this.commit(this.headBranch, spec);
    }
  }

  /** Makes the repository. */
  static create(options: GitFixtureOptions): GitFixture {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), "dockerfile-review-fixture-")));
    return new GitFixture(directory, options);
  }

  /** The tip of the base branch. */
  get baseSha(): string {
    return this.resolve(this.baseBranch);
  }

  /** The tip of the head branch. */
  get headSha(): string {
    return this.resolve(this.headBranch);
  }

  /** The newest commit that both branches have; null when they have no history in common. */
  mergeBase(one = this.baseSha, other = this.headSha): string | null {
    const found = tryGit(this.directory, ["merge-base", one, other]);
    return found.status === 0 ? found.stdout.toString().trim() : null;
  }

  /** The commit that a revision names. */
  resolve(revision: string): string {
    return this.git("rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`);
  }

  /** Whether there is a branch of that name. */
  hasBranch(name: string): boolean {
    return (
      tryGit(this.directory, ["rev-parse", "--verify", "-q", `refs/heads/${name}`]).status === 0
    );
  }

  /** Lets a branch point at a commit; null takes the branch away. */
  setBranch(branch: string, sha: string | null): void {
    if (sha === null) runGit(this.directory, ["update-ref", "-d", `refs/heads/${branch}`]);
    else this.#setBranch(branch, sha);
  }

  /**
   * Writes a tree: another one with files in it.
   * @returns its name
   */
  writeTree(
    base: string,
    files: readonly { readonly path: string; readonly mode: string; readonly text: string }[],
  ): string {
    const reference = "refs/scratch/tree";
    const parts = files.flatMap(({ path, mode, text }) => {
      const bytes = Buffer.from(text);
      const head = `M ${mode} inline ${quotePath(path)}\ndata ${bytes.length}\n`;
      return [Buffer.from(head), bytes, Buffer.from("\n")];
    });
    const head =
      `commit ${reference}\ncommitter ${AUTHOR} ${FIRST_COMMIT} +0000\n` +
      `data 0\n\nM 040000 ${base} ""\n`;
    runGit(this.directory, ["fast-import", "--quiet", "--force", "--done"], {
      input: Buffer.concat([Buffer.from(head), ...parts, Buffer.from("done\n")]),
    });
    return this.git("rev-parse", `${reference}^{tree}`);
  }

  /** Runs git in the repository and returns its output without the last line break. */
  git(...args: string[]): string {
    return runGit(this.directory, args).toString().replace(/\n$/, "");
  }

  /** The text of a file at a revision. */
  readText(path: string, revision = this.headBranch): string {
    return runGit(this.directory, ["show", `${revision}:${path}`]).toString();
  }

  /** Adds a commit to a branch and returns its name. */
  commit(branch: string, spec: CommitSpec): string {
    const parent = tryGit(this.directory, ["rev-parse", "--verify", "-q", `refs/heads/${branch}`]);
    const from = parent.status === 0 ? parent.stdout.toString().trim() : null;
    const sha = this.#writeCommit(branch, from, spec);
    if (branch === this.headBranch) {
      this.#headSpecs.push(spec);
    }
    return sha;
  }

  /** Adds a commit to the head branch: what an author's next push brings. */
  push(spec: CommitSpec): string {
    return this.commit(this.headBranch, spec);
  }

  /** Makes the head branch's commits again on top of the base branch's tip: the same change with new object names. */
  rebase(): string {
    this.#forkPoint = this.baseSha;
    return this.forcePush(this.#headSpecs);
  }

  /** Throws the head branch's commits away and puts others in their place, on top of the same fork point. */
  forcePush(specs: CommitSpec | readonly CommitSpec[]): string {
    const replacement = [specs].flat();
    this.#setBranch(this.headBranch, this.#forkPoint);
    this.#headSpecs = [];
    for (const spec of replacement) {
      this.commit(this.headBranch, spec);
    }
    return this.headSha;
  }

  /**
   * The commit that GitHub tests: head merged into base, on no branch.
   * @returns null when the branches conflict.
   */
  testMerge(base = this.baseSha, head = this.headSha): string | null {
    const tree = tryGit(this.directory, ["merge-tree", "--write-tree", base, head]);
    if (tree.status !== 0) {
      return null;
    }
    const treeSha = tree.stdout.toString().split("\n", 1)[0] ?? "";
    const message = `Merge ${head} into ${base}`;
    const args = ["commit-tree", treeSha, "-p", base, "-p", head, "-m", message];
    return runGit(this.directory, args, { date: `${FIRST_COMMIT} +0000` })
      .toString()
      .trim();
  }

  /** Checks a branch out into the directory, for tests that read a work tree. */
  checkOut(branch = this.headBranch): string {
    runGit(this.directory, ["checkout", "--quiet", "--force", branch]);
    return this.directory;
  }

  /** Removes the directory. */
  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #setBranch(branch: string, sha: string): void {
    runGit(this.directory, ["update-ref", `refs/heads/${branch}`, sha]);
  }

  #writeCommit(branch: string, parent: string | null, spec: CommitSpec): string {
    const time = FIRST_COMMIT + 60 * this.#commitCount;
    this.#commitCount += 1;
    const stream: Uint8Array[] = [];
    const line = (text: string) => stream.push(Buffer.from(`${text}\n`));
    const data = (bytes: Uint8Array) => {
      line(`data ${bytes.length}`);
      stream.push(bytes);
      line("");
    };
    line(`commit refs/heads/${branch}`);
    line(`author ${AUTHOR} ${time} +0000`);
    line(`committer ${AUTHOR} ${time} +0000`);
    data(Buffer.from(`${spec.message ?? `Change ${this.#commitCount}`}\n`));
    if (parent !== null) {
      line(`from ${parent}`);
    }
    for (const [from, to] of Object.entries(spec.renames ?? {})) {
      line(`R ${quotePath(from)} ${quotePath(to)}`);
    }
    for (const [path, file] of Object.entries(spec.files ?? {})) {
      if (file === null) {
        line(`D ${quotePath(path)}`);
      } else if (typeof file === "object" && "submodule" in file) {
        line(`M ${MODES.submodule} ${file.submodule} ${quotePath(path)}`);
      } else {
        const [mode, bytes] = modeAndBytes(file);
        line(`M ${mode} inline ${quotePath(path)}`);
        data(bytes);
      }
    }
    line("done");
    runGit(this.directory, ["fast-import", "--quiet", "--force", "--done"], {
      input: Buffer.concat(stream),
    });
    return this.resolve(branch);
  }
}

type ContentSpec = Exclude<FileSpec, null | { readonly submodule: string }>;

function modeAndBytes(file: ContentSpec): [mode: string, bytes: Uint8Array] {
  if (typeof file === "string") {
    return [MODES.file, Buffer.from(file)];
  }
  if (file instanceof Uint8Array) {
    return [MODES.file, file];
  }
  return "symlink" in file
    ? [MODES.symlink, Buffer.from(file.symlink)]
    : [MODES.executable, Buffer.from(file.executable)];
}

/** A path as `git fast-import` reads it: in double quotes, so that line breaks and quotes may stand in it. */
function quotePath(path: string): string {
  const escaped = path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `"${escaped}"`;
}

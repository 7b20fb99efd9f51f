import type {
  ChangedFile,
  ChangedFiles,
  ChangeHost,
  FileContent,
  ReviewTarget,
  TreeContent,
  TreePaths,
} from "../ports.ts";
import { hunksOf, parseRawChanges, splitPatches, type RawChange } from "./parse-changes.ts";
import { listDirectoriesAt, readFilesAt } from "./read-objects.ts";
import {
  defaultBase,
  mergeBase,
  openRepository,
  resolveCommit,
  type Repository,
} from "./repository.ts";
import { chunkPaths, runGit } from "./run-git.ts";

/** What a local review compares. */
export interface LocalChange {
  /** A directory in the repository. */
  readonly directory: string;
  /** The branch to be merged into; null for the usual ones. */
  readonly base: string | null;
  /** The branch to be reviewed. */
  readonly head: string;
  /** Which files' patches are wanted; the others come without, which saves time on large changes. */
  readonly wantsPatch: (path: string) => boolean;
}

/** Reads a change from a local git repository. Nothing is checked out, no hook and no filter is run. */
export class GitChangeHost implements ChangeHost {
  private readonly change: LocalChange;
  private opened: Promise<Repository> | null = null;

  constructor(change: LocalChange) {
    this.change = change;
  }

  /** The repository it reads. Throws UserError when there is none. */
  repository(): Promise<Repository> {
    this.opened ??= openRepository(this.change.directory);
    return this.opened;
  }

  /** The commits to compare. Throws UserError for unknown names and when they share no history. */
  async readTarget(): Promise<ReviewTarget> {
    const repository = await this.repository();
    const head = await resolveCommit(repository, this.change.head, "--head");
    const base =
      this.change.base === null
        ? await defaultBase(repository)
        : await resolveCommit(repository, this.change.base, "--base");
    const baseSha = await mergeBase(repository, base, head);
    return {
      number: null,
      baseSha,
      baseName: base.name,
      headSha: head.sha,
      headUrl: null,
      fromFork: false,
      closed: false,
      trustedSha: baseSha,
    };
  }

  /** The files that differ, renames found as git finds them by default, with the patches that are wanted. */
  async listChangedFiles(target: ReviewTarget): Promise<ChangedFiles> {
    const { root } = await this.repository();
    const args = [
      "diff-tree",
      "-r",
      "-z",
      "--raw",
      "--full-index",
      "-M",
      target.baseSha,
      target.headSha,
      "--",
    ];
    const changes = parseRawChanges((await runGit(root, args)).stdout);
    const wanted = changes.filter((change) => this.change.wantsPatch(change.path));
    const patches = await readPatches(root, target, wanted);
    const files = changes.map((change): ChangedFile => {
      const { path, previousPath, status } = change;
      return { path, previousPath, status, patch: patches.get(path) ?? null };
    });
    return { files, complete: true, note: null };
  }

  async readFiles(
    sha: string,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, FileContent>> {
    return readFilesAt((await this.repository()).root, sha, paths);
  }

  async listDirectories(
    sha: string,
    directories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return listDirectoriesAt((await this.repository()).root, sha, directories);
  }

  async readTree(sha: string, wanted: TreePaths): Promise<TreeContent> {
    const [files, directories] = await Promise.all([
      this.readFiles(sha, wanted.files),
      this.listDirectories(sha, wanted.directories),
    ]);
    return { files, directories };
  }
}

const patchArguments = ["--patch", "-U3", "--no-ext-diff", "--no-textconv", "--no-color"];

/** The hunks of files by path. Files without any are left out. */
async function readPatches(
  root: string,
  target: ReviewTarget,
  changes: readonly RawChange[],
): Promise<Map<string, string>> {
  const patches = new Map<string, string>();
  const inPlace = changes.filter(
    ({ previousPath, typeChanged }) => previousPath === null && !typeChanged,
  );
  for (const chunk of chunkPaths(inPlace.map(({ path }) => path))) {
    // The diff lists files in the order of their paths, not in the order they are asked for: --raw says which is which.
    const range = [target.baseSha, target.headSha, "--", ...chunk];
    const listed = await runGit(root, ["diff-tree", "-r", "-z", "--raw", "--no-renames", ...range]);
    const diff = await runGit(root, [
      "diff-tree",
      "-r",
      "--no-renames",
      ...patchArguments,
      ...range,
    ]);
    const parts = splitPatches(diff.stdout.toString("utf8"));
    parseRawChanges(listed.stdout).forEach(({ path }, index) => {
      const patch = parts[index] ?? null;
      if (patch !== null) patches.set(path, patch);
    });
  }
  for (const { path, previousPath, baseObject, headObject } of changes) {
    if (previousPath === null || baseObject === headObject) continue;
    const diff = await runGit(root, ["diff", ...patchArguments, baseObject, headObject]);
    const patch = hunksOf(diff.stdout.toString("utf8"));
    if (patch !== null) patches.set(path, patch);
  }
  return patches;
}

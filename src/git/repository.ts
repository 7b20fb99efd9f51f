import { UserError } from "../settings/user-error.ts";
import { readGit, runGit, splitRecords } from "./run-git.ts";

/** What git says of the place it is run in. */
export interface Repository {
  /** The top of the work tree; of a bare repository, the git directory. Git is run here. */
  readonly root: string;
  readonly bare: boolean;
  /** Whether history was cut off when it was cloned. */
  readonly shallow: boolean;
}

/** A commit that a name stands for. */
export interface NamedCommit {
  /** As the user or the defaults name it. */
  readonly name: string;
  readonly sha: string;
}

/**
 * Finds the repository around a directory.
 * @throws UserError when there is none, or no git
 */
export async function openRepository(directory: string): Promise<Repository> {
  const facts = await readGit(directory, [
    "rev-parse",
    "--is-bare-repository",
    "--is-inside-work-tree",
    "--is-shallow-repository",
    "--absolute-git-dir",
  ]);
  const [bare, inWorkTree, shallow, gitDirectory = directory] = facts.split(/\r?\n/);
  const root =
    inWorkTree === "true"
      ? await readGit(directory, ["rev-parse", "--show-toplevel"])
      : gitDirectory;
  return { root, bare: bare === "true", shallow: shallow === "true" };
}

/**
 * The commit that a name stands for.
 * @param option the option it was given by, for the message
 * @throws UserError when there is no such commit
 */
export async function resolveCommit(
  repository: Repository,
  name: string,
  option: string,
): Promise<NamedCommit> {
  const sha = await findCommit(repository, name);
  if (sha !== null) return { name, sha };
  if (name === "HEAD")
    throw new UserError(`${repository.root} has no commit yet. Commit the Dockerfiles first.`);
  const fetchHint = repository.shallow
    ? " The clone is shallow: it may have to be fetched first."
    : "";
  throw new UserError(
    `${option} ${JSON.stringify(name)} names no commit of ${repository.root}.${fetchHint} Give a branch, a tag or a commit id that \`git rev-parse\` knows, for instance origin/main.`,
  );
}

/** The id of the commit that a name stands for, null when there is none. */
export async function findCommit(repository: Repository, name: string): Promise<string | null> {
  // No branch or tag can begin with a dash (git check-ref-format), but an option does.
  if (name.startsWith("-") || name === "") return null;
  const args = ["rev-parse", "--verify", "--quiet", `${name}^{commit}`];
  const { stdout, exitCode } = await runGit(repository.root, args, { alsoAccept: [1, 128] });
  return exitCode === 0 ? stdout.toString("utf8").trim() : null;
}

/** The names that a branch is usually to be merged into, in the order they are tried. */
const usualBases = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/**
 * The branch to be merged into, when none is given: origin's default branch, else main or master.
 * @throws UserError when none of them exists
 */
export async function defaultBase(repository: Repository): Promise<NamedCommit> {
  for (const name of usualBases) {
    const sha = await findCommit(repository, name);
    if (sha === null) continue;
    return { name: name === "origin/HEAD" ? await originHead(repository) : name, sha };
  }
  throw new UserError(
    `There is no ${usualBases.join(", ")} in ${repository.root} to compare with. Name the branch to be merged into: --base REF.`,
  );
}

/** What origin/HEAD points to, in short: `origin/main`. */
async function originHead(repository: Repository): Promise<string> {
  const args = ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"];
  const { stdout, exitCode } = await runGit(repository.root, args, { alsoAccept: [1] });
  return exitCode === 0 ? stdout.toString("utf8").trim() : "origin/HEAD";
}

/**
 * The newest common ancestor of two commits: the left side of a pull request's diff.
 * @throws UserError when they have none, or the clone is too shallow to know
 */
export async function mergeBase(
  repository: Repository,
  base: NamedCommit,
  head: NamedCommit,
): Promise<string> {
  const args = ["merge-base", base.sha, head.sha];
  const { stdout, exitCode } = await runGit(repository.root, args, { alsoAccept: [1] });
  if (exitCode === 0) return stdout.toString("utf8").trim();
  const remedy = repository.shallow
    ? "The clone is shallow, so their history is not here: run `git fetch --unshallow` (in a workflow: actions/checkout with fetch-depth: 0)."
    : "Their histories have nothing in common: give another --base.";
  throw new UserError(
    `${base.name} and ${head.name} have no common ancestor in ${repository.root}. ${remedy}`,
  );
}

/**
 * The paths that differ between the last commit and the work tree, from the repository's root, those that git does not
 * track included. Empty for a bare repository.
 */
export async function listUncommitted(repository: Repository): Promise<string[]> {
  if (repository.bare) return [];
  const args = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"];
  const { stdout } = await runGit(repository.root, args);
  return splitRecords(stdout).map((record) => record.slice(3));
}

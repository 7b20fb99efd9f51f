import { spawnSync } from "node:child_process";

/** An environment in which git reads nobody's configuration and nobody's repository, and names nobody real. */
export function gitEnvironment(date?: string): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: "/nonexistent",
    LC_ALL: "C",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: "Ada Example",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada Example",
    GIT_COMMITTER_EMAIL: "ada@example.com",
  };
  if (date !== undefined) {
    environment.GIT_AUTHOR_DATE = date;
    environment.GIT_COMMITTER_DATE = date;
  }
  return environment;
}

/** What a git command gave. */
export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs git and returns what it gave, also when it failed. */
export function tryGit(
  directory: string,
  args: readonly string[],
  options: { input?: Uint8Array; date?: string } = {},
): GitResult {
  const result = spawnSync("git", args, {
    cwd: directory,
    env: gitEnvironment(options.date),
    maxBuffer: 1 << 30,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  if (result.error !== undefined) {
    throw result.error;
  }
  return { status: result.status ?? 1, stdout: result.stdout, stderr: result.stderr.toString() };
}

/**
 * Runs git.
 * @throws Error with git's own message when it fails.
 */
export function runGit(
  directory: string,
  args: readonly string[],
  options: { input?: Uint8Array; date?: string } = {},
): Buffer {
  const result = tryGit(directory, args, options);
  if (result.status !== 0) {
    throw new Error(`git ${args.join(" ")} failed (${result.status}): ${result.stderr}`);
  }
  return result.stdout;
}

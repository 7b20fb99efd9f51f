import { execFile } from "node:child_process";
import { UserError } from "../settings/user-error.ts";
import { gitProgram } from "./git-program.ts";
import { isErrorWithCode } from "./system-error.ts";

/** Thrown when git ends with an exit state that its caller does not expect. */
export class GitCommandError extends Error {
  override readonly name = "GitCommandError";

  constructor(
    /** The arguments, for people. */
    readonly command: string,
    /** Null when git was ended by a signal. */
    readonly exitCode: number | null,
    readonly stderr: string,
  ) {
    super(`git ${command} failed${stderr === "" ? "" : `: ${stderr}`}`);
  }
}

/** What a git command gave. */
export interface GitResult {
  readonly stdout: Buffer;
  readonly exitCode: number;
}

/** How to run a git command. */
export interface GitOptions {
  /** Written to its standard input. */
  readonly input?: string;
  /** Exit states besides 0 that are answers, not failures. */
  readonly alsoAccept?: readonly number[];
}

// Diffs and file names must come out the same whatever the user has configured, a repository's own configuration must
// not start programs, and a path is never a pattern.
const fixedArguments = [
  "--literal-pathspecs",
  ...["core.quotepath=off", "core.fsmonitor=false", "color.ui=false"].flatMap((setting) => [
    "-c",
    setting,
  ]),
];

/**
 * Runs git without a shell.
 * @param directory where to run it
 * @throws UserError when git is not installed, the directory is no repository, or git does not trust its owner
 * @throws GitCommandError when git fails in another way
 */
export function runGit(
  directory: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitResult> {
  const program = gitProgram();
  if (program === null) return Promise.reject(gitMissing(directory));
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...fixedArguments, ...args],
      { cwd: directory, env: cleanEnvironment(), encoding: "buffer", maxBuffer: Infinity },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve({ stdout, exitCode: 0 });
          return;
        }
        const exitCode = typeof error.code === "number" ? error.code : null;
        if (exitCode !== null && options.alsoAccept?.includes(exitCode)) {
          resolve({ stdout, exitCode });
          return;
        }
        if (isErrorWithCode(error, "ENOENT")) {
          reject(gitMissing(directory));
          return;
        }
        const message = stderr.toString("utf8").trim();
        reject(
          knownFailure(directory, message) ??
            new GitCommandError(args.join(" "), exitCode, message),
        );
      },
    );
    // A git that ends before it has read everything breaks the pipe; its exit state says why.
    child.stdin?.on("error", (error) => {
      if (!isErrorWithCode(error, "EPIPE")) reject(error);
    });
    child.stdin?.end(options.input ?? "");
  });
}

/** The same, as text without the final line ending. */
export async function readGit(directory: string, args: readonly string[]): Promise<string> {
  const { stdout } = await runGit(directory, args);
  return stdout.toString("utf8").replace(/\r?\n$/, "");
}

/** The text of records that end in NUL. */
export function splitRecords(output: Buffer): string[] {
  const records = output.toString("utf8").split("\0");
  if (records.at(-1) === "") records.pop();
  return records;
}

/**
 * Lists of paths short enough for one command line each (Windows allows 32,767 characters in all).
 */
export function chunkPaths(paths: readonly string[], limit = 24_000): string[][] {
  const chunks: string[][] = [];
  let current: string[] = [];
  let size = 0;
  for (const path of paths) {
    if (current.length > 0 && size + path.length + 3 > limit) {
      chunks.push(current);
      current = [];
      size = 0;
    }
    current.push(path);
    size += path.length + 3;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

/** The environment for git: GIT_DIR and the like, which a hook sets, would point it at another repository or index. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith("GIT_") || isHarmless(name)) env[name] = value;
  }
  // Messages are recognised by their English text; status must not write to the index.
  return { ...env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
}

function isHarmless(name: string): boolean {
  return /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH)$/.test(
    name,
  );
}

function gitMissing(directory: string): UserError {
  return new UserError(
    `git could not be started in ${directory}: the directory does not exist or the git program is not on the PATH. Install git (2.20 or newer) or correct the directory.`,
  );
}

function knownFailure(directory: string, message: string): UserError | null {
  if (/not a git repository/i.test(message)) {
    return new UserError(
      `${directory} is not in a git repository. Run this command inside a clone; \`dockerfile-review check\` needs none.`,
    );
  }
  if (/dubious ownership/i.test(message)) {
    return new UserError(
      `git does not trust the owner of ${directory}. If you do, run: git config --global --add safe.directory ${directory}`,
    );
  }
  return null;
}

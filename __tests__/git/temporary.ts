import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "@jest/globals";

/** A test of what Windows does not have: the bits of a mode, named pipes, control characters in names. Skipped there. */
export const onPosix = process.platform === "win32" ? test.skip : test;

/** A test of what permissions forbid. Skipped for root, whom they forbid nothing, and on Windows, where `chmod` forbids little. */
export const asUser = process.getuid === undefined || process.getuid() === 0 ? test.skip : test;

/** A directory of its own, removed at the end. */
export class TemporaryDirectory {
  /** Absolute, without symbolic links. */
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "dockerfile-review-")));

  /** Writes a file and the directories above it; returns its absolute path. */
  write(path: string, content: string | Buffer): string {
    const absolute = join(this.path, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
    return absolute;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A git repository in a directory of its own, on branch `main`, untouched by the configuration of this machine. */
export class TemporaryRepository extends TemporaryDirectory {
  constructor() {
    super();
    this.git("init", "--quiet", "--initial-branch=main");
  }

  /** Runs git in it; returns what it printed, trimmed. */
  git(...args: string[]): string {
    return runGit(this.path, ...args);
  }

  /** Commits all that lies in the work tree; returns the commit's id. */
  commit(message = "a change"): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", `--message=${message}`);
    return this.git("rev-parse", "HEAD");
  }
}

/** Runs git in a directory, with fixed names and dates. */
export function runGit(directory: string, ...args: string[]): string {
  const output = execFileSync("git", args, {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_AUTHOR_NAME: "Author",
      GIT_AUTHOR_EMAIL: "author@example.com",
      GIT_COMMITTER_NAME: "Author",
      GIT_COMMITTER_EMAIL: "author@example.com",
    },
  });
  return output.trim();
}

import type { AuditTarget, CommittedFile, FixHost, FixPull } from "../../src/ports.ts";

/** A pull request as the fake keeps it. */
export interface KeptPull {
  readonly number: number;
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  body: string;
  state: FixPull["state"];
}

/** Branches and pull requests in memory. */
export class FakeFixHost implements FixHost {
  readonly branches = new Map<string, string>();
  readonly commits = new Map<string, readonly CommittedFile[]>();
  readonly pulls: KeptPull[] = [];
  /** What was written, in order. */
  readonly writes: string[] = [];

  readBranchHead(branch: string): Promise<string | null> {
    return Promise.resolve(this.branches.get(branch) ?? null);
  }

  findFixPull(branch: string, marker: string): Promise<FixPull | null> {
    const found = this.pulls.findLast((one) => one.branch === branch && one.body.includes(marker));
    return Promise.resolve(found === undefined ? null : toPull(found));
  }

  commitFiles(_target: AuditTarget, files: readonly CommittedFile[]): Promise<string> {
    this.writes.push("commit");
    const sha = String(this.commits.size + 1).repeat(40);
    this.commits.set(sha, files);
    return Promise.resolve(sha);
  }

  pointBranch(branch: string, commit: string): Promise<void> {
    this.writes.push("branch");
    this.branches.set(branch, commit);
    return Promise.resolve();
  }

  createFixPull(branch: string, base: string, title: string, body: string): Promise<FixPull> {
    this.writes.push("pull");
    const number = this.pulls.length + 1;
    const pull: KeptPull = { number, branch, base, title, body, state: "open" };
    this.pulls.push(pull);
    return Promise.resolve(toPull(pull));
  }

  updateFixPull({ number }: FixPull, change: { body?: string; close?: boolean }): Promise<void> {
    this.writes.push(change.close === true ? "close" : "body");
    const pull = this.pulls.find((one) => one.number === number);
    if (pull === undefined) throw new Error(`there is no pull request ${number}`);
    pull.body = change.body ?? pull.body;
    if (change.close === true) pull.state = "closed";
    return Promise.resolve();
  }

  deleteBranch(branch: string): Promise<void> {
    this.writes.push("delete");
    this.branches.delete(branch);
    return Promise.resolve();
  }
}

function toPull({ number, body, state }: KeptPull): FixPull {
  return { number, body, state, url: `https://github.com/o/r/pull/${number}` };
}

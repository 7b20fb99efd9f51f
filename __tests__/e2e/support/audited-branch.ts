import { expect } from "@jest/globals";
import {
  branchEvent,
  FakeGitHub,
  type FakeGitHubOptions,
  type Issue,
  pushEvent,
} from "../../support/fake-github/index.ts";
import { type FileSpecs, GitFixture } from "../../support/git-fixture.ts";
import {
  type ActionRun,
  type NodeBinary,
  runAction,
  type RunActionOptions,
} from "../../support/run-action.ts";

/** What an audit may do at most: issues, and a branch with its pull request. */
export const auditPermissions = {
  contents: "write",
  issues: "write",
  "pull-requests": "write",
} as const;

/** A run of the action, with what it asked GitHub for. */
export interface Audit extends ActionRun {
  /** Requests that write, each as `PATCH issues/101`. */
  readonly writes: readonly string[];
  /** How many requests were made in all. */
  readonly requests: number;
  /** What the job's page shows apart from places in files. */
  readonly messages: readonly string[];
}

/** The events that an audit runs on. */
export type AuditEvent = "schedule" | "workflow_dispatch" | "push";

/** A branch on a stand-in for GitHub that is audited, and the node that the action runs on. */
export class AuditedBranch {
  readonly github: FakeGitHub;

  readonly node: NodeBinary;

  private constructor(github: FakeGitHub, node: NodeBinary) {
    this.github = github;
    this.node = node;
  }

  /** Makes the repository and starts the server. Call `close()` at the end. */
  static async open(
    node: NodeBinary,
    files: FileSpecs,
    options: Omit<FakeGitHubOptions, "fixture"> = {},
  ): Promise<AuditedBranch> {
    const fixture = GitFixture.create({ base: files });
    const permissions = { ...auditPermissions, ...options.permissions };
    return new AuditedBranch(await FakeGitHub.start({ fixture, ...options, permissions }), node);
  }

  async close(): Promise<void> {
    await this.github.close();
    this.github.fixture.dispose();
  }

  /** A commit on the branch that is audited. */
  commit(files: FileSpecs): void {
    this.github.fixture.commit("main", { files });
  }

  /** Runs the action and asserts what holds for every run: nobody has anything to complain of, and nothing was checked out. */
  async audit(
    inputs: RunActionOptions["inputs"] = {},
    event: AuditEvent = "schedule",
  ): Promise<Audit> {
    const { github } = this;
    github.forgetRequests();
    const run = await this.run(inputs, event);
    expect({ violations: github.violations, runnerErrors: run.runnerErrors }).toEqual({
      violations: [],
      runnerErrors: [],
    });
    return {
      ...run,
      writes: github
        .writes()
        .map(({ method, path }) => `${method} ${path.replace(`/repos/${github.repository}/`, "")}`),
      requests: github.requests.length,
      messages: run.annotations
        .filter(({ file }) => file === null)
        .map(({ level, message }) => `${level}: ${message}`),
    };
  }

  /** Only runs the action: for two runs at once. */
  run(inputs: RunActionOptions["inputs"] = {}, event: AuditEvent = "schedule"): Promise<ActionRun> {
    const { github } = this;
    const made =
      event === "push" ? pushEvent(github, github.fixture.baseSha) : branchEvent(github, event);
    return runAction({ github, event: made, inputs, node: this.node.path });
  }

  /** The one issue that is kept. @throws Error when there is none, or more than one */
  get issue(): Issue {
    const [issue, ...others] = this.github.state.issues.filter(({ body }) =>
      body.includes("<!-- dockerfile-review:audit -->"),
    );
    if (issue === undefined || others.length > 0) {
      throw new Error(`there are ${this.github.state.issues.length} issues`);
    }
    return issue;
  }
}

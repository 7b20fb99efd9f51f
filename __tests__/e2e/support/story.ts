import { test } from "@jest/globals";
import type { FakeGitHubOptions } from "../../support/fake-github/index.ts";
import type { FileSpecs, GitFixtureOptions } from "../../support/git-fixture.ts";
import { type NodeBinary, nodeBinaries } from "../../support/run-action.ts";
import { AuditedBranch } from "./audited-branch.ts";
import { PullRequest } from "./pull-request.ts";

const storyTimeout = 180_000;

/** The nodes that the stories of a file are told on: the one that NODE24 names, as hosted runners use it, or else the running one. */
let nodesOfFile = (): NodeBinary[] => nodeBinaries().slice(-1);

/** Has the stories of this file told on every node. */
export function tellOnEveryNode(): void {
  nodesOfFile = nodeBinaries;
}

/**
 * A test that tells one story, together with the other stories of its file: most of a run's time is spent in waiting
 * between requests. A failure says on which node it happened.
 */
function story(name: string, tell: (node: NodeBinary) => Promise<void>): void {
  test.concurrent(
    name,
    async () => {
      const told = nodesOfFile().map(async (node) => {
        try {
          await tell(node);
        } catch (error) {
          if (error instanceof Error) error.message = `on ${node.version}: ${error.message}`;
          throw error;
        }
      });
      const results = await Promise.allSettled(told);
      for (const result of results) if (result.status === "rejected") throw result.reason;
    },
    storyTimeout,
  );
}

/** A story of one pull request, which is closed at its end. */
export function pullRequestStory(
  name: string,
  repository: GitFixtureOptions,
  tell: (pull: PullRequest) => Promise<void>,
  options: Omit<FakeGitHubOptions, "fixture"> = {},
): void {
  story(name, async (node) => {
    const pull = await PullRequest.open(node, repository, options);
    try {
      await tell(pull);
    } finally {
      await pull.close();
    }
  });
}

/** A story of one branch that is audited, whose server is stopped at its end. */
export function auditStory(
  name: string,
  files: FileSpecs,
  tell: (branch: AuditedBranch) => Promise<void>,
  options: Omit<FakeGitHubOptions, "fixture"> = {},
): void {
  story(name, async (node) => {
    const branch = await AuditedBranch.open(node, files, options);
    try {
      await tell(branch);
    } finally {
      await branch.close();
    }
  });
}

import { afterEach, expect } from "@jest/globals";
import { createClient } from "../../src/github/client.ts";
import { readReviewEvent } from "../../src/github/event.ts";
import { GitHubHost } from "../../src/github/github-host.ts";
import {
  FakeGitHub,
  pullRequestEvent,
  type FakeGitHubOptions,
  type WorkflowEvent,
} from "../support/fake-github/index.ts";
import { GitFixture, type GitFixtureOptions } from "../support/git-fixture.ts";

/** The stand-in of the running test, which `start` starts; it is closed behind the test, and may have no violations. */
export let github: FakeGitHub;
/** What the host that `connect` made has warned of. */
export let warnings: string[];

afterEach(async () => {
  const { violations, fixture } = github;
  await github.close();
  fixture.dispose();
  expect(violations).toEqual([]);
});

/** What `start` takes: what is in the repository, and how the stand-in behaves. */
export type Options = GitFixtureOptions & { readonly server?: Partial<FakeGitHubOptions> };

/** Starts the stand-in, for one test. */
export async function start({ server, ...fixture }: Options): Promise<void> {
  warnings = [];
  github = await FakeGitHub.start({ fixture: GitFixture.create(fixture), ...server });
}

/** A host for the pull request as it is now. */
export function connect(
  event: WorkflowEvent = pullRequestEvent(github, "synchronize"),
): GitHubHost {
  const warn = (message: string) => warnings.push(message);
  const client = createClient({
    token: github.token,
    apiUrl: github.apiUrl,
    warn,
    debug: () => undefined,
    secondLength: 1,
  });
  const { serverUrl, repository } = github;
  return new GitHubHost(client, readReviewEvent(event.name, repository, event.payload), {
    serverUrl,
    warn,
  });
}

/** So many lines of a Dockerfile. */
export const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `RUN echo ${index}\n`).join("");

/** A pull request that changes one Dockerfile. */
export const simple: Options = {
  base: { Dockerfile: "FROM alpine\n", "a.txt": "a\n" },
  head: { files: { Dockerfile: "FROM alpine\nRUN true\nRUN false\n" } },
};

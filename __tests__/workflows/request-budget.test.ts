import { afterEach, expect, test } from "@jest/globals";
import { createClient } from "../../src/github/client.ts";
import { readReviewEvent } from "../../src/github/event.ts";
import { GitHubHost } from "../../src/github/github-host.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { readInputs } from "../../src/settings/read-inputs.ts";
import { reviewPullRequest } from "../../src/workflows/review-pull-request.ts";
import { FakeGitHub, pullRequestEvent } from "../support/fake-github/index.ts";
import { FakeRunner } from "../support/fakes.ts";
import { GitFixture, type FileSpecs } from "../support/git-fixture.ts";

let github: FakeGitHub;

afterEach(async () => {
  const { violations, fixture } = github;
  await github.close();
  fixture.dispose();
  expect(violations).toEqual([]);
});

/** Reviews a pull request that changes so many files, and gives how many requests that took, and how many of them read. */
async function requestsFor(
  base: FileSpecs,
  files: FileSpecs,
): Promise<{ all: number; reading: number }> {
  github = await FakeGitHub.start({ fixture: GitFixture.create({ base, head: { files } }) });
  const runner = new FakeRunner();
  const warn = (message: string) => runner.warn(message);
  const { token, apiUrl, serverUrl, repository } = github;
  const client = createClient({ token, apiUrl, warn, debug: () => undefined });
  const { name, payload } = pullRequestEvent(github, "opened");
  await reviewPullRequest({
    host: new GitHubHost(client, readReviewEvent(name, repository, payload), { serverUrl, warn }),
    runner,
    inputs: readInputs(() => ""),
    rules: allRules,
    docsUrl: "https://example.com",
    runUrl: null,
    today: "2026-11-21",
  });
  expect(runner.messages("warning")).toEqual([]);
  expect(github.state.issueComments).toHaveLength(1);
  expect(github.state.reviews).toHaveLength(1);
  const all = github.requests.length;
  return { all, reading: all - github.writes().length };
}

/** A line with a problem that has a fix. */
const bad = "MAINTAINER ada@example.com";

function dockerfiles(count: number, line: string): Record<string, string> {
  const text = `FROM node:22\nWORKDIR /app\nCOPY src src\n${line}\n`;
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`services/s${index}/Dockerfile`, text]),
  );
}

test("one Dockerfile takes at most 14 requests, 11 of them to read", async () => {
  const { all, reading } = await requestsFor(dockerfiles(1, "RUN true"), dockerfiles(1, bad));
  expect(all).toBeLessThanOrEqual(14);
  expect(reading).toBeLessThanOrEqual(11);
});

test("200 Dockerfiles among 3000 files are read in at most 45 requests", async () => {
  const others = Array.from({ length: 2800 }, (_, index): [string, string] => [
    `services/s${index % 200}/src/f${index}.ts`,
    `${index}\n`,
  ]);
  const { all, reading } = await requestsFor(dockerfiles(200, "RUN true"), {
    ...dockerfiles(200, bad),
    ...Object.fromEntries(others),
  });
  expect(reading).toBeLessThanOrEqual(45);
  // A check run takes one request more for each 50 annotations.
  expect(all).toBeLessThanOrEqual(50);
}, 60_000);

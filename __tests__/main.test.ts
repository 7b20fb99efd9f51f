import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { runAction, type Environment } from "../src/main.ts";
import {
  FakeGitHub,
  pullRequestEvent,
  pushEvent,
  type WorkflowEvent,
} from "./support/fake-github/index.ts";
import { FakeRunner } from "./support/fakes.ts";
import { GitFixture } from "./support/git-fixture.ts";

let directory: string;
let github: FakeGitHub;
let runner: FakeRunner;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "main-"));
  const fixture = GitFixture.create({
    base: { "README.md": "x\n" },
    head: { files: { "README.md": "y\n" } },
  });
  github = await FakeGitHub.start({ fixture });
});

beforeEach(() => {
  runner = new FakeRunner();
});

afterEach(() => {
  github.forgetRequests();
  expect(github.violations).toEqual([]);
});

afterAll(async () => {
  await github.close();
  github.fixture.dispose();
  rmSync(directory, { recursive: true });
});

/** The environment that the runner gives for an event. */
function environment(
  event: WorkflowEvent = pullRequestEvent(github, "opened"),
  changes: Environment = {},
): Environment {
  const file = path.join(directory, "event.json");
  writeFileSync(file, JSON.stringify(event.payload));
  return {
    INPUT_TOKEN: github.token,
    GITHUB_EVENT_PATH: file,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_RUN_ID: "12",
    ...changes,
  };
}

test("a pull request without Dockerfiles passes after seven requests, and writes nothing", async () => {
  await runAction(environment(), runner);
  expect(runner.failure).toBeNull();
  expect(runner.outputs.get("verdict")).toBe("pass");
  expect(github.requests).toHaveLength(7);
  // A check run is tried for, because nothing else tells whether the token may make one.
  expect(github.writes()).toMatchObject([
    { path: expect.stringMatching(/check-runs$/), status: 403 },
  ]);
});

describe("what stops a run, each with its own message", () => {
  /** Runs, and gives the reason for which the run failed. */
  async function failureOf(env: Environment): Promise<string> {
    await runAction(env, runner);
    expect(github.requests).toEqual([]);
    return runner.failure ?? "";
  }

  test("a missing token", async () => {
    const env = environment(undefined, { INPUT_TOKEN: " " });
    expect(await failureOf(env)).toMatch(/^The input `token` is empty.*permissions/);
  });

  test("an unknown value of an input", async () => {
    const env = environment(undefined, { INPUT_PRESET: "stric" });
    expect(await failureOf(env)).toMatch(/^The input `preset` is "stric".*Did you mean "strict"/);
  });

  test("an unknown rule", async () => {
    const env = environment(undefined, { INPUT_IGNORE: "latest-base-imge" });
    expect(await failureOf(env)).toMatch(
      /^The input `ignore` names no rule: .*Did you mean "latest-base-image"/,
    );
  });

  test("an unknown event", async () => {
    const event = { ...pushEvent(github, github.fixture.baseSha), name: "release" };
    expect(await failureOf(environment(event))).toMatch(
      /^The event is `release`, on which this action has nothing to do\. Run it on: pull_request, /,
    );
  });

  test("no event file", async () => {
    const env = environment(undefined, { GITHUB_EVENT_PATH: undefined });
    expect(await failureOf(env)).toMatch(/^GITHUB_EVENT_PATH is not set.*dockerfile-review review/);
  });

  test("an event file that is not there", async () => {
    const missing = path.join(directory, "missing.json");
    const env = environment(undefined, { GITHUB_EVENT_PATH: missing });
    expect(await failureOf(env)).toMatch(/^The event file .*missing\.json cannot be read: ENOENT/);
  });

  test("an event file that is no JSON", async () => {
    const broken = path.join(directory, "broken.json");
    writeFileSync(broken, '{"pull_request":');
    const env = environment(undefined, { GITHUB_EVENT_PATH: broken });
    expect(await failureOf(env)).toMatch(/^The event file .*broken\.json cannot be read: .*JSON/);
  });

  test("an event file without a pull request", async () => {
    const event = { ...pullRequestEvent(github, "opened"), payload: {} };
    expect(await failureOf(environment(event))).toContain("has no `pull_request.pull_request`");
  });
});

test("a refused token names the input and is not printed", async () => {
  await runAction(environment(undefined, { INPUT_TOKEN: "ghs_wrong" }), runner);
  expect(runner.failure).toMatch(/^GitHub refuses the token of the input `token`/);
  expect(JSON.stringify([runner.log, runner.failure])).not.toContain("ghs_wrong");
});

test("a bug is called an internal error, its stack is for the debug log only", async () => {
  runner.setOutput = () => {
    throw new TypeError("boom");
  };
  await runAction(environment(), runner);
  expect(runner.failure).toMatch(/^Internal error: boom\. .*debug logging/);
  expect(runner.messages("debug").join("\n")).toMatch(/TypeError: boom\n\s+at /);
});

import { describe, expect } from "@jest/globals";
import {
  branchEvent,
  pullRequestEvent,
  type PullRequestAction,
  pushEvent,
} from "../support/fake-github/index.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nCMD /app --serve\n";
const repository = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad } } };
const posts = ["POST pulls/7/reviews", "POST issues/7/comments"];

describe("a pull request", () => {
  pullRequestStory(
    "that is a draft is reviewed like any other, and silent when it is made ready",
    repository,
    async (pull) => {
      const draft = await pull.review({ rules });
      expect([draft.exitCode, draft.writes]).toEqual([1, posts]);
      pull.github.updatePull({ draft: false });
      const event = pullRequestEvent(pull.github, "ready_for_review");
      const ready = await pull.review({ rules }, { event });
      expect([ready.exitCode, ready.writes]).toEqual([1, []]);
    },
    { pull: { draft: true } },
  );

  pullRequestStory(
    "that is closed is left alone, also by a late re-run",
    repository,
    async (pull) => {
      const late = pullRequestEvent(pull.github, "opened");
      pull.github.updatePull({ state: "closed" });
      for (const event of [pullRequestEvent(pull.github, "closed"), late]) {
        const review = await pull.review({ rules }, { event });
        expect([review.exitCode, review.requests.length, review.messages]).toEqual([0, 1, []]);
        expect(review.outputs).toMatchObject({ verdict: "pass", introduced: "0", files: "0" });
        expect(review.plainLines).toContain("The pull request is closed: nothing to review.");
      }
      pull.github.updatePull({ state: "open" });
      const event = pullRequestEvent(pull.github, "reopened");
      const reopened = await pull.review({ rules }, { event });
      expect([reopened.exitCode, reopened.writes]).toEqual([1, posts]);
    },
  );

  pullRequestStory("that is closed during the run gets no comment", repository, async (pull) => {
    pull.github.onRequest(({ path }) => {
      if (path.endsWith("/files")) pull.github.updatePull({ state: "closed" });
    });
    const review = await pull.review({ rules });
    expect([review.exitCode, review.writes]).toEqual([1, []]);
    expect(review.plainLines.join("\n")).toContain("was closed meanwhile");
  });

  pullRequestStory(
    "is judged for the run's own commit when it is re-run",
    repository,
    async (pull) => {
      const first = pullRequestEvent(pull.github, "opened");
      pull.push({ files: { Dockerfile: "FROM alpine:3.22\n" } });
      const rerun = await pull.review({ rules }, { event: first });
      expect([rerun.exitCode, rerun.outputs.introduced, rerun.writes]).toEqual([1, "2", []]);
      const newest = await pull.review({ rules });
      expect([newest.exitCode, newest.outputs.introduced, newest.writes]).toEqual([0, "0", []]);
    },
  );

  pullRequestStory("is compared with the branch that it is for now", repository, async (pull) => {
    const stale = pullRequestEvent(pull.github, "opened");
    // Meanwhile the base has the same Dockerfile, and the branch is brought up to date with it.
    pull.fixture.commit("main", { files: { Dockerfile: bad } });
    const edited = pullRequestEvent(pull.github, "edited", {
      changes: { base: { ref: { from: "old" }, sha: { from: pull.fixture.headSha } } },
    });
    pull.fixture.rebase();
    const head = { sha: pull.fixture.headSha, repo: null };
    for (const { payload, ...event } of [stale, edited]) {
      const pullRequest = { ...(payload.pull_request as object), head };
      const review = await pull.review(
        { rules },
        { event: { ...event, payload: { ...payload, pull_request: pullRequest } } },
      );
      expect([review.exitCode, review.outputs.introduced, review.writes]).toEqual([0, "0", []]);
    }
  });

  const actions: readonly PullRequestAction[] = ["opened", "reopened", "edited"];
  pullRequestStory("is told the same on every event", repository, async (pull) => {
    const [first, ...others] = actions.map((action) => pullRequestEvent(pull.github, action));
    expect((await pull.review({ rules }, first && { event: first })).writes).toEqual(posts);
    for (const event of others) {
      expect((await pull.review({ rules }, { event })).writes).toEqual([]);
    }
  });
});

describe("a push", () => {
  pullRequestStory("can be reviewed", repository, async (pull) => {
    const before = pull.fixture.baseSha;
    pull.fixture.commit("main", { files: { Dockerfile: bad } });
    const event = pushEvent(pull.github, before);
    const review = await pull.review({ rules, mode: "review" }, { event });
    expect([review.exitCode, review.outputs.introduced, review.writes]).toEqual([1, "2", []]);
    expect(review.annotations).toMatchObject([{ line: 2 }, { line: 3 }, { file: null }]);
  });
});

describe("an event of a branch", () => {
  pullRequestStory("is for an audit, not for a review", repository, async (pull) => {
    const { github, fixture } = pull;
    const events = [
      pushEvent(github, fixture.baseSha),
      branchEvent(github, "schedule"),
      branchEvent(github, "workflow_dispatch"),
    ];
    for (const event of events) {
      const review = await pull.review({ rules, issue: "false" }, { event });
      expect([event.name, review.exitCode, review.writes]).toEqual([event.name, 0, []]);
      expect(review.requests.filter(({ path }) => path.includes("/pulls/"))).toEqual([]);
    }
  });
});

describe("an event that has nothing for this action", () => {
  pullRequestStory("is told what it could run on", repository, async (pull) => {
    for (const name of ["issue_comment", "release"]) {
      const event = branchEvent(pull.github, name);
      const review = await pull.review({}, { event });
      expect([review.exitCode, review.requests]).toEqual([1, []]);
      expect(review.messages).toEqual([
        `error: The event is \`${name}\`, on which this action has nothing to do. Run it on: pull_request, pull_request_target, ` +
          "merge_group, push, schedule, workflow_dispatch, workflow_run. Outside of GitHub Actions use the command line: " +
          "`npx dockerfile-review review`.",
      ]);
    }
  });
});

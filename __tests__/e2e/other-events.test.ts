import { describe, expect } from "@jest/globals";
import { mergeGroupEvent, pullRequestEvent } from "../support/fake-github/index.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nCMD /app --serve\n";
const repository = {
  base: { Dockerfile: "FROM alpine:3.22\n", "README.md": "x\n" },
  head: { files: { Dockerfile: bad } },
};

describe("an Enterprise Server", () => {
  pullRequestStory(
    "is reached by its own addresses only",
    repository,
    async (pull) => {
      const first = await pull.review({ rules });
      expect([first.exitCode, first.outputs.introduced]).toEqual([1, "2"]);
      expect(first.writes).toEqual(["POST pulls/7/reviews", "POST issues/7/comments"]);
      const { serverUrl, fixture } = pull.github;
      const address = `${serverUrl}/octo-org/service/blob/${fixture.headSha}/Dockerfile#L2`;
      expect(pull.summaryComment).toContain(`(${address})`);
      expect(pull.summaryComment).not.toContain("https://github.com/octo-org");

      pull.push({ files: { Dockerfile: "FROM alpine:3.22\n", "README.md": "y\n" } });
      const second = await pull.review({ rules });
      expect([second.exitCode, pull.suggestions]).toEqual([0, []]);
      expect(pull.summaryComment).toMatch(/^### Dockerfile review: no Dockerfile changed\n/);
    },
    { enterprise: true },
  );
});

describe("a merge queue", () => {
  pullRequestStory("gets a verdict and no comment", repository, async (pull) => {
    const review = await pull.review({ rules }, { event: mergeGroupEvent(pull.github) });
    expect([review.exitCode, review.outputs.verdict]).toEqual([1, "fail"]);
    expect(review.annotations).toMatchObject([
      { file: "Dockerfile", line: 2 },
      { file: "Dockerfile", line: 3 },
      { file: null, message: expect.stringContaining("introduces 1 error") },
    ]);
    expect(review.summary).toContain("### Dockerfile review: 2 new problems\n");
    expect(review.writes).toEqual([]);
    expect(review.requests.filter(({ path }) => path.includes("/comments"))).toEqual([]);
  });

  pullRequestStory(
    "is answered at once when no Dockerfile changed",
    { base: repository.base, head: { files: { "README.md": "y\n" } } },
    async (pull) => {
      const review = await pull.review({}, { event: mergeGroupEvent(pull.github) });
      expect([review.exitCode, review.outputs.verdict]).toEqual([0, "pass"]);
      expect(review.plainLines).toContain("No Dockerfile changed: nothing to review.");
      // The list, the settings file, and an attempt at a check run.
      expect(review.requests).toHaveLength(3);
    },
  );
});

describe("pull_request_target", () => {
  pullRequestStory(
    "reviews the fork's head, with a token that may write",
    repository,
    async (pull) => {
      const event = pullRequestEvent(pull.github, "opened", { name: "pull_request_target" });
      const review = await pull.review({ rules }, { event });
      expect([review.exitCode, review.outputs.introduced]).toEqual([1, "2"]);
      expect(pull.github.state.reviews).toMatchObject([{ commit: pull.fixture.headSha }]);
      expect(pull.suggestions).toHaveLength(2);
      expect(pull.summaryComment).toContain("2 new problems");
    },
    { pull: { forkOwner: "mallory" } },
  );

  pullRequestStory(
    "copes with a fork that was deleted",
    repository,
    async (pull) => {
      const event = pullRequestEvent(pull.github, "reopened", { name: "pull_request_target" });
      const review = await pull.review({ rules }, { event });
      expect([review.exitCode, review.outputs.introduced]).toEqual([1, "2"]);
      expect(pull.summaryComments).toHaveLength(1);
    },
    { pull: { forkOwner: "mallory", forkDeleted: true } },
  );
});

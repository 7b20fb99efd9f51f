import { describe, expect } from "@jest/globals";
import { READ_ONLY_PERMISSIONS } from "../support/fake-github/index.ts";
import { fencedBlocks, gitApply } from "./support/markdown.ts";
import type { PullRequest, Review } from "./support/pull-request.ts";
import { pullRequestStory, tellOnEveryNode } from "./support/story.ts";

tellOnEveryNode();

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nCMD /app --serve\n";
const mended =
  'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="me"\nCMD ["/app", "--serve"]\n';
const repository = {
  base: { "README.md": "x\n" },
  head: { files: { "app/Dockerfile": bad } },
};
const readOnly = { permissions: READ_ONLY_PERMISSIONS };
const fromFork = { ...readOnly, pull: { forkOwner: "mallory" } };

/** Asserts that nothing was lost: the annotations, and the job summary with the whole change. */
function expectEverythingShown(pull: PullRequest, review: Review): void {
  expect(review.annotations.filter(({ file }) => file !== null)).toMatchObject([
    { level: "error", file: "app/Dockerfile", line: 2 },
    { level: "warning", file: "app/Dockerfile", line: 3 },
  ]);
  expect(review.summary).toContain("### Dockerfile review: 2 new problems\n");
  const [diff = ""] = fencedBlocks(review.summary, "diff");
  expect(gitApply("app/Dockerfile", bad, [diff])).toBe(mended);
  expect(review.outputs).toMatchObject({ introduced: "2", files: "1" });
  const { reviews, reviewComments, issueComments } = pull.github.state;
  expect([reviews, reviewComments, issueComments]).toEqual([[], [], []]);
}

function warningsOf(review: Review): string[] {
  return review.messages.filter((message) => message.startsWith("warning: "));
}

describe("a read-only token", () => {
  pullRequestStory(
    "of a fork's pull request costs the comments only",
    repository,
    async (pull) => {
      const review = await pull.review({ rules });
      expect([review.exitCode, review.outputs.verdict]).toEqual([1, "fail"]);
      expectEverythingShown(pull, review);
      expect(warningsOf(review)).toEqual([
        expect.stringMatching(
          /the review: Resource not accessible by integration.*lacks `pull-requests: write`: GitHub gives a read-only token to pull requests from forks\. A second workflow can publish the review: https:\/\/.*\/docs\/forks\.md\./,
        ),
      ]);
      expect(review.plainLines.join("\n")).toMatch(
        /Could not deliver the summary comment: .* The findings are in the job summary\./,
      );

      const passing = await pull.review({ rules, "fail-on": "never" });
      expect([passing.exitCode, passing.outputs.verdict]).toEqual([0, "pass"]);
      expect(warningsOf(passing)).toHaveLength(1);
    },
    fromFork,
  );

  pullRequestStory(
    "of Dependabot's pull request says what the job has to permit",
    repository,
    async (pull) => {
      const review = await pull.review({ rules, "fail-on": "never" });
      expect(review.exitCode).toBe(0);
      expectEverythingShown(pull, review);
      expect(review.messages).toEqual([
        expect.stringMatching(
          /^warning: .*The token lacks `pull-requests: write`: add it to the `permissions` of the job\./,
        ),
      ]);
    },
    readOnly,
  );

  pullRequestStory(
    "is not missed where nothing is to be written",
    { base: { "README.md": "x\n" }, head: { files: { "app/Dockerfile": mended } } },
    async (pull) => {
      const review = await pull.review({ rules });
      expect([review.exitCode, review.messages, review.writes]).toEqual([0, [], []]);
    },
    readOnly,
  );

  pullRequestStory(
    "is not asked for comments that are switched off",
    repository,
    async (pull) => {
      const review = await pull.review({ rules, comment: "false", suggestions: "false" });
      expect(review.exitCode).toBe(1);
      expectEverythingShown(pull, review);
      expect([warningsOf(review), review.writes]).toEqual([[], []]);
    },
    fromFork,
  );
});

describe("a token that may not read", () => {
  const cases = [
    ["the repository", { contents: "none" }, "contents: read"],
    ["the pull request", { "pull-requests": "none" }, "pull-requests: read"],
  ] as const;
  for (const [what, permissions, missing] of cases) {
    pullRequestStory(
      `${what} fails the run with the permission's name`,
      repository,
      async (pull) => {
        const review = await pull.review({ rules, "fail-on": "never" });
        expect(review.exitCode).toBe(1);
        expect(review.messages).toEqual([expect.stringContaining(`permissions: { ${missing} }`)]);
        expect([review.writes, review.outputs]).toEqual([[], {}]);
      },
      { permissions },
    );
  }
});

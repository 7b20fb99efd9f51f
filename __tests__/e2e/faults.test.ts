import { describe, expect } from "@jest/globals";
import { fencedBlocks, gitApply } from "./support/markdown.ts";
import type { PullRequest, Review } from "./support/pull-request.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nLABEL a=1\nCMD /app --serve\n";
const mended =
  'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="me"\nLABEL a=1\nCMD ["/app", "--serve"]\n';
const repository = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad } } };
const reviews = /\/pulls\/7\/reviews$/;
const files = /\/pulls\/7\/files$/;
const comments = /\/issues\/7\/comments$/;

/** The run's own warnings. */
function warningsOf(review: Review): string[] {
  return review.messages.filter((message) => message.startsWith("warning: "));
}

/** Asserts that everything arrived, once, in spite of what went wrong. */
function expectDelivered(pull: PullRequest, review: Review): void {
  expect([review.exitCode, review.outputs.introduced]).toEqual([1, "2"]);
  expect(pull.github.faults.pending).toBe(0);
  expect(pull.github.state.reviews).toHaveLength(1);
  expect(pull.suggestions.map(({ anchor }) => anchor.line)).toEqual([2, 4]);
  expect(pull.summaryComment).toContain("suggestion on line 2");
  expect(fencedBlocks(pull.summaryComment, "diff")).toEqual([]);
}

describe("faults that pass", () => {
  pullRequestStory("are survived, and told of", repository, async (pull) => {
    pull.github.fail({ path: files, fault: { status: 502 } });
    pull.github.fail({
      path: reviews,
      method: "POST",
      fault: { secondaryLimit: 403, retryAfter: 1 },
    });
    const review = await pull.review({ rules });
    expectDelivered(pull, review);
    expect(warningsOf(review)).toEqual([
      expect.stringMatching(/GET .*\/files.* failed .*trying again/),
      expect.stringMatching(/secondary rate limit is reached at POST .*waiting 1 seconds/),
    ]);
  });

  pullRequestStory("on the way back post nothing twice", repository, async (pull) => {
    pull.github.fail({ path: reviews, method: "POST", fault: { status: 502 }, takesEffect: true });
    pull.github.fail({ path: comments, method: "POST", fault: { reset: true }, takesEffect: true });
    const review = await pull.review({ rules });
    expectDelivered(pull, review);
    expect(review.writes).toEqual(["POST pulls/7/reviews", "POST issues/7/comments"]);
  });

  pullRequestStory("of the connection are survived", repository, async (pull) => {
    pull.github.fail({ path: "/graphql", fault: { malformedJson: true } });
    pull.github.fail({ path: files, fault: { reset: true } });
    pull.github.fail({ path: comments, method: "POST", fault: { status: 503 } });
    expectDelivered(pull, await pull.review({ rules }));
  });
});

describe("what GitHub refuses is shown elsewhere", () => {
  pullRequestStory("a review: in the summary comment", repository, async (pull) => {
    pull.github.fail({
      path: reviews,
      method: "POST",
      fault: { status: 422, message: "Unprocessable Entity: line must be part of the diff" },
    });
    const review = await pull.review({ rules });
    expect([review.exitCode, pull.suggestions]).toEqual([1, []]);
    expect(warningsOf(review)).toEqual([
      expect.stringMatching(/Could not deliver the review: .*must be part of the diff.*422/),
    ]);
    expect(pull.summaryComment).not.toContain("suggestion on line");
    const diffs = fencedBlocks(pull.summaryComment, "diff");
    expect(gitApply("Dockerfile", bad, diffs)).toBe(mended);

    const second = await pull.review({ rules });
    expectDelivered(pull, second);
    expect(warningsOf(second)).toEqual([]);
  });

  pullRequestStory("a comment: in the job summary", repository, async (pull) => {
    const message = "Unable to create comment because issue is locked.";
    pull.github.fail({ path: comments, method: "POST", fault: { status: 403, message } });
    const review = await pull.review({ rules });
    expect([review.exitCode, review.outputs.verdict]).toEqual([1, "fail"]);
    expect([pull.summaryComments, pull.suggestions.length]).toEqual([[], 2]);
    expect(warningsOf(review)).toEqual([
      expect.stringMatching(/the summary comment: .*issue is locked.*in the job summary/),
    ]);
    expect(review.summary).toContain("2 new problems");
    expect(gitApply("Dockerfile", bad, fencedBlocks(review.summary, "diff"))).toBe(mended);
  });

  pullRequestStory("both: the verdict is the findings' alone", repository, async (pull) => {
    const fault = { status: 422, message: "Validation Failed" } as const;
    pull.github.fail({ path: reviews, method: "POST", fault });
    pull.github.fail({ path: comments, method: "POST", fault });
    const review = await pull.review({ rules, "fail-on": "never" });
    expect([review.exitCode, review.outputs.verdict]).toEqual([0, "pass"]);
    expect(warningsOf(review)).toHaveLength(2);
    expect(gitApply("Dockerfile", bad, fencedBlocks(review.summary, "diff"))).toBe(mended);
  });

  const many = {
    base: repository.base,
    head: {
      files: Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [
          `app${index + 10}/Dockerfile`,
          index < 11 ? bad : "\0",
        ]),
      ),
    },
  };
  pullRequestStory(
    "findings beyond GitHub's ten hide no message of the run",
    many,
    async (pull) => {
      pull.github.setPermissions({ "pull-requests": "read" });
      const review = await pull.review({ rules });
      expect(review.droppedAnnotations).toEqual([]);
      expect(review.messages).toEqual([
        expect.stringMatching(/^warning: Not reviewed: app21\/Dockerfile is a binary file/),
        expect.stringMatching(/^warning: .*lacks `pull-requests: write`/),
        "error: The change introduces 11 errors in Dockerfiles (the input `fail-on` is error).",
      ]);
      const titles = review.annotations.map(({ title }) => title);
      expect(titles).toContain("Dockerfile review: 3 more errors");
      expect(titles).toContain("Dockerfile review: 5 more warnings");
      expect(fencedBlocks(review.summary, "diff")).toHaveLength(11);
    },
  );
});

describe("faults that stay", () => {
  pullRequestStory(
    "while reading fail the run, whatever `fail-on` says",
    repository,
    async (pull) => {
      pull.github.fail({ path: files, fault: { status: 404, message: "Not Found" } });
      const missing = await pull.review({ "fail-on": "never" });
      expect([missing.exitCode, missing.writes, missing.outputs]).toEqual([1, [], {}]);
      expect(missing.messages).toEqual([
        expect.stringMatching(
          /knows nothing of the pull request's changed files.*pull-requests: read/,
        ),
      ]);

      pull.github.fail({ path: files, fault: { secondaryLimit: 429, retryAfter: 3600 } });
      const limited = await pull.review({ "fail-on": "never" });
      expect([limited.exitCode, limited.writes, limited.outputs]).toEqual([1, [], {}]);
      expect(limited.messages).toEqual([
        expect.stringMatching(/^warning: .*ends in 3600 seconds\. Giving up/),
        expect.stringMatching(
          /^error: Reading the pull request's changed files failed.*Run the job again/,
        ),
      ]);
    },
  );
});

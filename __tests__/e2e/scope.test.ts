import { describe, expect } from "@jest/globals";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command, add-instead-of-copy";
const old =
  "FROM alpine:3.22\nMAINTAINER me\nLABEL a=1\nADD a /a\nLABEL b=2\nLABEL c=3\nLABEL d=4\nLABEL e=5\n";
const repository = {
  base: { Dockerfile: old, "other/Dockerfile": old },
  // Touches an old problem, brings a new one, and leaves one alone.
  head: { files: { Dockerfile: `${old.replace("ADD a /a", "ADD a /b")}CMD /app --serve\n` } },
};

describe("the scope", () => {
  pullRequestStory("is what the change introduces", repository, async (pull) => {
    const review = await pull.review({ rules, "fail-on": "warning" });
    expect(review.results).toMatchObject({
      introduced: "1",
      existing: "2",
      errors: "0",
      warnings: "1",
    });
    expect(review.annotations).toMatchObject([{ line: 9 }, { file: null }]);
    expect(review.summary).toContain("### Dockerfile review: 1 new problem, 2 already there\n");
  });

  pullRequestStory("can be the changed lines", repository, async (pull) => {
    const review = await pull.review({ rules, scope: "changed-lines", "fail-on": "warning" });
    expect(review.results).toMatchObject({
      introduced: "1",
      existing: "2",
      errors: "0",
      warnings: "2",
    });
    expect(review.annotations).toMatchObject([{ line: 4 }, { line: 9 }, { file: null }]);
    expect(review.messages).toEqual([
      "error: The changed lines of Dockerfiles have 2 warnings (the input `fail-on` is warning).",
    ]);
    expect(pull.summaryComment).toMatch(
      /^### Dockerfile review: 2 problems on changed lines, 1 elsewhere\n/,
    );
    expect(pull.summaryComment).toContain("1 problem on other lines");
    expect(pull.suggestions.map(({ anchor }) => anchor.line)).toEqual([4, 9]);
  });

  pullRequestStory("can be all of a changed Dockerfile", repository, async (pull) => {
    const review = await pull.review({ rules, scope: "all" });
    expect(review.exitCode).toBe(1);
    expect(review.results).toMatchObject({
      introduced: "1",
      existing: "2",
      errors: "1",
      warnings: "2",
    });
    expect(review.annotations).toMatchObject([{ line: 2 }, { line: 4 }, { line: 9 }, {}]);
    expect(review.messages).toEqual([
      "error: The changed Dockerfiles have 1 error (the input `fail-on` is error).",
    ]);
    expect(pull.summaryComment).toMatch(/^### Dockerfile review: 3 problems, 1 of them new\n/);
    expect(pull.summaryComment).not.toContain("other/Dockerfile");
  });
});

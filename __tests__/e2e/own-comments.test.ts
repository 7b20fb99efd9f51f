import { describe, expect } from "@jest/globals";
import { ACTIONS_BOT } from "../support/fake-github/index.ts";
import type { PullRequest } from "./support/pull-request.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nLABEL a=1\nCMD /app --serve\n";
const repository = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad } } };

/** Two pushes: the second finds what the first wrote, and tidies up. */
async function reviewTwice(pull: PullRequest): Promise<void> {
  const first = await pull.review({ rules });
  expect(first.writes).toEqual(["POST pulls/7/reviews", "POST issues/7/comments"]);
  const ids = pull.summaryComments.map(({ id }) => id);
  const again = await pull.review({ rules });
  expect(again.writes).toEqual([]);

  pull.push({ files: { Dockerfile: "FROM alpine:3.22\n" } });
  const last = await pull.review({ rules });
  expect([last.exitCode, pull.suggestions]).toEqual([0, []]);
  expect(pull.summaryComments.map(({ id }) => id)).toEqual(ids);
  expect(pull.summaryComment).toMatch(/^### Dockerfile review: no problems\n/);
}

describe("own comments are found again", () => {
  pullRequestStory("behind more than a page of others", repository, async (pull) => {
    for (let number = 1; number <= 120; number++) pull.github.addIssueComment(`No. ${number}`);
    await reviewTwice(pull);
  });

  const app = { login: "image-helper[bot]", id: 77_001, type: "Bot" } as const;
  pullRequestStory("with the token of an app", repository, reviewTwice, { tokenAccount: app });

  const person = { login: "builder", id: 77_002, type: "User" } as const;
  pullRequestStory("with the token of a person", repository, reviewTwice, {
    tokenAccount: person,
  });

  pullRequestStory(
    "and those of another token are left alone",
    repository,
    async (pull) => {
      await pull.review({ rules });
      const [body] = pull.summaryComments.map((comment) => comment.body);
      const other = pull.github.addIssueComment(body ?? "", ACTIONS_BOT);
      pull.push({ files: { Dockerfile: "FROM alpine:3.22\n" } });
      await pull.review({ rules });
      expect(other.body).toBe(body);
      expect(pull.summaryComment).toMatch(/^### Dockerfile review: no problems\n/);
    },
    { tokenAccount: app },
  );

  pullRequestStory("also when somebody deleted some of them", repository, async (pull) => {
    await pull.review({ rules });
    const { issueComments, reviewComments } = pull.github.state;
    issueComments.splice(0);
    reviewComments.splice(0, 1);
    const second = await pull.review({ rules });
    expect(second.writes).toEqual(["POST pulls/7/reviews", "POST issues/7/comments"]);
    expect(pull.suggestions.map(({ anchor }) => anchor.line).sort()).toEqual([2, 4]);
    expect(pull.summaryComments).toHaveLength(1);
  });
});

describe("the number of review comments", () => {
  pullRequestStory("is limited over all pushes together", repository, async (pull) => {
    const first = await pull.review({ rules, "max-comments": "1" });
    // The error's comes first.
    expect(pull.suggestions.map(({ anchor }) => anchor.line)).toEqual([2]);
    expect(first.outputs.introduced).toBe("2");
    const second = await pull.review({ rules, "max-comments": "1" });
    expect(second.writes).toEqual([]);

    pull.push({ files: { Dockerfile: bad.replace("MAINTAINER me\n", "") } });
    const third = await pull.review({ rules, "max-comments": "1" });
    expect(third.exitCode).toBe(0);
    expect(pull.suggestions.map(({ anchor }) => anchor.line)).toEqual([3]);
  });

  pullRequestStory("can be none", repository, async (pull) => {
    const review = await pull.review({ rules, "max-comments": "0" });
    expect(review.writes).toEqual(["POST issues/7/comments"]);
    expect(pull.summaryComment).toContain("2 verified fixes as one diff");
  });
});

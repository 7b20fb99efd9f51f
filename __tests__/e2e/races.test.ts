import { describe, expect } from "@jest/globals";
import { ACTIONS_BOT } from "../support/fake-github/index.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nCMD /app --serve\n";
const repository = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad } } };
const marker = "<!-- dockerfile-review:summary -->";
const conversation = "/issues/7/comments";

describe("two runs that race", () => {
  pullRequestStory("leave one comment, when this one is slower", repository, async (pull) => {
    let isFirst = true;
    pull.github.onRequest(({ method, path }) => {
      if (!isFirst || method !== "GET" || !path.endsWith(conversation)) return;
      isFirst = false;
      pull.github.addIssueComment(`The other run's.\n\n${marker}\n`, ACTIONS_BOT);
    });
    const review = await pull.review({ rules });
    expect(review.messages).toHaveLength(1);
    expect(review.writes.slice(1)).toEqual([
      "POST issues/7/comments",
      expect.stringMatching(/^DELETE issues\/comments\/\d+$/),
      expect.stringMatching(/^PATCH issues\/comments\/\d+$/),
    ]);
    expect(pull.summaryComment).toMatch(/^### Dockerfile review: 2 new problems\n/);
  });

  pullRequestStory("leave one comment, when this one is faster", repository, async (pull) => {
    let other = 0;
    pull.github.onRequest(({ method, path }) => {
      if (other !== 0 || method !== "POST" || !path.endsWith(conversation)) return;
      other = pull.github.addIssueComment(`The other run's.\n\n${marker}\n`, ACTIONS_BOT).id;
    });
    const review = await pull.review({ rules });
    // The other one sees that it is the younger, and takes itself away.
    expect(review.writes.slice(1)).toEqual(["POST issues/7/comments"]);
    expect(pull.summaryComments.map(({ id }) => id)[1]).toBe(other);
  });

  pullRequestStory("at the same time leave one comment", repository, async (pull) => {
    const inputs = { rules, suggestions: "false" };
    await Promise.all([pull.review(inputs), pull.review(inputs)]);
    expect(pull.summaryComment).toMatch(/^### Dockerfile review: 2 new problems\n/);
  });
});

describe("a summary comment that somebody deletes while the run reads it", () => {
  pullRequestStory("is posted anew", repository, async (pull) => {
    await pull.review({ rules });
    const [first] = pull.summaryComments;
    pull.push({ files: { Dockerfile: `# New.\n${bad}` } });
    let isFirst = true;
    pull.github.onRequest(({ method, path }) => {
      if (!isFirst || method !== "GET" || !path.endsWith(conversation)) return;
      isFirst = false;
      pull.github.state.issueComments.splice(0);
    });
    const review = await pull.review({ rules });
    expect(review.messages).toHaveLength(1);
    expect(pull.summaryComments.map(({ id }) => id)).not.toEqual([first?.id]);
    expect(pull.summaryComment).toContain("#L3)");
  });

  const clean = { files: { Dockerfile: "FROM alpine:3.22\n" } };
  pullRequestStory("is not posted anew when there is nothing to tell", repository, async (pull) => {
    await pull.review({ rules });
    pull.push(clean);
    let isFirst = true;
    pull.github.onRequest(({ method, path }) => {
      if (!isFirst || method !== "GET" || !path.endsWith(conversation)) return;
      isFirst = false;
      pull.github.state.issueComments.splice(0);
    });
    const review = await pull.review({ rules });
    expect([review.exitCode, review.messages, pull.summaryComments]).toEqual([0, [], []]);
  });
});

describe("a head that moves during the run", () => {
  const places = [
    ["before the files are listed", /\/pulls\/7$/],
    ["after the files are listed", /\/pulls\/7\/files$/],
    ["while the comments are read", /\/pulls\/7\/comments$/],
  ] as const;
  for (const [when, path] of places) {
    pullRequestStory(`${when} leaves the comments to its own run`, repository, async (pull) => {
      const { headSha } = pull.fixture;
      let hasMoved = false;
      pull.github.onRequest((request) => {
        if (hasMoved || !path.test(request.path)) return;
        hasMoved = true;
        pull.push({ files: { Dockerfile: `# Moved.\n${bad}` } });
      });
      const review = await pull.review({ rules });
      expect([review.exitCode, review.outputs.introduced, review.writes]).toEqual([1, "2", []]);
      expect(review.plainLines).toContain(
        `The pull request has newer commits than ${headSha.slice(0, 7)}: its comments are left to their run.`,
      );
      expect(review.summary).toContain("2 new problems");

      const next = await pull.review({ rules });
      expect(next.writes).toEqual(["POST pulls/7/reviews", "POST issues/7/comments"]);
      expect(pull.suggestions.map(({ anchor }) => anchor.line)).toEqual([3, 4]);
    });
  }
});

describe("the summary comment", () => {
  pullRequestStory("is not edited only to drop what was settled", repository, async (pull) => {
    await pull.review({ rules });
    pull.push({ files: { Dockerfile: "FROM alpine:3.22\nCMD /app --serve\n" } });
    await pull.review({ rules });
    expect(pull.summaryComment).toContain("Settled since the last review</b>: 1 problem");
    const again = await pull.review({ rules });
    pull.push({ files: { "README.md": "y\n" } });
    const other = await pull.review({ rules });
    expect([again.writes, other.writes]).toEqual([[], []]);

    pull.push({ files: { Dockerfile: "FROM alpine:3.22\n# x\nCMD /app --serve\n" } });
    await pull.review({ rules });
    expect(pull.summaryComment).not.toContain("Settled since");
  });
});

import { describe, expect } from "@jest/globals";
import type { PullRequest } from "./support/pull-request.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nLABEL a=1\nCMD /app --serve\n";
const repository = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad } } };

/** The answers in the threads, each as author and text. */
function answersOf({ github }: PullRequest): string[] {
  return github.state.reviewComments
    .filter(({ inReplyTo }) => inReplyTo !== null)
    .map(({ author, body }) => `${author.login}: ${body.split("\n")[0] ?? ""}`);
}

/** A review whose first suggestion somebody answers. */
async function reviewAndAnswer(pull: PullRequest) {
  await pull.review({ rules });
  const thread = pull.suggestionAt("Dockerfile", 2);
  pull.github.addReply(thread.id, "Is that so?");
  return thread;
}

describe("a thread that somebody answered", () => {
  pullRequestStory("is told once that its problem is fixed", repository, async (pull) => {
    const thread = await reviewAndAnswer(pull);
    pull.push({ files: { Dockerfile: bad.replace("MAINTAINER me\n", "") } });
    const fixedIn = pull.fixture.headSha;
    const second = await pull.review({ rules });
    const answers = ["grace: Is that so?", `github-actions[bot]: Fixed in ${fixedIn}.`];
    expect(answersOf(pull)).toEqual(answers);
    expect(second.messages).toEqual([]);
    // The token may not resolve threads, and nothing is said of that.
    expect(pull.github.state.resolvedThreads.size).toBe(0);

    pull.push({ files: { "README.md": "y\n" } });
    const third = await pull.review({ rules });
    expect([third.writes, answersOf(pull)]).toEqual([[], answers]);
    expect(pull.suggestions.map(({ id }) => id)).toContain(thread.id);
  });

  pullRequestStory(
    "is resolved where the token may",
    repository,
    async (pull) => {
      const thread = await reviewAndAnswer(pull);
      pull.push({ files: { Dockerfile: "FROM alpine:3.22\n" } });
      await pull.review({ rules });
      expect([...pull.github.state.resolvedThreads]).toEqual([thread.id]);
      // The other one, which nobody answered, is gone.
      expect(pull.suggestions.map(({ id }) => id)).toEqual([thread.id]);
    },
    { permissions: { contents: "write" } },
  );

  pullRequestStory("is told when a comment silences its problem", repository, async (pull) => {
    await reviewAndAnswer(pull);
    const ignored = "# dockerfile-review ignore=deprecated-maintainer: we are old\nMAINTAINER me";
    pull.push({ files: { Dockerfile: bad.replace("MAINTAINER me", ignored) } });
    await pull.review({ rules });
    expect(answersOf(pull)[1]).toBe(`github-actions[bot]: Suppressed in ${pull.fixture.headSha}.`);
  });

  pullRequestStory("that somebody deletes meanwhile is no problem", repository, async (pull) => {
    const thread = await reviewAndAnswer(pull);
    pull.push({ files: { Dockerfile: "FROM alpine:3.22\n" } });
    pull.github.onRequest(({ method, path }) => {
      if (method !== "GET" || !path.endsWith("/pulls/7/comments")) return;
      const { reviewComments } = pull.github.state;
      const left = reviewComments.filter(
        ({ id, inReplyTo }) => ![id, inReplyTo].includes(thread.id),
      );
      reviewComments.splice(0, reviewComments.length, ...left);
    });
    const second = await pull.review({ rules });
    expect([second.exitCode, second.messages, pull.suggestions]).toEqual([0, [], []]);
  });
});

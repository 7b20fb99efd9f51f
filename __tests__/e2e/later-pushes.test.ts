import { describe, expect } from "@jest/globals";
import type { PullRequest } from "./support/pull-request.ts";
import { pullRequestStory, tellOnEveryNode } from "./support/story.ts";

tellOnEveryNode();

const rules = "latest-base-image, deprecated-maintainer, shell-form-command, add-instead-of-copy";
const clean = 'FROM alpine:3.22\nCOPY app /app\nCMD ["/app"]\n';
const bad =
  "FROM alpine:3.22\nMAINTAINER me\nLABEL a=1\nLABEL b=2\nADD app /app\nLABEL c=3\nLABEL d=4\nCMD /app --serve\n";
const repository = {
  base: { Dockerfile: clean, "README.md": "x\n" },
  head: { files: { Dockerfile: bad } },
};

/** What stands on the pull request, without what a run may not change. */
function standing(pull: PullRequest) {
  const { reviews, reviewComments, issueComments } = pull.github.state;
  return {
    reviews: reviews.map(({ id }) => id),
    reviewComments: reviewComments.map(({ id, body }) => ({ id, body })),
    issueComments: issueComments.map(({ id }) => id),
  };
}

describe("a later push", () => {
  pullRequestStory("that mends everything turns the comment green", repository, async (pull) => {
    const first = await pull.review({ rules });
    expect([first.exitCode, pull.suggestions.length]).toEqual([1, 3]);
    const [comment] = pull.summaryComments;
    const answered = pull.suggestionAt("Dockerfile", 5);
    const answer = pull.github.addReply(answered.id, "ADD unpacks it, does it not?");

    pull.push({ files: { Dockerfile: clean, "README.md": "y\n" } });
    const second = await pull.review({ rules, "fail-on": "info" });
    expect(second.exitCode).toBe(0);
    expect(second.outputs).toMatchObject({ verdict: "pass", introduced: "0", files: "0" });
    expect(second.annotations).toEqual([]);
    expect(pull.summaryComments.map(({ id }) => id)).toEqual([comment?.id]);
    expect(pull.summaryComment).toMatch(/^### Dockerfile review: no Dockerfile changed\n/);
    expect(pull.summaryComment).toContain("Settled since the last review</b>: 3 problems");
    expect(pull.github.state.reviewComments).toMatchObject([
      { id: answered.id },
      { id: answer.id },
      {
        inReplyTo: answered.id,
        body: expect.stringMatching(`^Fixed in ${pull.fixture.headSha}\\.`),
      },
    ]);
    // An answer is a review of its own to GitHub.
    expect(pull.github.state.reviews.filter(({ body }) => body !== "")).toHaveLength(1);
  });

  pullRequestStory("that mends a part leaves the rest as it is", repository, async (pull) => {
    await pull.review({ rules });
    const before = standing(pull);
    const kept = pull.suggestionAt("Dockerfile", 8);
    pull.push({
      files: { Dockerfile: bad.replace("MAINTAINER me\n", "").replace("ADD app", "COPY app") },
    });
    const second = await pull.review({ rules });
    expect([second.exitCode, second.outputs.introduced, second.outputs.verdict]).toEqual([
      0,
      "1",
      "pass",
    ]);
    const after = standing(pull);
    expect(after.reviews).toEqual(before.reviews);
    expect(after.issueComments).toEqual(before.issueComments);
    expect(pull.suggestions.map(({ id }) => id)).toEqual([kept.id]);
    expect(pull.summaryComment).toMatch(/^### Dockerfile review: 1 new problem\n/);
    expect(pull.summaryComment).toContain("Settled since the last review</b>: 2 problems");
    expect(pull.summaryComment).toContain("suggestion on line 7");

    pull.push({ files: { Dockerfile: bad.replace("CMD /app", "CMD /app -v") } });
    const third = await pull.review({ rules });
    expect([third.exitCode, third.outputs.introduced]).toEqual([1, "3"]);
    expect(pull.github.state.reviews).toHaveLength(2);
    expect(pull.suggestions.map(({ anchor }) => anchor.line).sort()).toEqual([2, 5, 8]);
  });

  pullRequestStory("that changes nothing of it posts nothing twice", repository, async (pull) => {
    await pull.review({ rules });
    const before = standing(pull);
    const [comment] = pull.summaryComments;
    const { body, updatedAt } = comment ?? { body: "", updatedAt: "" };

    const again = await pull.review({ rules });
    expect([again.exitCode, again.writes]).toEqual([1, []]);

    pull.push({ files: { "README.md": "y\n", "app/main.c": "int main() { return 0; }\n" } });
    const other = await pull.review({ rules });
    expect([other.exitCode, other.writes]).toEqual([1, []]);
    expect(other.annotations.filter(({ file }) => file !== null)).toHaveLength(3);

    pull.fixture.commit("main", { files: { "docs/later.md": "z\n" } });
    pull.fixture.rebase();
    const rebased = await pull.review({ rules });
    expect([rebased.exitCode, rebased.writes]).toEqual([1, []]);

    pull.fixture.forcePush({ files: { Dockerfile: bad }, message: "One commit instead of two" });
    const forced = await pull.review({ rules });
    expect([forced.exitCode, forced.writes]).toEqual([1, []]);
    expect(standing(pull)).toEqual(before);
    expect(pull.summaryComment).toBe(body);
    expect(pull.summaryComments[0]?.updatedAt).toBe(updatedAt);
  });

  pullRequestStory("that moves the lines repeats nothing", repository, async (pull) => {
    await pull.review({ rules });
    const before = standing(pull);
    pull.push({ files: { Dockerfile: `# The service.\n#\n# It serves.\n${bad}` } });
    const moved = await pull.review({ rules });
    expect([moved.exitCode, moved.outputs.introduced]).toEqual([1, "3"]);
    expect(moved.writes).toEqual([expect.stringMatching(/^PATCH issues\/comments\/\d+$/)]);
    expect(standing(pull)).toEqual(before);
    expect(pull.summaryComment).toContain("#L5)");
  });
});

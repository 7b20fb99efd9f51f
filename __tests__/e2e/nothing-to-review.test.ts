import { describe, expect } from "@jest/globals";
import type { PullRequest, Review } from "./support/pull-request.ts";
import { pullRequestStory, tellOnEveryNode } from "./support/story.ts";

tellOnEveryNode();

const rules = "deprecated-maintainer, shell-form-command, add-instead-of-copy";

/** The lines that people read in the log. */
function linesOf(review: Review): string[] {
  return review.plainLines.filter((line) => line !== "");
}

/** Templates of the requests in order, GraphQL by its path. */
function askedFor(review: Review): string[] {
  return review.requests.map(
    ({ method, template }) =>
      `${method} ${template?.replace("/repos/{owner}/{repo}/", "") ?? "graphql"}`,
  );
}

const without = { base: { "README.md": "x\n" }, head: { files: { "src/main.ts": "y\n" } } };

describe("a pull request without Dockerfiles", () => {
  pullRequestStory("passes at once, without a comment", without, async (pull) => {
    const review = await pull.review();
    expect(review.exitCode).toBe(0);
    expect(linesOf(review)).toEqual(["No Dockerfile changed: nothing to review."]);
    expect(review.annotations).toEqual([]);
    expect(review.results).toEqual({
      verdict: "pass",
      introduced: "0",
      fixed: "0",
      existing: "0",
      errors: "0",
      warnings: "0",
      infos: "0",
      files: "0",
      score: "",
    });
    expect(review.summary).toContain("### Dockerfile review: no Dockerfile changed\n");
    // An earlier push may have had Dockerfiles, and comments that have to go.
    const asked = askedFor(review);
    // Of the settings file and the list of files either may come first.
    expect(asked.splice(2, 2).sort()).toEqual(["GET pulls/{pull_number}/files", "POST graphql"]);
    expect(asked).toEqual([
      "GET pulls/{pull_number}",
      "GET compare/{basehead}",
      "POST check-runs",
      "GET pulls/{pull_number}/comments",
      "GET issues/{issue_number}/comments",
    ]);
    expect(pull.summaryComments).toEqual([]);

    const off = { comment: "false", suggestions: "false", "check-run": "false" };
    const silent = await pull.review(off);
    expect([silent.exitCode, silent.requests.length]).toEqual([0, 4]);
  });

  const bad = "FROM alpine:3.22\nMAINTAINER me\n";
  const withOne = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad } } };
  pullRequestStory("that had one turns its comment green", withOne, async (pull) => {
    expect((await pull.review({ rules })).exitCode).toBe(1);
    const [comment] = pull.summaryComments;
    pull.push({ files: { Dockerfile: null, "README.md": "y\n" } });
    const review = await pull.review({ rules });
    expect([review.exitCode, linesOf(review)]).toEqual([
      0,
      ["No Dockerfile changed: nothing to review."],
    ]);
    expect(pull.summaryComments.map(({ id }) => id)).toEqual([comment?.id]);
    expect(pull.summaryComment).toMatch(/^### Dockerfile review: no Dockerfile changed\n/);
    expect(pull.summaryComment).not.toContain("🔴");
    expect(pull.suggestions).toEqual([]);

    const again = await pull.review({ rules });
    const quiet = await pull.review({ rules });
    expect([again.exitCode, quiet.exitCode, quiet.writes]).toEqual([0, 0, []]);
  });

  const templates = {
    base: { "README.md": "x\n" },
    head: {
      files: {
        "Dockerfile.j2": "FROM {{ image }}\nMAINTAINER me\n",
        "docs/Dockerfile.md": "# MAINTAINER\n",
        "node_modules/x/Dockerfile": bad,
      },
    },
  };
  pullRequestStory("but with what only looks like one says so", templates, async (pull) => {
    const review = await pull.review({ rules });
    expect(review.exitCode).toBe(0);
    expect(linesOf(review)).toEqual([
      "Dockerfile.j2 is a template, so it was not reviewed.",
      "No Dockerfile changed: nothing to review.",
    ]);
    expect(review.writes).toEqual([]);

    const chosen = await pull.review({
      rules,
      paths: "**/*.j2, node_modules/**",
      comment: "false",
    });
    expect([chosen.exitCode, chosen.outputs.files]).toEqual([1, "1"]);
  });
});

const oldBad =
  "FROM alpine:3.22\nMAINTAINER me\nADD a /a\nLABEL a=1\nLABEL b=2\nLABEL c=3\nCMD /app --serve\n";
const existing = {
  base: { Dockerfile: oldBad, "other/Dockerfile": oldBad },
  head: { files: { Dockerfile: oldBad.replace("b=2", "b=3") } },
};

async function reviewQuietly(pull: PullRequest): Promise<void> {
  const review = await pull.review({ rules, "fail-on": "info" });
  expect([review.exitCode, review.annotations, review.messages]).toEqual([0, [], []]);
  expect(review.outputs).toMatchObject({
    verdict: "pass",
    introduced: "0",
    fixed: "0",
    existing: "3",
    files: "1",
  });
  expect(linesOf(review)).toEqual([
    "Reviewed 1 Dockerfile. New: no problems. Fixed: 0. Already there: 3.",
  ]);
  expect(review.summary).toContain("### Dockerfile review: no new problems, 3 already there\n");
  expect(review.summary).toContain("3 problems that were already there");
  expect(review.summary).not.toContain("other/Dockerfile");
  expect(review.writes).toEqual([]);
}

describe("problems of the base branch", () => {
  pullRequestStory("are counted, and neither annotated nor failed", existing, reviewQuietly);

  const moved = {
    base: existing.base,
    head: {
      renames: { Dockerfile: "app/Dockerfile" },
      files: { "app/Dockerfile": `# Moved.\n${oldBad}` },
    },
  };
  pullRequestStory("stay old ones in a file that is moved", moved, reviewQuietly);

  const renamed = { base: existing.base, head: { renames: { Dockerfile: "app/Dockerfile" } } };
  pullRequestStory("stay old ones in a file that is only moved", renamed, reviewQuietly);

  const behind = {
    base: { Dockerfile: oldBad },
    head: { files: { Dockerfile: `# x\n${oldBad}` } },
  };
  pullRequestStory("are those of the merge base, not of the branch's tip", behind, async (pull) => {
    // The base branch mends everything after the pull request was begun.
    pull.fixture.commit("main", { files: { Dockerfile: "FROM alpine:3.22\n" } });
    await reviewQuietly(pull);
  });
});

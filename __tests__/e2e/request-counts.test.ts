import { describe, expect } from "@jest/globals";
import { fencedBlocks } from "./support/markdown.ts";
import type { Review } from "./support/pull-request.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const good = 'FROM alpine:3.22\nCOPY app /app\nCMD ["/app"]\n';
const bad = "FROM alpine:3.22\nCOPY app /app\nMAINTAINER me\nCMD /app --serve\n";

/** The requests in order, without the repository's part; GraphQL by what it is. */
function askedFor({ requests }: Review): string[] {
  return requests.map(({ method, path, template }) =>
    path === "/graphql"
      ? "GraphQL"
      : `${method} ${template?.replace("/repos/{owner}/{repo}/", "") ?? path}`,
  );
}

/** Many files by number. */
function filesOf(count: number, of: (number: number) => [path: string, text: string]) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => of(index + 1)));
}

describe("requests", () => {
  const one = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad, app: "x\n" } } };
  pullRequestStory("for one new Dockerfile are few", one, async (pull) => {
    const first = await pull.review({ rules });
    const asked = askedFor(first);
    // Of the settings file and the list of files either may come first.
    expect(asked.splice(2, 2).sort()).toEqual(["GET pulls/{pull_number}/files", "GraphQL"]);
    expect(asked).toEqual([
      "GET pulls/{pull_number}",
      "GET compare/{basehead}",
      "GraphQL",
      "POST check-runs",
      "GET pulls/{pull_number}/comments",
      "GET pulls/{pull_number}",
      "POST pulls/{pull_number}/reviews",
      "GET issues/{issue_number}/comments",
      "POST issues/{issue_number}/comments",
      "GET issues/{issue_number}/comments",
    ]);
    const second = await pull.review({ rules });
    // Whether the comments are its own has to be asked once.
    expect([second.reads.length, second.writes]).toEqual([8, []]);
  });

  const changed = { base: { Dockerfile: good, app: "x\n" }, head: { files: { Dockerfile: bad } } };
  pullRequestStory("for one changed Dockerfile are one more", changed, async (pull) => {
    const review = await pull.review({ rules });
    expect([review.exitCode, review.reads.length, review.writes.length]).toEqual([1, 10, 2]);
  });

  const large = {
    base: filesOf(200, (number) => [`service${number}/deploy/Dockerfile`, good]),
    head: {
      files: {
        ...filesOf(200, (number) => [`service${number}/deploy/Dockerfile`, bad]),
        ...filesOf(2800, (number) => [
          `service${number % 200}/src/file${number}.ts`,
          `${number}\n`,
        ]),
      },
    },
  };
  pullRequestStory("for 200 Dockerfiles among 3,000 files are at most 45", large, async (pull) => {
    const review = await pull.review({ rules });
    expect(review.outputs).toMatchObject({ files: "200", introduced: "400", errors: "200" });
    expect(review.reads.length).toBeLessThanOrEqual(45);
    expect(askedFor(review).filter((name) => name.endsWith("/files"))).toHaveLength(30);
    expect(review.writes).toEqual(["POST pulls/7/reviews", "POST issues/7/comments"]);
    expect(pull.suggestions).toHaveLength(20);
    expect(review.messages).toHaveLength(1);
    expect(review.droppedAnnotations).toEqual([]);
    expect(pull.summaryComment).toMatch(/^### Dockerfile review: 400 new problems\n/);
    expect(pull.summaryComment).toMatch(/\*\*Left out for length:\*\* .*\[the job summary\]\(/);
    expect(review.summary.match(/^\| \[/gm)).toHaveLength(200);
    expect(review.summary).not.toContain("Left out for length");
  });
});

const beyond = {
  base: { "README.md": "x\n" },
  head: {
    files: {
      ...filesOf(12, (number) => [`a${number + 10}/Dockerfile`, good]),
      "z/Dockerfile": bad,
    },
  },
};

describe("a change that is too large to be listed", () => {
  pullRequestStory(
    "is reviewed wholly, with diffs where GitHub shows none",
    beyond,
    async (pull) => {
      const review = await pull.review({ rules });
      expect([review.exitCode, review.outputs.files]).toEqual([1, "13"]);
      expect(review.annotations).toMatchObject([
        { file: "z/Dockerfile" },
        { file: "z/Dockerfile" },
        {},
      ]);
      expect(pull.suggestions).toEqual([]);
      expect(fencedBlocks(pull.summaryComment, "diff")).toHaveLength(1);
      expect(askedFor(review).filter((name) => name.includes("git/trees"))).toHaveLength(2);
    },
    { limits: { pullRequestFiles: 12 } },
  );

  pullRequestStory(
    "says what was not read where even the trees are too large",
    beyond,
    async (pull) => {
      const review = await pull.review({ rules });
      expect(review.exitCode).toBe(0);
      expect(review.messages).toEqual([
        expect.stringMatching(/^warning: GitHub lists only 12 .* were not reviewed\.$/),
      ]);
      expect(review.summary).toContain("Dockerfiles beyond them were not reviewed.");
    },
    { limits: { pullRequestFiles: 12, treeEntries: 3 } },
  );
});

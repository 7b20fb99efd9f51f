import { describe, expect } from "@jest/globals";
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
    expect(askedFor(first)).toEqual([
      "GET compare/{basehead}",
      "GET pulls/{pull_number}/files",
      "GraphQL",
      "GET pulls/{pull_number}/comments",
      "POST pulls/{pull_number}/reviews",
      "GET issues/{issue_number}/comments",
      "POST issues/{issue_number}/comments",
    ]);
    const second = await pull.review({ rules });
    // Whether the comments are its own has to be asked once.
    expect([second.reads.length, second.writes]).toEqual([6, []]);
  });

  const changed = { base: { Dockerfile: good, app: "x\n" }, head: { files: { Dockerfile: bad } } };
  pullRequestStory("for one changed Dockerfile are one more", changed, async (pull) => {
    const review = await pull.review({ rules });
    expect([review.exitCode, review.reads.length, review.writes.length]).toEqual([1, 6, 2]);
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
    "is reviewed as far as it is, and says so",
    beyond,
    async (pull) => {
      const review = await pull.review({ rules });
      expect([review.exitCode, review.outputs.files]).toEqual([0, "12"]);
      expect(review.messages).toEqual([
        "warning: GitHub lists only 12 of 13 changed files of a change this large. Dockerfiles beyond them were not reviewed.",
      ]);
      expect(review.summary).toContain("Dockerfiles beyond them were not reviewed.");
    },
    { limits: { pullRequestFiles: 12 } },
  );
});

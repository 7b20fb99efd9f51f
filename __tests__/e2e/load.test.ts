import { describe, expect } from "@jest/globals";
import { fencedBlocks, gitApply } from "./support/markdown.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nCMD /app --serve\n";
const base = { "README.md": "x\n" };
const paths = Array.from({ length: 500 }, (_, index) => `team${index % 25}/app${index}/Dockerfile`);
const many = { base, head: { files: Object.fromEntries(paths.map((path) => [path, bad])) } };
const one = { base, head: { files: { Dockerfile: bad } } };
const comments = /\/issues\/7\/comments$/;

describe("500 Dockerfiles in one pull request", () => {
  pullRequestStory(
    "are all reviewed, within every limit",
    many,
    async (pull) => {
      const review = await pull.review({ rules });
      expect(review.outputs).toMatchObject({ files: "500", introduced: "1000", errors: "500" });
      expect(review.requests.length).toBeLessThanOrEqual(60);
      expect(pull.suggestions).toHaveLength(20);
      expect(pull.summaryComment.length).toBeLessThanOrEqual(65_536);
      expect(pull.summaryComment).toMatch(/\*\*Left out for length:\*\* .*\[the job summary\]\(/);
      expect(Buffer.byteLength(review.summary)).toBeLessThanOrEqual(1024 * 1024);
      const [check] = pull.github.state.checkRuns;
      expect(check?.summary?.length).toBeLessThanOrEqual(65_535);
      // 200 of each severity, the last of which says how many more there are.
      expect(check?.annotations).toHaveLength(400);
      expect(check?.annotations[199]?.title).toBe("Dockerfile review: 301 more errors");
      const report = JSON.parse(review.written["report-path"] ?? "") as { files: unknown[] };
      expect(report.files).toHaveLength(500);
      expect(review.written["summary-path"]?.trimEnd()).toBe(review.summary.trimEnd());

      const again = await pull.review({ rules, "check-run": "false" });
      expect(again.writes).toEqual([]);
    },
    { permissions: { checks: "write" } },
  );
});

describe("an outage of everything that writes", () => {
  pullRequestStory("leaves all of it in the job summary, with the reasons", one, async (pull) => {
    const refusal = { fault: { status: 422, message: "Validation Failed" }, times: 9 } as const;
    pull.github.fail({ method: "POST", path: /\/reviews$/, ...refusal });
    pull.github.fail({
      method: "POST",
      path: comments,
      fault: { secondaryLimit: 403, retryAfter: 3600 },
    });
    const review = await pull.review({ rules });
    expect([review.exitCode, review.outputs.introduced]).toEqual([1, "2"]);
    expect([pull.suggestions, pull.summaryComments]).toEqual([[], []]);
    expect(review.summary).toMatch(/Could not deliver the review: .*422/);
    expect(review.summary).toMatch(/Could not deliver the summary comment: .*secondary rate limit/);
    const fixed = gitApply("Dockerfile", bad, fencedBlocks(review.summary, "diff"));
    expect(fixed).toContain('CMD ["/app", "--serve"]');
    expect(review.messages).toContainEqual(
      expect.stringMatching(/rate limit is reached.*ends in 3600 seconds\. Giving up/),
    );
    expect(review.annotations.filter(({ file }) => file !== null)).toHaveLength(2);
  });
});

const kinds = {
  base: {
    ...base,
    "mode/Dockerfile": bad,
    "linked/Dockerfile": bad,
    "was-link/Dockerfile": { symlink: "x" },
  },
  head: {
    files: {
      "mode/Dockerfile": { executable: bad },
      "linked/Dockerfile": { symlink: "../mode/Dockerfile" },
      "was-link/Dockerfile": bad,
      "huge/Dockerfile": `${bad}${"#".repeat(1_200_000)}\n`,
    },
  },
};

describe("changes of other kinds", () => {
  pullRequestStory("are told apart", kinds, async (pull) => {
    const review = await pull.review({ rules });
    expect(review.results).toMatchObject({ files: "2", introduced: "2", existing: "2" });
    expect(review.annotations.flatMap(({ file }) => file ?? [])).toEqual([
      "was-link/Dockerfile",
      "was-link/Dockerfile",
    ]);
    expect(review.messages[0]).toMatch(
      /^warning: Not reviewed: huge\/Dockerfile is 1\.1 MiB, .*; linked\/Dockerfile is a symbolic link\. /,
    );
  });
});

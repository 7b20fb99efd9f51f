import { describe, expect } from "@jest/globals";
import { mergeGroupEvent } from "../support/fake-github/index.ts";
import { fencedBlocks } from "./support/markdown.ts";
import type { PullRequest } from "./support/pull-request.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const quiet = { rules, comment: "false", suggestions: "false" };
const bad = "FROM alpine:3.22\nMAINTAINER me\nCMD /app --serve\n";
const one = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad } } };
const allowed = { permissions: { checks: "write" } } as const;

const manyPaths = Array.from({ length: 65 }, (_, index) => `app${index + 10}/Dockerfile`);
const many = {
  base: one.base,
  head: { files: Object.fromEntries(manyPaths.map((path) => [path, bad])) },
};

/** The one check run. */
function checkRunOf({ github }: PullRequest) {
  const [run, ...others] = github.state.checkRuns;
  if (run === undefined || others.length > 0) {
    throw new Error(`there are ${github.state.checkRuns.length} check runs`);
  }
  return run;
}

describe("a token that may make check runs", () => {
  pullRequestStory(
    "annotates there, all in batches of fifty",
    many,
    async (pull) => {
      const review = await pull.review(quiet);
      const run = checkRunOf(pull);
      expect([review.exitCode, run.conclusion, run.headSha]).toEqual([
        1,
        "failure",
        pull.fixture.headSha,
      ]);
      expect([run.name, run.title]).toEqual(["Dockerfile Review", "130 new problems"]);
      expect(run.annotations.map(({ annotation_level: level }) => level)).toEqual([
        ...manyPaths.map(() => "failure"),
        ...manyPaths.map(() => "warning"),
      ]);
      const places = run.annotations.map(({ path, start_line: line }) => `${path}:${line}`);
      expect(new Set(places).size).toBe(130);
      expect(review.writes).toEqual([
        "POST check-runs",
        `PATCH check-runs/${run.id}`,
        `PATCH check-runs/${run.id}`,
      ]);
      expect(run.summary?.length).toBeLessThanOrEqual(65_535);
      expect(run.summary).toMatch(/^### Dockerfile review: 130 new problems\n/);
      expect(review.annotations.map(({ file }) => file)).toEqual([null]);
    },
    allowed,
  );

  pullRequestStory(
    "gives its verdict, and a summary that stands alone",
    one,
    async (pull) => {
      await pull.review({ ...quiet, "fail-on": "never" });
      const run = checkRunOf(pull);
      expect(run.conclusion).toBe("neutral");
      expect(fencedBlocks(run.summary ?? "", "diff")).toHaveLength(1);
      pull.push({ files: { Dockerfile: "FROM alpine:3.22\n" } });
      const clean = await pull.review(quiet);
      expect(pull.github.state.checkRuns[1]).toMatchObject({
        conclusion: "success",
        title: "no problems",
        annotations: [],
        headSha: pull.fixture.headSha,
      });
      expect(clean.exitCode).toBe(0);
    },
    allowed,
  );

  pullRequestStory(
    "reports on a merge group, too",
    one,
    async (pull) => {
      const event = mergeGroupEvent(pull.github);
      const review = await pull.review({ rules }, { event });
      expect(checkRunOf(pull)).toMatchObject({ conclusion: "failure", headSha: event.sha });
      expect(review.writes).toEqual(["POST check-runs"]);
    },
    allowed,
  );

  pullRequestStory(
    "makes nothing twice when answers are lost",
    many,
    async (pull) => {
      const lost = { fault: { status: 502 }, takesEffect: true } as const;
      pull.github.fail({ method: "POST", path: /\/check-runs$/, ...lost });
      pull.github.fail({ method: "PATCH", path: /\/check-runs\/\d+$/, ...lost });
      pull.github.fail({ method: "PATCH", path: /\/check-runs\/\d+$/, fault: { status: 503 } });
      const review = await pull.review(quiet);
      expect(checkRunOf(pull).annotations).toHaveLength(130);
      expect(pull.github.faults.pending).toBe(0);
      expect(review.messages[0]).toMatch(/^warning: Posting annotations of the check run failed/);
    },
    allowed,
  );

  pullRequestStory(
    "makes none, or one without annotations, as the inputs say",
    one,
    async (pull) => {
      const off = await pull.review({ ...quiet, "check-run": "false" });
      expect([off.writes, off.annotations.length]).toEqual([[], 3]);
      const bare = await pull.review({ ...quiet, annotations: "false" });
      expect(checkRunOf(pull).annotations).toEqual([]);
      expect(bare.annotations).toHaveLength(1);
    },
    allowed,
  );
});

describe("a token that may not make check runs", () => {
  pullRequestStory("annotates in the log, without a word", one, async (pull) => {
    const review = await pull.review(quiet);
    expect(review.annotations).toMatchObject([{ line: 2 }, { line: 3 }, { file: null }]);
    expect(review.messages).toHaveLength(1);
    expect(pull.github.state.checkRuns).toEqual([]);
  });

  pullRequestStory("because it is a person's annotates in the log, too", one, async (pull) => {
    pull.github.fail({
      method: "POST",
      path: /\/check-runs$/,
      fault: { status: 403, message: "You must authenticate via a GitHub App." },
    });
    const review = await pull.review(quiet);
    expect([review.annotations.length, review.messages.length]).toEqual([3, 1]);
  });

  pullRequestStory("is told so where one was asked for", one, async (pull) => {
    const review = await pull.review({ ...quiet, "check-run": "true" });
    expect(review.messages).toEqual([
      expect.stringMatching(
        /^warning: Could not deliver the check run: .*lacks `checks: write`.* annotated in the log\.$/,
      ),
      expect.stringMatching(/^error: /),
    ]);
    expect(review.annotations).toMatchObject([{}, { line: 2 }, { line: 3 }, {}]);
    expect(review.summary).toContain("Could not deliver the check run");
  });
});

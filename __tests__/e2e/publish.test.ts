import { describe, expect } from "@jest/globals";
import {
  READ_ONLY_PERMISSIONS,
  REVIEW_PERMISSIONS,
  workflowRunEvent,
} from "../support/fake-github/index.ts";
import { proseOf } from "./support/markdown.ts";
import type { PullRequest, Review } from "./support/pull-request.ts";
import { pullRequestStory } from "./support/story.ts";

const rules = "deprecated-maintainer, shell-form-command";
const bad = "FROM alpine:3.22\nMAINTAINER me\nCMD /app --serve\n";
const repository = { base: { "README.md": "x\n" }, head: { files: { Dockerfile: bad } } };
const fork = { pull: { forkOwner: "mallory" }, permissions: READ_ONLY_PERMISSIONS };

/** The untrusted half: reviews with a token that can only read. Gives the report that it saves. */
async function reviewUntrusted(pull: PullRequest): Promise<string> {
  pull.github.setPermissions(READ_ONLY_PERMISSIONS);
  const review = await pull.review({ rules });
  expect([review.exitCode, pull.suggestions, pull.summaryComments]).toEqual([1, [], []]);
  return review.written["report-path"] ?? "";
}

/** The trusted half: publishes a report with a token that can write. */
function publish(
  pull: PullRequest,
  report: string,
  details: Parameters<typeof workflowRunEvent>[1] = {},
): Promise<Review> {
  pull.github.setPermissions({ ...REVIEW_PERMISSIONS, checks: "write" });
  const event = workflowRunEvent(pull.github, details);
  const workspace = { "report.json": report };
  return pull.review({ rules, report: "report.json" }, { event, workspace });
}

interface SavedReport {
  change: object;
  files: { path: string; findings: Record<string, unknown>[] }[];
}

/** A report with something else in it. */
function altered(report: string, change: (data: SavedReport) => unknown): string {
  const data = JSON.parse(report) as SavedReport;
  return JSON.stringify(change(data) ?? data);
}

describe("the review of a fork's pull request", () => {
  pullRequestStory(
    "is published by a second workflow",
    repository,
    async (pull) => {
      const report = await reviewUntrusted(pull);
      expect(JSON.parse(report)).toMatchObject({
        version: 1,
        change: { pullRequest: 7, headSha: pull.fixture.headSha },
        files: [{ path: "Dockerfile", findings: [{ standing: "introduced" }, {}] }],
      });
      const published = await publish(pull, report);
      // The job of the pull request has failed; that of the publication has not.
      expect([published.exitCode, published.outputs.verdict]).toEqual([0, "fail"]);
      expect([published.annotations, published.messages]).toEqual([[], []]);
      expect(published.writes).toEqual([
        "POST check-runs",
        "POST pulls/7/reviews",
        "POST issues/7/comments",
      ]);
      expect(pull.github.state.checkRuns).toMatchObject([
        { conclusion: "failure", headSha: pull.fixture.headSha },
      ]);
      expect(pull.suggestions.map(({ anchor }) => anchor.line)).toEqual([2, 3]);
      expect(pull.summaryComment).toMatch(/^### Dockerfile review: 2 new problems\n/);
      const again = await publish(pull, report);
      expect(again.writes).toEqual(["POST check-runs"]);
    },
    fork,
  );

  pullRequestStory(
    "is not published when it is not the newest commit's, or the pull request is closed",
    repository,
    async (pull) => {
      const report = await reviewUntrusted(pull);
      const { headSha } = pull.fixture;
      pull.push({ files: { Dockerfile: "FROM alpine:3.22\n" } });
      const stale = await publish(pull, report, { headSha });
      expect([stale.exitCode, stale.writes, stale.messages]).toEqual([0, [], []]);
      expect(stale.plainLines.join("\n")).toContain("has newer commits");
      const newest = await reviewUntrustedClean(pull);
      pull.github.updatePull({ state: "closed" });
      const closed = await publish(pull, newest);
      expect([closed.exitCode, closed.writes]).toEqual([0, []]);
      expect(closed.plainLines.join("\n")).toContain("is closed: nothing to publish");
    },
    fork,
  );

  pullRequestStory(
    "of another event is none",
    repository,
    async (pull) => {
      const other = await publish(pull, "", { event: "push" });
      expect([other.exitCode, other.requests]).toEqual([0, []]);
    },
    fork,
  );
});

async function reviewUntrustedClean(pull: PullRequest): Promise<string> {
  pull.github.setPermissions(READ_ONLY_PERMISSIONS);
  return (await pull.review({ rules })).written["report-path"] ?? "";
}

describe("a report that somebody has tampered with", () => {
  const hostile =
    "@octo-org/team <img src=x> [x](https://evil.example) <!-- dockerfile-review:summary -->";

  pullRequestStory(
    "puts no word of its own anywhere",
    repository,
    async (pull) => {
      const report = await reviewUntrusted(pull);
      const forged = altered(report, (data) => {
        const [file] = data.files;
        for (const finding of file?.findings ?? []) {
          Object.assign(finding, { message: hostile, docs: "https://evil.example", rule: hostile });
          finding.fix = {
            title: hostile,
            safety: "safe",
            edits: [{ start: 0, end: 9, newText: "FROM evil" }],
          };
        }
        file?.findings.push({ fingerprint: "0123456789abcdef", message: hostile });
        data.files.push({
          path: hostile,
          findings: [{ fingerprint: "f".repeat(16) }],
        });
      });
      const published = await publish(pull, forged);
      expect(published.messages).toEqual([
        "warning: The report and this run differ in 2 findings. What this run found is published: give both steps the same inputs.",
      ]);
      const bodies = [
        pull.summaryComment,
        published.summary,
        pull.github.state.checkRuns[0]?.summary ?? "",
        ...pull.suggestions.map(({ body }) => body),
      ];
      for (const body of bodies) expect(body).not.toMatch(/evil|octo-org\/team/);
      expect(proseOf(pull.summaryComment).join("\n")).not.toContain("<img");
      expect(published.stdout).not.toMatch(/evil|octo-org\/team/);
      expect(pull.suggestions).toHaveLength(2);
    },
    fork,
  );

  pullRequestStory(
    "is refused, and nothing is posted",
    repository,
    async (pull) => {
      const report = await reviewUntrusted(pull);
      const cases: readonly [string, RegExp, Parameters<typeof workflowRunEvent>[1]?][] = [
        ["{ broken ::error::x", /is no report of this action: it is not JSON\.$/],
        ["[]", /the report is no object/],
        [altered(report, () => ({ version: 2 })), /`version` is not 1/],
        [
          altered(report, (data) => ({ ...data, change: { ...data.change, pullRequest: 8 } })),
          /GitHub knows nothing of the pull request/,
        ],
        [altered(report, (data) => ({ ...data, files: [{ path: "a\0b" }] })), /path of a file/],
        [report, /does not come from the repository/, { headRepository: "octo-org/other" }],
        [report, /ran for 0000000\. It was not published/, { headSha: "0".repeat(40) }],
        [" ".repeat(20 * 1024 * 1024 + 1), /is above 20971520 bytes/],
      ];
      for (const [text, message, details] of cases) {
        const published = await publish(pull, text, details);
        expect([published.exitCode, published.writes]).toEqual([1, []]);
        expect(published.messages).toEqual([expect.stringMatching(message)]);
      }
      const missing = await pull.review(
        { report: "none.json" },
        { event: workflowRunEvent(pull.github) },
      );
      expect(missing.messages).toEqual([
        expect.stringMatching(/"none\.json", which does not exist/),
      ]);
      const unset = await pull.review({}, { event: workflowRunEvent(pull.github) });
      expect(unset.messages).toEqual([
        expect.stringMatching(/`report` is empty.*download-artifact/),
      ]);
    },
    fork,
  );
});

import { describe, expect, test } from "@jest/globals";
import { HostProblem, type ChangedFile } from "../../src/ports.ts";
import type { Inputs } from "../../src/settings/settings.ts";
import {
  adding,
  bad,
  changedFile,
  host,
  review,
  runner,
  useHost,
  useRunner,
} from "./review-with-words.ts";

describe("a pull request with a problem", () => {
  test("is told in the job summary, an annotation, a review comment and one summary comment", async () => {
    const outcome = await review(adding({ "api/Dockerfile": bad }));
    expect(outcome).toMatchObject({
      verdict: "fail",
      introduced: { error: 1, warning: 0, info: 1 },
    });
    expect(runner.summary).toContain("2 new problems");
    expect(runner.annotations).toHaveLength(2);
    expect(runner.annotations[0]).toMatchObject({
      level: "error",
      path: "api/Dockerfile",
      startLine: 2,
    });
    expect(host.reviews).toHaveLength(1);
    expect(host.reviews[0]?.comments).toMatchObject([
      { path: "api/Dockerfile", startLine: 2, endLine: 2 },
    ]);
    expect(host.reviews[0]?.comments[0]?.body).toContain("```suggestion\nRUN echo fine\n```");
    expect(host.summaryComment?.body).toContain("2 new problems");
    expect(runner.failure).toBe(
      "The change introduces 1 error in Dockerfiles (the input `fail-on` is error).",
    );
    expect(runner.outputs.get("verdict")).toBe("fail");
    expect(runner.messages("warning")).toEqual([]);
  });

  test("hears of it first where no permission is needed", async () => {
    await review(adding({ Dockerfile: bad }));
    const delivered = runner.events.filter((event) => event !== "output");
    expect(delivered).toEqual(["summary", "annotation", "annotation", "failure"]);
    const posts = host.calls.filter((call) => /Review|Summary/.test(call));
    expect(posts).toEqual([
      "listOwnReviewComments",
      "postReview",
      "findSummaryComment",
      "createSummaryComment",
    ]);
  });

  test.each<[Inputs["failOn"], boolean]>([
    ["error", false],
    ["warning", false],
    ["info", true],
    ["never", false],
  ])("of advice only: fail-on %s fails: %s", async (failOn, fails) => {
    await review(adding({ Dockerfile: "FROM alpine:3.20\nRUN dull\n" }), { failOn });
    expect(runner.failure !== null).toBe(fails);
  });

  test("shows it only where the settings want it", async () => {
    await review(adding({ Dockerfile: bad }), {
      comment: false,
      suggestions: false,
      annotations: false,
    });
    expect(runner.annotations).toEqual([]);
    expect(host.calls.filter((call) => /Review|Summary/.test(call))).toEqual([]);
    expect(runner.summary).toContain("2 new problems");
    expect(runner.failure).not.toBeNull();
  });
});

describe("the base version", () => {
  test("problems that were there do not fail and are not posted", async () => {
    const text = `${bad}RUN echo more\n`;
    const patch =
      "@@ -1,3 +1,4 @@\n FROM alpine:3.20\n RUN echo terrible\n RUN echo dull\n+RUN echo more";
    const file: ChangedFile = { path: "Dockerfile", previousPath: null, status: "modified", patch };
    const outcome = await review({
      base: { Dockerfile: bad },
      head: { Dockerfile: text },
      changed: [file],
    });
    expect(outcome).toMatchObject({ verdict: "pass", existing: 2, fixed: 0 });
    expect(host.reviews).toEqual([]);
    expect(host.summaryComment).toBeNull();
    expect(runner.failure).toBeNull();
  });

  test("is read at the old path of a renamed file", async () => {
    const outcome = await review({
      base: { "old/Dockerfile": bad },
      head: { "new/Dockerfile": bad },
      changed: [
        { path: "new/Dockerfile", previousPath: "old/Dockerfile", status: "renamed", patch: null },
      ],
    });
    expect(outcome).toMatchObject({ verdict: "pass", existing: 2 });
  });

  test("that is not text makes everything new", async () => {
    const outcome = await review({
      base: { Dockerfile: { kind: "unreadable", reason: "is a symbolic link" } },
      head: { Dockerfile: bad },
      changed: [changedFile("Dockerfile", bad, "modified")],
    });
    expect(outcome).toMatchObject({ verdict: "fail", introduced: { error: 1 } });
  });
});

describe("no Dockerfile changed", () => {
  test("passes without reading more than the settings, and says so", async () => {
    const outcome = await review({ changed: [changedFile("src/main.ts", "x\n")] });
    expect(outcome.verdict).toBe("pass");
    expect(runner.messages("info")).toEqual(["No Dockerfile changed: nothing to review."]);
    expect(host.calls.filter((call) => call.startsWith("read") && call !== "readTarget")).toEqual([
      "readFiles base",
    ]);
    expect(host.summaryComment).toBeNull();
    expect(Object.fromEntries(runner.outputs)).toMatchObject({
      verdict: "pass",
      files: "0",
      score: "",
    });
    expect(runner.summary).toContain("no Dockerfile changed");
  });

  test("turns an earlier comment green and takes back its suggestions", async () => {
    await review(adding({ Dockerfile: bad }));
    host.pullRequest = { changed: [changedFile("README.md", "x\n")] };
    await review(null);
    expect(host.summaryComment?.body).toContain("no Dockerfile changed");
    expect(host.reviewComments).toEqual([]);
  });

  test("a removed Dockerfile is not reviewed", async () => {
    const removed: ChangedFile = {
      path: "Dockerfile",
      previousPath: null,
      status: "removed",
      patch: null,
    };
    expect(await review({ base: { Dockerfile: bad }, changed: [removed] })).toMatchObject({
      files: 0,
    });
  });
});

describe("a second run", () => {
  test("posts nothing twice and leaves the comment alone", async () => {
    await review(adding({ Dockerfile: bad }));
    host.calls.length = 0;
    await review(null);
    expect(host.calls).not.toContain("postReview");
    expect(host.calls).not.toContain("createSummaryComment");
    expect(host.calls).not.toContain("updateSummaryComment");
    expect(host.reviewComments).toHaveLength(1);
  });

  test("after the problem was mended deletes its comment and edits the summary", async () => {
    await review(adding({ Dockerfile: bad }));
    host.pullRequest = adding({ Dockerfile: "FROM alpine:3.20\nRUN echo fine\n" });
    useRunner();
    await review(null);
    expect(host.reviewComments).toEqual([]);
    expect(host.summaryComment?.body).toContain("no problems");
    expect(runner.failure).toBeNull();
  });

  test("keeps a comment that somebody answered", async () => {
    await review(adding({ Dockerfile: bad }));
    host.changeReviewComment(0, { answered: true });
    host.pullRequest = adding({ Dockerfile: "FROM alpine:3.20\nRUN echo fine\n" });
    await review(null);
    expect(host.reviewComments).toHaveLength(1);
    expect(host.calls).not.toContain("deleteReviewComment");
  });

  test("posts an outdated suggestion anew", async () => {
    await review(adding({ Dockerfile: bad }));
    host.changeReviewComment(0, { outdated: true });
    await review(null);
    expect(host.reviews).toHaveLength(2);
    expect(host.reviewComments).toHaveLength(1);
    expect(host.reviewComments[0]?.outdated).toBe(false);
  });
});

describe("the cap on comments", () => {
  const many = ["poor 1", "poor 2", "terrible 3"].map((words) => `RUN echo ${words}\nRUN ok\n`);
  const text = `FROM alpine:3.20\n${many.join("")}`;

  test("leaves room for the worst; the other changes are diffs in the summary comment", async () => {
    await review(adding({ Dockerfile: text }), { maxComments: 1 });
    expect(host.reviews[0]?.comments).toMatchObject([{ startLine: 6 }]);
    expect(host.summaryComment?.body).toContain("+RUN echo rich 1");
    expect(host.summaryComment?.body).toContain("+RUN echo rich 2");
    expect(host.summaryComment?.body).not.toContain("+RUN echo fine 3");
  });

  test("of 0 posts no review", async () => {
    await review(adding({ Dockerfile: text }), { maxComments: 0 });
    expect(host.reviews).toEqual([]);
    expect(host.summaryComment?.body).toContain("+RUN echo fine 3");
  });
});

describe("what GitHub refuses", () => {
  const writing = "pull-requests: write";

  test("a refused review is warned of, and its changes are in the summary comment", async () => {
    useHost(adding({ Dockerfile: bad }));
    host.refused.set("postReview", null);
    await review(null);
    expect(runner.messages("warning")).toEqual([
      expect.stringMatching(/^Could not deliver postReview: .*422.*diffs in the summary/),
    ]);
    expect(host.summaryComment?.body).toContain("+RUN echo fine");
    expect(runner.failure).toContain("1 error");
  });

  test("a token that may only read: one warning that names the permission, the rest in the job summary", async () => {
    useHost(adding({ Dockerfile: bad }));
    host.refused.set("postReview", writing).set("createSummaryComment", writing);
    await review(null);
    const warnings = runner.messages("warning");
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("`pull-requests: write`: add it to the `permissions` of the job");
    expect(runner.summary).toContain("+RUN echo fine");
    expect(runner.annotations).toHaveLength(2);
    expect(runner.failure).toContain("1 error");
  });

  test("from a fork the warning says why", async () => {
    useHost({ ...adding({ Dockerfile: bad }), fromFork: true });
    host.refused.set("postReview", writing).set("createSummaryComment", writing);
    await review(null);
    expect(runner.messages("warning")[0]).toContain("read-only token to pull requests from forks");
  });

  test("does not change the exit state of a change without new errors", async () => {
    useHost(adding({ Dockerfile: "FROM alpine:3.20\nRUN poor\n" }));
    host.refused.set("postReview", writing).set("createSummaryComment", writing);
    expect(await review(null)).toMatchObject({ verdict: "pass" });
    expect(runner.failure).toBeNull();
  });

  test("earlier comments that cannot be listed: no suggestion is posted, lest it be there twice", async () => {
    useHost(adding({ Dockerfile: bad }));
    host.refused.set("listOwnReviewComments", writing);
    await review(null);
    expect(host.reviews).toEqual([]);
    expect(host.summaryComment?.body).toContain("+RUN echo fine");
  });

  test("a comment that cannot be deleted does not keep the summary from being written", async () => {
    await review(adding({ Dockerfile: bad }));
    host.refused.set("deleteReviewComment", null);
    host.pullRequest = adding({ Dockerfile: "FROM alpine:3.20\n" });
    await review(null);
    expect(host.summaryComment?.body).toContain("no problems");
    expect(runner.messages("warning")).toHaveLength(1);
  });

  test("a job summary that cannot be written is printed", async () => {
    runner.acceptsSummary = false;
    await review(adding({ Dockerfile: bad }));
    expect(runner.messages("warning")).toHaveLength(1);
    expect(runner.messages("info").join("\n")).toContain("2 new problems");
    expect(host.reviews).toHaveLength(1);
  });

  test("anything but a refusal is not swallowed", async () => {
    useHost(adding({ Dockerfile: bad }));
    host.findSummaryComment = () => Promise.reject(new HostProblem("outage"));
    await expect(review(null)).rejects.toThrow(HostProblem);
  });
});

test("a merge group is reported on, never commented on", async () => {
  await review({ ...adding({ Dockerfile: bad }), number: null });
  expect(host.calls.filter((call) => /Review|Summary/.test(call))).toEqual([]);
  expect(runner.summary).toContain("2 new problems");
  expect(runner.annotations).toHaveLength(2);
  expect(runner.failure).toContain("1 error");
});

describe("what is not reviewed is said", () => {
  test("unreadable Dockerfiles, templates, and files beyond GitHub's list", async () => {
    await review({
      head: { "link/Dockerfile": { kind: "unreadable", reason: "is a symbolic link" } },
      changed: [
        changedFile("link/Dockerfile", "x\n"),
        changedFile("gone/Dockerfile", "x\n"),
        changedFile("Dockerfile.j2", "x\n"),
      ],
      note: "GitHub lists only 3000 files.",
    });
    expect(runner.messages("warning")).toEqual([
      "Not reviewed: link/Dockerfile is a symbolic link; gone/Dockerfile is not there at the newest commit. " +
        "A Dockerfile is reviewed when it is a regular file in UTF-8 of at most 512 KiB; the input `exclude` leaves others out.",
      "GitHub lists only 3000 files.",
    ]);
    expect(runner.messages("info")).toEqual([
      "Dockerfile.j2 is a template, so it was not reviewed.",
      "No Dockerfile was reviewed: none could be read.",
    ]);
    expect(runner.summary).toContain("is a symbolic link");
    expect(runner.failure).toBeNull();
  });
});

test("many unreadable Dockerfiles are one warning, their names stay on its line", async () => {
  const paths = Array.from({ length: 12 }, (_, index) => `d${index}\n::error::x/Dockerfile`);
  await review({ changed: paths.map((path) => changedFile(path, "x\n")) });
  const [warning = "", ...others] = runner.messages("warning");
  expect(others).toEqual([]);
  expect(warning).toMatch(
    /^Not reviewed: d0 ::error::x\/Dockerfile is .*; and 2 more, .*job summary/,
  );
  expect(warning).not.toContain("\n");
});

import { beforeEach, describe, expect, test } from "@jest/globals";
import { HostProblem, type ChangedFile } from "../../src/ports.ts";
import type { Rule, Severity } from "../../src/rules/rule.ts";
import { readInputs } from "../../src/settings/read-inputs.ts";
import type { Inputs } from "../../src/settings/settings.ts";
import { UserError } from "../../src/settings/user-error.ts";
import type { Outcome } from "../../src/workflows/outcome.ts";
import { reviewPullRequest } from "../../src/workflows/review-pull-request.ts";
import { FakePullRequestHost, FakeRunner, type FakePullRequest } from "../support/fakes.ts";

/** A rule that finds a word anywhere and, where it is given one, replaces it with another. */
function wordRule(name: string, severity: Severity, word: string, replacement?: string): Rule {
  return {
    name,
    category: "run",
    severity,
    confidence: "high",
    presets: ["recommended"],
    summary: `finds ${word}`,
    why: `${word} is a bad word.`,
    sources: [],
    aliases: [],
    fix: replacement === undefined ? "none" : "safe",
    scope: "instruction",
    examples: [],
    *check(dockerfile) {
      const { text } = dockerfile.source;
      for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
        const span = { start: at, end: at + word.length };
        const message = `\`${word}\` is bad: use another word.`;
        if (replacement === undefined) yield { message, span };
        else {
          const edits = [{ ...span, newText: replacement }];
          yield { message, span, fix: { title: `Write ${replacement}`, safety: "safe", edits } };
        }
      }
    },
  };
}

const rules = [
  wordRule("terrible-word", "error", "terrible", "fine"),
  wordRule("poor-word", "warning", "poor", "rich"),
  wordRule("dull-word", "info", "dull"),
];

let runner: FakeRunner;
let host: FakePullRequestHost;

beforeEach(() => {
  runner = new FakeRunner();
});

function inputs(changes: Partial<Inputs> = {}): Inputs {
  return { ...readInputs(() => ""), ...changes };
}

async function review(
  pullRequest: FakePullRequest | null,
  changes: Partial<Inputs> = {},
): Promise<Outcome> {
  if (pullRequest !== null) host = new FakePullRequestHost(pullRequest);
  return reviewPullRequest({
    host,
    runner,
    inputs: inputs(changes),
    rules,
    docsUrl: "https://example.com/rules",
    runUrl: "https://github.com/o/r/actions/runs/1",
    today: "2026-11-21",
  });
}

/** A change that adds or replaces whole files. */
function changedFile(
  path: string,
  text: string,
  status: ChangedFile["status"] = "added",
): ChangedFile {
  const lines = text.split("\n").slice(0, -1);
  const body = lines.map((line) => `+${line}\n`).join("");
  return { path, previousPath: null, status, patch: `@@ -0,0 +1,${lines.length} @@\n${body}` };
}

/** A pull request that adds Dockerfiles. */
function adding(head: Readonly<Record<string, string>>): FakePullRequest {
  return { head, changed: Object.entries(head).map(([path, text]) => changedFile(path, text)) };
}

const bad = "FROM alpine:3.20\nRUN echo terrible\nRUN echo dull\n";

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
    runner = new FakeRunner();
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
    host = new FakePullRequestHost(adding({ Dockerfile: bad }));
    host.refused.set("postReview", null);
    await review(null);
    expect(runner.messages("warning")).toEqual([
      expect.stringMatching(/^Could not deliver postReview: .*422.*diffs in the summary/),
    ]);
    expect(host.summaryComment?.body).toContain("+RUN echo fine");
    expect(runner.failure).toContain("1 error");
  });

  test("a token that may only read: one warning that names the permission, the rest in the job summary", async () => {
    host = new FakePullRequestHost(adding({ Dockerfile: bad }));
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
    host = new FakePullRequestHost({ ...adding({ Dockerfile: bad }), fromFork: true });
    host.refused.set("postReview", writing).set("createSummaryComment", writing);
    await review(null);
    expect(runner.messages("warning")[0]).toContain("read-only token to pull requests from forks");
  });

  test("does not change the exit state of a change without new errors", async () => {
    host = new FakePullRequestHost(adding({ Dockerfile: "FROM alpine:3.20\nRUN poor\n" }));
    host.refused.set("postReview", writing).set("createSummaryComment", writing);
    expect(await review(null)).toMatchObject({ verdict: "pass" });
    expect(runner.failure).toBeNull();
  });

  test("earlier comments that cannot be listed: no suggestion is posted, lest it be there twice", async () => {
    host = new FakePullRequestHost(adding({ Dockerfile: bad }));
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
    host = new FakePullRequestHost(adding({ Dockerfile: bad }));
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

describe("settings", () => {
  test("paths and exclude choose the files", async () => {
    const files = { "a/build.txt": bad, Dockerfile: bad, "a/old/build.txt": bad };
    const outcome = await review(adding(files), { paths: ["a/**"], exclude: ["**/old/**"] });
    expect(outcome.files).toBe(1);
    expect(runner.annotations.every(({ path }) => path === "a/build.txt")).toBe(true);
  });

  test("ignore leaves a rule out", async () => {
    const outcome = await review(adding({ Dockerfile: bad }), { ignore: ["terrible-word"] });
    expect(outcome).toMatchObject({ verdict: "pass", introduced: { error: 0, info: 1 } });
  });

  test.each(["rules", "ignore"] as const)(
    "an unknown rule in `%s` is named before anything is read",
    async (input) => {
      const attempt = review(adding({ Dockerfile: bad }), { [input]: ["terible-word"] });
      await expect(attempt).rejects.toThrow(UserError);
      await expect(attempt).rejects.toThrow(
        new RegExp(`input \`${input}\`.*"terible-word".*"terrible-word"`),
      );
      expect(host.calls).toEqual([]);
    },
  );
});

describe("the settings file", () => {
  const path = ".github/dockerfile-review.yml";
  const dockerfile = changedFile("Dockerfile", "terrible\n");
  const head = { Dockerfile: "terrible\n" };
  const found = (): string => runner.outputs.get("introduced") ?? "";

  test("is read from the base", async () => {
    const base = { [path]: "rules: { DL4000: off }\nfail-on: never\n" };
    const outcome = await review({ base, head, changed: [dockerfile] });
    expect([found(), outcome.verdict, runner.failure]).toEqual(["1", "pass", null]);
  });

  test("of the change itself holds only once it is merged, and the summary says so", async () => {
    const text = "fail-on: never\n";
    const changed = [dockerfile, changedFile(path, text)];
    const outcome = await review({ head: { ...head, [path]: text }, changed });
    expect(outcome.verdict).toBe("fail");
    expect(runner.summary).toContain("the new ones hold once it is merged");
  });

  test("that the change breaks fails the run, after everything else was delivered", async () => {
    const changed = [changedFile(path, "fail-on: x\n")];
    await review({ head: { [path]: "fail-on: x\n" }, changed });
    expect(runner.failure).toContain('.github/dockerfile-review.yml:1: `fail-on` is "x"');
    expect(runner.outputs.get("verdict")).toBe("pass");
    expect(runner.summary).toContain("The settings that this change brings cannot be read");
  });

  test("that is broken in the base fails the run, unless the change mends it", async () => {
    const base = { [path]: "fail-on: x\n" };
    await expect(review({ base, head, changed: [dockerfile] })).rejects.toThrow(UserError);
    const mending = [dockerfile, changedFile(path, "fail-on: error\n", "modified")];
    const outcome = await review({
      base,
      head: { ...head, [path]: "fail-on: error\n" },
      changed: mending,
    });
    expect(outcome.introduced.error).toBe(1);
    expect(runner.summary).toContain("this change mends them");
  });

  test("may be hadolint's, and the summary says so", async () => {
    const base = { ".hadolint.yaml": "no-fail: true\n" };
    const outcome = await review({ base, head, changed: [dockerfile] });
    expect(outcome.verdict).toBe("pass");
    expect(runner.summary).toContain("The settings are those of");
  });

  test("may be elsewhere, and must then be there", async () => {
    const base = { "ci/review.yml": "fail-on: never\n" };
    const config = "ci/review.yml";
    const outcome = await review({ base, head, changed: [dockerfile] }, { config });
    expect(outcome.verdict).toBe("pass");
    const missing = review({ head, changed: [dockerfile] }, { config });
    await expect(missing).rejects.toThrow('The input `config` is "ci/review.yml"');
  });

  test("gives way to the inputs", async () => {
    const base = { [path]: "fail-on: never\n" };
    const outcome = await review({ base, head, changed: [dockerfile] }, { failOn: "info" });
    expect(outcome.verdict).toBe("fail");
  });

  test("may forbid comments to silence findings", async () => {
    const text = "# dockerfile-review ignore=terrible-word why\nRUN terrible\n";
    const changed = [changedFile("Dockerfile", text)];
    await review({ head: { Dockerfile: text }, changed });
    expect(found()).toBe("0");
    const base = { [path]: "suppressions: forbid\n" };
    await review({ base, head: { Dockerfile: text }, changed });
    // The name in the comment holds the word too.
    expect(found()).toBe("2");
  });
});

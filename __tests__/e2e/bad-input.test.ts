import { describe, expect } from "@jest/globals";
import type { PullRequest, ReviewOptions } from "./support/pull-request.ts";
import { pullRequestStory, tellOnEveryNode } from "./support/story.ts";

tellOnEveryNode();

const repository = {
  base: { "README.md": "x\n" },
  head: { files: { Dockerfile: "FROM alpine:3.22\nMAINTAINER me\n" } },
};

/** Runs that should fail before anything is asked of GitHub, each with what its one message must hold. */
type Refusal = readonly [
  what: string,
  inputs: Readonly<Record<string, string>>,
  message: RegExp,
  more?: ReviewOptions,
];

async function expectRefusals(pull: PullRequest, refusals: readonly Refusal[]): Promise<void> {
  for (const [what, inputs, message, more] of refusals) {
    const run = await pull.review(inputs, more);
    expect([what, run.exitCode, run.messages]).toEqual([what, 1, [expect.stringMatching(message)]]);
    expect([what, run.requests, run.outputs, run.summary]).toEqual([what, [], {}, ""]);
  }
}

describe("bad input", () => {
  pullRequestStory("of every kind is named, with what is allowed", repository, async (pull) => {
    await expectRefusals(pull, [
      ["token", { token: "" }, /^error: The input `token` is empty.*permissions/],
      ["mode", { mode: "audit!" }, /`mode` is "audit!"\. Allowed are auto, review/],
      ["preset", { preset: "Stric" }, /`preset` is "Stric"\. .*Did you mean "strict"\?/],
      [
        "fail-on",
        { "fail-on": "warn" },
        /`fail-on` is "warn"\. Allowed are error, warning, info, never/,
      ],
      ["comment", { comment: "on" }, /`comment` is "on"\. Allowed are true and false/],
      ["suggestions", { suggestions: "ture" }, /`suggestions` is "ture"\. .*Did you mean "true"\?/],
      ["annotations", { annotations: "0" }, /`annotations` is "0"\. Allowed are true and false/],
      ["max-comments", { "max-comments": "31" }, /`max-comments` is "31"\. .*from 0 to 30/],
      ["max-comments", { "max-comments": "-1" }, /`max-comments` is "-1"\./],
      [
        "rules",
        { rules: "shell-form-comand" },
        /`rules` names no rule: .*"?shell-form-comand.*shell-form-command/,
      ],
      ["ignore", { ignore: "missing-usr" }, /`ignore` names no rule: .*missing-usr/],
    ]);
  });

  pullRequestStory("of the event says what is missing", repository, async (pull) => {
    const noPath = { env: { GITHUB_EVENT_PATH: undefined } };
    await expectRefusals(pull, [
      [
        "no file",
        {},
        /^error: The event file .*event\.json cannot be read: .*ENOENT/,
        { eventFile: null },
      ],
      ["broken file", {}, /The event file .* cannot be read: .*JSON/, { eventFile: "{broken" }],
      ["empty payload", {}, /has no `pull_request\.pull_request`/, { eventFile: "{}" }],
      ["no path", {}, /GITHUB_EVENT_PATH is not set.*dockerfile-review review/, noPath],
      ["issues", {}, /The event is `issues`, .*pull_request, .*schedule/, { eventName: "issues" }],
      ["wrong mode", { mode: "publish" }, /no report to publish.*on: workflow_run\./],
    ]);
  });

  pullRequestStory("of a token that GitHub refuses names the input", repository, async (pull) => {
    const run = await pull.review({ token: "ghs_expired" });
    expect([run.exitCode, run.requests.length, run.writes]).toEqual([1, 1, []]);
    expect(run.messages).toEqual([
      expect.stringMatching(/refuses the token of the input `token`: Bad credentials/),
    ]);
  });
});

const text = "FROM alpine:3.22\n";
const submodule = "0123456789abcdef0123456789abcdef01234567";
const odd = {
  base: { "README.md": "x\n", "was/Dockerfile": text },
  head: {
    files: {
      "link/Dockerfile": { symlink: "../../../../etc/passwd" },
      "inner-link/Dockerfile": { symlink: "../good/Dockerfile" },
      "sub/Dockerfile": { submodule },
      "was/Dockerfile": null,
      "folder/Dockerfile/notes": "MAINTAINER me\n",
      "binary/Dockerfile": Buffer.from([0x46, 0, 0x52, 0xff]),
      "big/Dockerfile": `${text}${"# filler\n".repeat(68_267)}`,
      "latin/Dockerfile": Buffer.from("FROM alpine:3.22\nLABEL name=Caf\xe9\n", "latin1"),
      "wide/Dockerfile": Buffer.from(`\ufeff${text}`, "utf16le"),
      "marked/Dockerfile": `\ufeff${text}MAINTAINER me\n`,
      "good/Dockerfile": { executable: `${text}MAINTAINER me\n` },
    },
  },
};

describe("odd files", () => {
  pullRequestStory("are named and passed over", odd, async (pull) => {
    const rules = "deprecated-maintainer, syntax-error";
    const review = await pull.review({ rules });
    expect(review.messages[0]).toBe(
      "warning: Not reviewed: big/Dockerfile is 601 KiB, above the limit of 512 KiB; " +
        "binary/Dockerfile is a binary file (it holds NUL bytes); " +
        "inner-link/Dockerfile is a symbolic link; latin/Dockerfile is not UTF-8 (line 2); " +
        "link/Dockerfile is a symbolic link; sub/Dockerfile is a submodule; " +
        "wide/Dockerfile is UTF-16, not UTF-8. A Dockerfile is reviewed when it is a regular file in UTF-8 of at most " +
        "512 KiB; the input `exclude` leaves others out.",
    );
    expect(review.messages).toHaveLength(2);
    expect([review.exitCode, review.outputs.files, review.outputs.introduced]).toEqual([
      1,
      "2",
      "2",
    ]);
    expect(review.annotations.filter(({ file }) => file !== null)).toMatchObject([
      { file: "good/Dockerfile", line: 2 },
      { file: "marked/Dockerfile", line: 2 },
    ]);
    for (const document of [review.summary, pull.summaryComment]) {
      expect(document).toContain("**7 Dockerfiles not read**");
      expect(document).toContain("`link/Dockerfile` is a symbolic link");
      expect(document).not.toContain("root:");
      expect(document).not.toContain("folder/Dockerfile");
    }
  });

  const unreadable = {
    base: { a: "x\n" },
    head: { files: { "link/Dockerfile": { symlink: "/etc/passwd" } } },
  };
  pullRequestStory("alone fail nothing", unreadable, async (pull) => {
    const review = await pull.review({ "fail-on": "info" });
    expect([review.exitCode, review.outputs.verdict, review.outputs.files]).toEqual([
      0,
      "pass",
      "0",
    ]);
    expect(review.plainLines).toContain("No Dockerfile was reviewed: none could be read.");
    expect(review.messages).toHaveLength(1);
    expect(review.writes).toEqual([]);
  });

  const empty = {
    base: { a: "x\n" },
    head: { files: { Dockerfile: "", "blank/Dockerfile": "\n\n# x\n" } },
  };
  pullRequestStory("that are empty are errors", empty, async (pull) => {
    const review = await pull.review();
    expect([review.exitCode, review.outputs.files, review.outputs.errors]).toEqual([1, "2", "2"]);
    expect(review.annotations.filter(({ file }) => file !== null)).toMatchObject([
      { level: "error", file: "Dockerfile", line: 1, title: "Dockerfile review: syntax-error" },
      { level: "error", file: "blank/Dockerfile", title: "Dockerfile review: syntax-error" },
    ]);
  });
});

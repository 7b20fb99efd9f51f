import { describe, expect, test } from "@jest/globals";
import { readReviewEvent } from "../../src/github/event.ts";
import { UserError } from "../../src/settings/user-error.ts";

const base = "b".repeat(40);
const head = "a".repeat(40);

function pullRequest(changes: object = {}): object {
  return {
    pull_request: {
      number: 7,
      changed_files: 3,
      base: { sha: base, ref: "main", repo: { full_name: "o/r" } },
      head: { sha: head, ref: "topic", repo: { full_name: "o/r" } },
      ...changes,
    },
  };
}

describe("a pull request's event", () => {
  test.each(["pull_request", "pull_request_target"])("%s", (name) => {
    expect(readReviewEvent(name, "o/r", pullRequest())).toEqual({
      kind: "pull-request",
      repository: { owner: "o", repo: "r" },
      number: 7,
      baseSha: base,
      baseName: "main",
      headSha: head,
      fromFork: false,
      changedFiles: 3,
    });
  });

  test.each([[{ full_name: "fork/r" }], [null]])("the head's repository %j is a fork", (repo) => {
    const event = readReviewEvent(
      "pull_request",
      "o/r",
      pullRequest({ head: { sha: head, repo } }),
    );
    expect(event).toMatchObject({ fromFork: true });
  });

  test("a payload without the number of changed files", () => {
    const event = readReviewEvent("pull_request", "o/r", pullRequest({ changed_files: undefined }));
    expect(event).toMatchObject({ changedFiles: null });
  });
});

test("a merge group's event names its branch without refs/heads/", () => {
  const merge_group = { base_sha: base, head_sha: head, base_ref: "refs/heads/release/1" };
  expect(readReviewEvent("merge_group", "o/r", { merge_group })).toEqual({
    kind: "merge-group",
    repository: { owner: "o", repo: "r" },
    baseSha: base,
    baseName: "release/1",
    headSha: head,
  });
});

describe("what cannot be reviewed", () => {
  test.each(["push", "workflow_run", "schedule"])("the event %s names those that can", (name) => {
    const read = () => readReviewEvent(name, "o/r", {});
    expect(read).toThrow(UserError);
    expect(read).toThrow(`The event is \`${name}\``);
    expect(read).toThrow("pull_request, pull_request_target, merge_group");
  });

  test("no event at all", () => {
    expect(() => readReviewEvent("", "o/r", {})).toThrow(/^No event is named/);
  });

  test.each([
    [null, "no `pull_request`"],
    [[], "no `pull_request.pull_request`"],
    [{}, "no `pull_request.pull_request`"],
    [pullRequest({ number: "7" }), "no number at `pull_request.pull_request.number`"],
    [pullRequest({ base: {} }), "no commit at `pull_request.pull_request.base.sha`"],
    [
      pullRequest({ head: { sha: "--upload-pack=x" } }),
      "no commit at `pull_request.pull_request.head.sha`",
    ],
  ])("a payload that lacks something (%#)", (payload, message) => {
    const read = () => readReviewEvent("pull_request", "o/r", payload);
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });

  test.each(["", "r", "o/r/x", "/r"])("the repository %j", (repository) => {
    expect(() => readReviewEvent("pull_request", repository, pullRequest())).toThrow(
      /GITHUB_REPOSITORY.*owner\/name/,
    );
  });
});

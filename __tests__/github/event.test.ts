import { describe, expect, test } from "@jest/globals";
import { readReviewEvent, readWorkflowRunEvent } from "../../src/github/event.ts";
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
  test.each([
    ["pull_request", false],
    ["pull_request_target", true],
  ])("%s", (name, trusted) => {
    expect(readReviewEvent(name, "o/r", pullRequest())).toEqual({
      kind: "pull-request",
      repository: { owner: "o", repo: "r" },
      number: 7,
      headSha: head,
      trusted,
    });
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

describe("a push's event", () => {
  const repository = { default_branch: "main" };
  const push = { before: base, after: head, ref: "refs/heads/topic", repository };
  const read = (changes: object) => readReviewEvent("push", "o/r", { ...push, ...changes });
  const none = "0".repeat(40);

  test("compares with what the branch was before", () => {
    const names = { base, baseName: "topic", headSha: head };
    expect(read({})).toMatchObject({ kind: "push", ...names });
  });

  test("compares a new branch with the default branch", () => {
    expect(read({ before: none })).toMatchObject({ base: "main", baseName: "main" });
  });

  test("of a branch that is deleted is nothing to review", () => {
    expect(() => read({ after: none })).toThrow(/deletes a branch/);
  });
});

describe("a workflow run's event", () => {
  const run = { event: "pull_request", head_sha: head, head_repository: { full_name: "m/r" } };

  test("names the commit and where it came from", () => {
    expect(readWorkflowRunEvent("o/r", { workflow_run: run })).toEqual({
      repository: { owner: "o", repo: "r" },
      event: "pull_request",
      headSha: head,
      headRepository: "m/r",
    });
  });

  test("of a fork that was deleted", () => {
    const payload = { workflow_run: { ...run, head_repository: null } };
    expect(readWorkflowRunEvent("o/r", payload)).toMatchObject({ headRepository: null });
  });

  test("that lacks something", () => {
    const payload = { workflow_run: { ...run, head_sha: "main" } };
    expect(() => readWorkflowRunEvent("o/r", payload)).toThrow(
      "no commit at `workflow_run.workflow_run.head_sha`",
    );
  });
});

describe("what cannot be reviewed", () => {
  test.each([
    [null, "no `pull_request`"],
    [[], "no `pull_request.pull_request`"],
    [{}, "no `pull_request.pull_request`"],
    [pullRequest({ number: "7" }), "no number at `pull_request.pull_request.number`"],
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

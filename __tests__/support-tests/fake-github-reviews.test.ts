/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument --
   the answers are read as they come over the wire */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { FakeGitHubOptions } from "../support/fake-github/index.ts";
import type { GitFixtureOptions } from "../support/git-fixture.ts";
import { type Answer, numberedLines, Served } from "./serve.ts";

const servers: Served[] = [];

async function serve(
  options: Omit<FakeGitHubOptions, "fixture"> = {},
  repository: GitFixtureOptions = REPOSITORY,
): Promise<Served> {
  const served = await Served.start(repository, options);
  servers.push(served);
  return served;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((served) => served.stop()));
});

/** Two hunks: lines 2 to 8 and 32 to 38. */
const REPOSITORY: GitFixtureOptions = {
  base: { Dockerfile: numberedLines(50), other: "x\n" },
  head: { files: { Dockerfile: numberedLines(50, { 5: "five", 35: "thirty-five" }) } },
};

const REVIEWS = "pulls/7/reviews";

function review(...comments: object[]): object {
  return { event: "COMMENT", body: "", comments };
}

function on(line: number, more: object = {}): object {
  return { path: "Dockerfile", line, side: "RIGHT", body: "text", ...more };
}

function problemOf(answer: Answer): [number, unknown] {
  return [answer.status, answer.body.errors?.[0] ?? answer.body.message];
}

const NOT_IN_DIFF = "Pull request review thread line must be part of the diff";
const NO_HUNK = "Pull request review thread diff hunk can't be blank";
const SAME_HUNK =
  "Pull request review thread start line must be part of the same hunk as the line.";

describe("a review", () => {
  test("is stored with its comments, whose author is the token's", async () => {
    const served = await serve();
    const answer = await served.post(
      REVIEWS,
      review(on(2), on(8, { start_line: 2, start_side: "RIGHT" })),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      state: "COMMENTED",
      user: { login: "github-actions[bot]", type: "Bot" },
    });
    const { body } = await served.get("pulls/7/comments");
    expect(body.map((comment: any) => [comment.start_line, comment.line, comment.path])).toEqual([
      [null, 2, "Dockerfile"],
      [2, 8, "Dockerfile"],
    ]);
    expect(body[1].diff_hunk).toContain("+five");
    expect((await served.get(REVIEWS)).body).toHaveLength(1);
    expect(served.github.violations).toEqual([]);
  });

  const refusals: [string, object, string][] = [
    ["a line outside of the hunks", on(9), `${NOT_IN_DIFF} and ${NO_HUNK}`],
    ["a start in no hunk", on(3, { start_line: 1 }), SAME_HUNK],
    ["a start in another hunk", on(33, { start_line: 8 }), SAME_HUNK],
    ["both outside", on(20, { start_line: 15 }), `${NOT_IN_DIFF}, ${SAME_HUNK}, and ${NO_HUNK}`],
    [
      "a start that is the end",
      on(3, { start_line: 3 }),
      "Pull request review thread start line must precede the end line.",
    ],
    [
      "a file outside of the diff",
      on(1, { path: "other" }),
      `Pull request review thread path is invalid and ${NO_HUNK}`,
    ],
    ["an added line on the left side", on(60, { side: "LEFT" }), `${NOT_IN_DIFF} and ${NO_HUNK}`],
    ["no line", { path: "Dockerfile", body: "text" }, `${NOT_IN_DIFF} and ${NO_HUNK}`],
    ["an empty comment", on(3, { body: " " }), "Body can't be blank"],
  ];

  test.each(refusals)("is refused as a whole for %s", async (_name, bad, message) => {
    const served = await serve();
    const answer = await served.post(REVIEWS, review(on(2), bad));
    expect(problemOf(answer)).toEqual([422, message]);
    expect([served.github.state.reviews, served.github.state.reviewComments]).toEqual([[], []]);
    expect(served.github.violations).toEqual([]);
  });

  test("needs something in it, and a commit of the pull request", async () => {
    const served = await serve();
    expect((await served.post(REVIEWS, review())).status).toBe(422);
    expect((await served.post(REVIEWS, { event: "REQUEST_CHANGES", body: "" })).status).toBe(422);
    expect((await served.post(REVIEWS, { event: "APPROVE", body: "x" })).status).toBe(422);
    const commit = served.fixture.baseSha;
    expect(
      (await served.post(REVIEWS, { event: "COMMENT", body: "x", commit_id: commit })).status,
    ).toBe(422);
    expect(served.github.state.reviews).toEqual([]);
  });

  test("without an event is pending: nobody sees it, and no second one can be made", async () => {
    const served = await serve();
    expect((await served.post(REVIEWS, { body: "x", comments: [on(2)] })).body.state).toBe(
      "PENDING",
    );
    expect((await served.get("pulls/7/comments")).body).toEqual([]);
    expect((await served.get(REVIEWS)).body).toEqual([]);
    expect((await served.post(REVIEWS, { body: "y" })).status).toBe(422);
  });

  test("cannot stand on a file without a patch", async () => {
    const served = await serve({ limits: { diffFileLines: 1 } });
    expect((await served.post(REVIEWS, review(on(5)))).status).toBe(422);
  });

  test.each([
    ["the review", (body: string) => ({ event: "COMMENT", body })],
    ["its comment", (body: string) => review(on(2, { body }))],
  ])("%s has 65,536 characters at most", async (_name, make) => {
    const served = await serve();
    const over = await served.post(REVIEWS, make("x".repeat(65_537)));
    expect(over.status).toBe(422);
    expect(over.body.errors[0].message).toBe("Body is too long (maximum is 65536 characters)");
    expect((await served.post(REVIEWS, make("x".repeat(65_536)))).status).toBe(200);
  });
});

describe("comments on lines, later", () => {
  test("move with their lines, and are outdated when those are changed", async () => {
    const served = await serve();
    await served.post(REVIEWS, review(on(5), on(35)));
    served.fixture.push({
      files: { Dockerfile: `new\n${numberedLines(50, { 5: "5!", 35: "thirty-five" })}` },
    });
    const { body } = await served.get("pulls/7/comments");
    expect(body.map((comment: any) => [comment.original_line, comment.line])).toEqual([
      [5, null],
      [35, 36],
    ]);
    expect(body[1].commit_id).toBe(served.fixture.headSha);
    expect(served.github.violations).toEqual([]);
  });

  test("survive a rebase", async () => {
    const served = await serve();
    await served.post(REVIEWS, review(on(5)));
    served.fixture.commit("main", { files: { later: "1\n" } });
    served.fixture.rebase();
    expect((await served.get("pulls/7/comments")).body[0].line).toBe(5);
    expect(served.github.violations).toEqual([]);
  });

  test("can be answered once deep, edited and deleted", async () => {
    const served = await serve();
    await served.post(REVIEWS, review(on(5)));
    const [{ id }] = (await served.get("pulls/7/comments")).body;
    const reply = await served.post(`pulls/7/comments/${id}/replies`, { body: "fixed" });
    expect([reply.status, reply.body.in_reply_to_id]).toEqual([201, id]);
    expect(
      (await served.post(`pulls/7/comments/${reply.body.id}/replies`, { body: "x" })).status,
    ).toBe(422);
    expect((await served.ask("PATCH", `pulls/comments/${id}`, { body: "new" })).body.body).toBe(
      "new",
    );
    served.github.addReply(id, "no, thanks");
    expect((await served.ask("DELETE", `pulls/comments/${id}`)).status).toBe(204);
    expect((await served.ask("DELETE", `pulls/comments/${id}`)).status).toBe(404);
    expect(served.github.state.reviewComments.map((comment) => comment.author.login)).toEqual([
      "github-actions[bot]",
      "grace",
    ]);
    expect(served.github.violations).toEqual([]);
  });
});

describe("threads", () => {
  const THREADS = `{ repository(owner: "octo-org", name: "service") { pullRequest(number: 7) { headRefOid baseRefOid
    reviewThreads(first: 1, after: AFTER) { pageInfo { hasNextPage endCursor } nodes { id isResolved isOutdated
      comments(first: 10) { nodes { databaseId body author { __typename login } } } } } } } }`;
  const read = async (served: Served, after = "null") =>
    (await served.query(THREADS.replace("AFTER", after))).body.data.repository.pullRequest;

  test("hold a comment and its answers, in pages", async () => {
    const served = await serve();
    await served.post(REVIEWS, review(on(5), on(35)));
    const root = served.github.state.reviewComments[0]?.id ?? 0;
    served.github.addReply(root, "why?");
    const first = await read(served);
    expect(first.headRefOid).toBe(served.fixture.headSha);
    const [thread] = first.reviewThreads.nodes;
    expect(thread.comments.nodes.map((comment: any) => comment.author)).toEqual([
      { __typename: "Bot", login: "github-actions" },
      { __typename: "User", login: "grace" },
    ]);
    const { hasNextPage, endCursor } = first.reviewThreads.pageInfo;
    expect(hasNextPage).toBe(true);
    const second = await read(served, JSON.stringify(endCursor));
    expect(second.reviewThreads.nodes[0].id).not.toBe(thread.id);
    expect(second.reviewThreads.pageInfo.hasNextPage).toBe(false);
    expect(served.github.violations).toEqual([]);
  });

  test("are resolved with contents: write only", async () => {
    const served = await serve();
    await served.post(REVIEWS, review(on(5)));
    const { id } = (await read(served)).reviewThreads.nodes[0];
    const resolve = `mutation { resolveReviewThread(input: {threadId: "${id}"}) { thread { isResolved } } }`;
    const refused = await served.query(resolve);
    expect(refused.body).toMatchObject({
      data: { resolveReviewThread: null },
      errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }],
    });
    expect((await read(served)).reviewThreads.nodes[0].isResolved).toBe(false);
    served.github.setPermissions({ contents: "write" });
    expect((await served.query(resolve)).body.data.resolveReviewThread.thread.isResolved).toBe(
      true,
    );
    expect((await read(served)).reviewThreads.nodes[0].isResolved).toBe(true);
    expect(served.github.violations).toEqual([]);
  });

  test("comments can be minimised", async () => {
    const served = await serve();
    const comment = served.github.addIssueComment("text");
    const mutation = `mutation { minimizeComment(input: {subjectId: "IC_${comment.id}", classifier: OUTDATED}) { minimizedComment { isMinimized minimizedReason } } }`;
    const { body } = await served.query(mutation);
    expect(body.data.minimizeComment.minimizedComment).toEqual({
      isMinimized: true,
      minimizedReason: "outdated",
    });
    expect(comment.minimized).toBe("OUTDATED");
  });
});

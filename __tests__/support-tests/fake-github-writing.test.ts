/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   the answers are read as they come over the wire */
import { afterEach, describe, expect, test } from "@jest/globals";
import {
  type FakeGitHubOptions,
  READ_ONLY_PERMISSIONS,
  REVIEWER,
} from "../support/fake-github/index.ts";
import type { GitFixtureOptions } from "../support/git-fixture.ts";
import { numberedLines, Served } from "./serve.ts";

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

describe("the conversation", () => {
  test("comments are made, edited in place, listed and deleted", async () => {
    const served = await serve();
    served.github.addIssueComment("from somebody else");
    const made = await served.post("issues/7/comments", { body: "one" });
    expect(made.status).toBe(201);
    const path = `issues/comments/${made.body.id}`;
    expect((await served.ask("PATCH", path, { body: "two" })).body.body).toBe("two");
    const listed = (await served.get("issues/7/comments?per_page=100")).body;
    expect(listed.map((comment: any) => [comment.user.login, comment.body])).toEqual([
      [REVIEWER.login, "from somebody else"],
      ["github-actions[bot]", "two"],
    ]);
    expect((await served.get(path)).body.id).toBe(made.body.id);
    expect((await served.ask("DELETE", path)).status).toBe(204);
    expect((await served.get(path)).status).toBe(404);
    expect((await served.post("issues/8/comments", { body: "one" })).status).toBe(404);
    expect(served.github.violations).toEqual([]);
  });

  test("a comment has 1 to 65,536 characters", async () => {
    const served = await serve();
    const post = async (body: string) => (await served.post("issues/7/comments", { body })).status;
    expect(await post("")).toBe(422);
    expect(await post("x".repeat(65_537))).toBe(422);
    expect(await post("x".repeat(65_536))).toBe(201);
    expect(served.github.state.issueComments).toHaveLength(1);
    expect(served.github.violations).toEqual([]);
  });
});

describe("check runs", () => {
  const annotation = {
    path: "Dockerfile",
    start_line: 1,
    end_line: 1,
    annotation_level: "warning",
    message: "m",
  };
  const output = (annotations: object[], more: object = {}) => ({
    title: "t",
    summary: "s",
    annotations,
    ...more,
  });
  const many = (count: number) => Array.from({ length: count }, () => annotation);

  test("take 50 annotations a request and append", async () => {
    const served = await serve({ permissions: { checks: "write" } });
    const head_sha = served.fixture.headSha;
    const made = await served.post("check-runs", { name: "n", head_sha, output: output(many(50)) });
    expect(made.status).toBe(201);
    const path = `check-runs/${made.body.id}`;
    const ended = await served.ask("PATCH", path, {
      conclusion: "neutral",
      output: output(many(30)),
    });
    expect(ended.body).toMatchObject({ status: "completed", conclusion: "neutral" });
    expect(ended.body.output.annotations_count).toBe(80);
    expect(served.github.violations).toEqual([]);
    expect((await served.ask("PATCH", path, { output: output(many(51)) })).status).toBe(422);
    expect(served.github.state.checkRuns[0]?.annotations).toHaveLength(80);
    expect(served.github.violations).not.toEqual([]);
  });

  const refused: [string, object][] = [
    ["a title over 255 characters", output([], { title: "x".repeat(256) })],
    ["a summary over 65,535 characters", output([], { summary: "x".repeat(65_536) })],
    [
      "an annotation's title over 255 characters",
      output([{ ...annotation, title: "x".repeat(256) }]),
    ],
    ["a message over 64 KB", output([{ ...annotation, message: "é".repeat(32_769) }])],
    ["details over 64 KB", output([{ ...annotation, raw_details: "x".repeat(65_537) }])],
    ["columns over several lines", output([{ ...annotation, end_line: 2, start_column: 1 }])],
    ["an end before the start", output([{ ...annotation, start_line: 2 }])],
  ];

  test.each(refused)("refuse %s", async (_name, bad) => {
    const served = await serve({ permissions: { checks: "write" } });
    const head_sha = served.fixture.headSha;
    const answer = await served.post("check-runs", { name: "n", head_sha, output: bad });
    expect(answer.status).toBe(422);
    expect(served.github.state.checkRuns).toEqual([]);
  });

  test("need a commit that exists and a conclusion when they are completed", async () => {
    const served = await serve({ permissions: { checks: "write" } });
    const post = async (body: object) =>
      (await served.post("check-runs", { name: "n", ...body })).status;
    expect(await post({ head_sha: "0".repeat(40) })).toBe(422);
    expect(await post({ head_sha: served.fixture.headSha, status: "completed" })).toBe(422);
    expect(await post({ head_sha: served.fixture.headSha, status: "in_progress" })).toBe(201);
  });
});

describe("a token", () => {
  const writes: [string, string, object][] = [
    ["POST", REVIEWS, review(on(2))],
    ["POST", "issues/7/comments", { body: "x" }],
    ["POST", "check-runs", { name: "n", head_sha: "0".repeat(40) }],
  ];

  test.each(writes)("that may only read is refused %s %s", async (method, path, body) => {
    const served = await serve({ permissions: READ_ONLY_PERMISSIONS });
    const answer = await served.ask(method, path, body);
    expect([answer.status, answer.body.message]).toEqual([
      403,
      "Resource not accessible by integration",
    ]);
    expect((await served.get("pulls/7")).status).toBe(200);
    expect(served.github.violations).toEqual([]);
  });

  test("without contents: read cannot read files", async () => {
    const served = await serve({ permissions: { contents: "none" } });
    expect((await served.get("contents/Dockerfile")).status).toBe(403);
    const { body } = await served.query(
      '{ repository(owner: "octo-org", name: "service") { object(expression: "main:Dockerfile") { oid } } }',
    );
    expect(body.errors[0].type).toBe("FORBIDDEN");
  });

  test("that is missing or wrong is 401, on both interfaces", async () => {
    const served = await serve({ permissions: { checks: "write" } });
    const bare = await fetch(`${served.github.apiUrl}/repos/octo-org/service`);
    expect(bare.status).toBe(401);
    const wrong = await served.get("/repos/octo-org/service", { authorization: "Bearer wrong" });
    expect([wrong.status, wrong.body.message]).toEqual([401, "Bad credentials"]);
    const graph = await fetch(served.github.graphqlUrl, {
      method: "POST",
      body: '{"query":"{viewer{login}}"}',
    });
    expect(graph.status).toBe(401);
  });

  test("of a person knows who it is", async () => {
    const served = await serve({ tokenAccount: REVIEWER });
    expect((await served.get("/user")).body.login).toBe("grace");
    expect(served.github.violations).toEqual([]);
  });
});

describe("what does not fit the description is a violation", () => {
  const cases: [string, string, unknown, number, string][] = [
    ["GET", "pulls/7/unknown", undefined, 404, "unknown path"],
    ["PUT", "pulls/7", undefined, 405, "no such method"],
    ["GET", "pulls/seven", undefined, 404, "unknown path"],
    ["GET", "pulls/7/files?perpage=100", undefined, 422, "unknown query parameter perpage"],
    ["GET", "pulls/7/files?per_page=200", undefined, 422, "per_page"],
    ["GET", "pulls/7/files?page=one", undefined, 422, "query parameter page"],
    ["POST", "issues/7/comments", {}, 422, "required property 'body'"],
    ["POST", "issues/7/comments", { body: 1 }, 422, "must be string"],
    ["POST", "issues/7/comments", { body: "x", extra: 1 }, 422, "(extra)"],
    ["POST", REVIEWS, { event: "LIKE", body: "x" }, 422, "/event"],
    ["POST", REVIEWS, review(on(2, { start: 1 })), 422, "(start)"],
    ["POST", REVIEWS, { event: "COMMENT", body: "x", commit_id: null }, 422, "/commit_id"],
    [
      "POST",
      "check-runs",
      { name: "n", head_sha: "x", output: { title: "t", summary: "s", extra: 1 } },
      422,
      "(extra)",
    ],
    ["PATCH", "check-runs/1", { conclusion: "success", head_sha: "x" }, 422, "(head_sha)"],
    ["POST", "issues/7/comments", "{no json", 400, "not JSON"],
  ];

  test.each(cases)("%s %s", async (method, path, body, status, problem) => {
    const served = await serve({ permissions: { checks: "write" } });
    const answer = await served.ask(method, path, body);
    expect(answer.status).toBe(status);
    expect(served.github.violations.join("\n")).toContain(problem);
    expect(served.github.state.issueComments).toEqual([]);
  });
});

describe("Enterprise Server", () => {
  test("has everything below /api and nothing elsewhere", async () => {
    const served = await serve({ enterprise: true });
    expect(served.github.apiUrl).toMatch(/\/api\/v3$/);
    const { body } = await served.get("pulls/7");
    expect(body.url).toBe(`${served.github.apiUrl}/repos/octo-org/service/pulls/7`);
    expect((await served.query("{ viewer { login } }")).body.data.viewer.login).toBe(
      "github-actions[bot]",
    );
    expect(served.github.violations).toEqual([]);
    const headers = { authorization: `token ${served.github.token}` };
    const elsewhere = await fetch(`${served.github.serverUrl}/repos/octo-org/service`, { headers });
    expect(elsewhere.status).toBe(404);
    const graph = await fetch(`${served.github.apiUrl}/graphql`, {
      method: "POST",
      headers,
      body: "{}",
    });
    expect(graph.status).toBe(404);
    expect(served.github.violations).toHaveLength(2);
  });
});

describe("limits of rate", () => {
  test("are told in headers and end in 403", async () => {
    const served = await serve({ limits: { requestsPerHour: 2 } });
    const first = await served.get("pulls/7");
    expect(first.headers.get("x-ratelimit-remaining")).toBe("1");
    expect((await served.get("/rate_limit")).body.rate).toMatchObject({
      limit: 2,
      used: 1,
      remaining: 1,
    });
    await served.get("pulls/7");
    const third = await served.get("pulls/7");
    expect([third.status, third.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
    expect(third.body.message).toContain("API rate limit exceeded");
    expect(served.github.violations).toEqual([]);
  });

  test("80 creations a minute", async () => {
    let now = Date.parse("2026-02-01T00:00:00Z");
    const served = await serve({ clock: () => now, limits: { pointsPerMinute: 10_000 } });
    const post = async () => await served.post("issues/7/comments", { body: "x" });
    for (let count = 0; count < 80; count += 1) {
      expect((await post()).status).toBe(201);
    }
    const over = await post();
    expect([over.status, over.headers.get("retry-after")]).toEqual([403, "60"]);
    expect(over.body.message).toContain("secondary rate limit");
    now += 61_000;
    expect((await post()).status).toBe(201);
    expect(served.github.state.issueComments).toHaveLength(81);
  });

  test("900 points a minute, of which a write costs five", async () => {
    const served = await serve({ limits: { pointsPerMinute: 11 } });
    await served.post("issues/7/comments", { body: "x" });
    await served.post("issues/7/comments", { body: "x" });
    expect((await served.get("pulls/7")).status).toBe(200);
    expect((await served.get("pulls/7")).status).toBe(403);
  });

  test("100 requests at once", async () => {
    const served = await serve({ limits: { concurrentRequests: 1 } });
    const sha = served.fixture.git("rev-parse", "main:Dockerfile");
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => served.get(`git/blobs/${sha}`)),
    );
    const statuses = new Set(answers.map((answer) => answer.status));
    expect(statuses).toEqual(new Set([200, 403]));
  });
});

describe("faults come when they are ordered", () => {
  test("for some requests, then no more", async () => {
    const served = await serve({ permissions: { checks: "write" } });
    served.github.fail({ path: /pulls\/7$/, fault: { status: 502 }, after: 1, times: 2 });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      statuses.push((await served.get("pulls/7")).status);
    }
    expect(statuses).toEqual([200, 502, 502, 200]);
    expect(served.github.faults.pending).toBe(0);
  });

  test("as secondary limits, broken JSON, refusals and cut connections", async () => {
    const served = await serve({ permissions: { checks: "write" } });
    const path = "/repos/octo-org/service/pulls/7";
    served.github.fail({ path, fault: { secondaryLimit: 429, retryAfter: 3 } });
    const limited = await served.get("pulls/7");
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "3"]);
    served.github.fail({ path, fault: { malformedJson: true } });
    await expect(served.get("pulls/7")).rejects.toThrow(SyntaxError);
    served.github.fail({ path, fault: { status: 410, message: "Gone" } });
    expect((await served.get("pulls/7")).body.message).toBe("Gone");
    served.github.fail({ path, fault: { reset: true } });
    await expect(served.get("pulls/7")).rejects.toThrow("fetch failed");
    expect(served.github.requests.at(-1)?.status).toBeNull();
  });

  test("a write may take effect though its answer is lost", async () => {
    const served = await serve({ permissions: { checks: "write" } });
    served.github.fail({
      method: "POST",
      path: /comments$/,
      fault: { reset: true },
      takesEffect: true,
    });
    await expect(served.post("issues/7/comments", { body: "x" })).rejects.toThrow("fetch failed");
    expect(served.github.state.issueComments).toHaveLength(1);
  });
});

describe("what is recorded", () => {
  test("requests with their bodies and statuses, writes apart, and a listener hears of them", async () => {
    const served = await serve({ permissions: { checks: "write" } });
    const heard: string[] = [];
    served.github.onRequest((request) => heard.push(request.method));
    await served.get("pulls/7/files?page=2");
    await served.post("issues/7/comments", { body: "x" });
    expect(served.github.requests[0]).toMatchObject({
      method: "GET",
      path: "/repos/octo-org/service/pulls/7/files",
      template: "/repos/{owner}/{repo}/pulls/{pull_number}/files",
      query: { page: "2" },
      status: 200,
    });
    expect(served.github.writes().map((request) => request.body)).toEqual([{ body: "x" }]);
    expect(heard).toEqual(["GET", "POST"]);
  });
});

import { afterEach, describe, expect, test } from "@jest/globals";
import { createClient } from "../../src/github/client.ts";
import { WritePacer } from "../../src/github/write-pacer.ts";
import {
  startServer,
  type Answer,
  type ScriptedServer,
  type SeenRequest,
} from "./scripted-server.ts";

let server: ScriptedServer;

afterEach(() => server.close());

async function start(answers: readonly Answer[]): Promise<void> {
  let next = 0;
  server = await startServer(() => answers[next++]);
}

const repository = { owner: "o", repo: "r" };
const found: Answer = { json: { number: 1 } };
const outage: Answer = { status: 502, json: { message: "Bad Gateway" } };

describe("tries again", () => {
  test.each<[string, Answer]>([
    ["a failure of the server", outage],
    ["a connection that breaks", "close"],
  ])("after %s, and says so", async (_, failure) => {
    await start([failure, failure, found]);
    await server.client.pulls.get({ ...repository, pull_number: 1 });
    expect(server.seen).toHaveLength(3);
    expect(server.warnings).toHaveLength(2);
    expect(server.warnings[0]).toMatch(
      /^GET \/repos\/.* failed \(.+\); trying again \(try 1 of 3\)\.$/,
    );
    expect(server.warnings[1]).toContain("try 2 of 3");
  });

  test("three times at most", async () => {
    await start(Array<Answer>(9).fill(outage));
    const call = server.client.pulls.get({ ...repository, pull_number: 1 });
    await expect(call).rejects.toMatchObject({ status: 502 });
    expect(server.seen).toHaveLength(4);
    expect(server.warnings).toHaveLength(3);
  });

  test.each([400, 401, 404, 409, 422])("not after a refusal with %d", async (status) => {
    await start([{ status, json: { message: "No" } }, found]);
    const call = server.client.pulls.get({ ...repository, pull_number: 1 });
    await expect(call).rejects.toMatchObject({ status });
    expect(server.seen).toHaveLength(1);
    expect(server.warnings).toEqual([]);
  });
});

describe("waits for limits", () => {
  test.each<[string, number, string]>([
    ["a secondary rate limit", 403, "You have exceeded a secondary rate limit."],
    ["a 429 in other words", 429, "Too many requests"],
    ["a 403 in other words", 403, "Slow down"],
  ])("%s", async (_, status, message) => {
    const limit = { status, headers: { "retry-after": "2" }, json: { message } };
    await start([limit, found]);
    await server.client.pulls.get({ ...repository, pull_number: 1 });
    expect(server.seen).toHaveLength(2);
    expect(server.warnings).toEqual([
      expect.stringMatching(/secondary rate limit is reached.*waiting 2 seconds \(try 1 of 3\)/),
    ]);
  });

  test.each([403, 429])("for a minute when %d does not say how long", async (status) => {
    await start([
      { status, json: { message: "You have exceeded a secondary rate limit." } },
      found,
    ]);
    await server.client.pulls.get({ ...repository, pull_number: 1 });
    expect(server.warnings).toEqual([expect.stringContaining("waiting 60 seconds (try 1 of 3)")]);
  });

  test("at most three times", async () => {
    const json = { message: "You have exceeded a secondary rate limit." };
    await start(Array<Answer>(9).fill({ status: 429, headers: { "retry-after": "1" }, json }));
    const call = server.client.pulls.get({ ...repository, pull_number: 1 });
    await expect(call).rejects.toMatchObject({ status: 429 });
    expect(server.seen).toHaveLength(4);
    expect(server.warnings.at(-1)).toMatch(/Giving up/);
  });

  test("but not for a limit that ends in an hour", async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 3600);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    await start([{ status: 403, headers, json: { message: "API rate limit exceeded" } }]);
    const call = server.client.pulls.get({ ...repository, pull_number: 1 });
    await expect(call).rejects.toMatchObject({ status: 403 });
    expect(server.seen).toHaveLength(1);
    expect(server.warnings).toEqual([expect.stringMatching(/rate limit is reached.*Giving up/)]);
  });
});

test("a server that does not answer is asked again", async () => {
  let asked = 0;
  server = await startServer(() => (asked++ === 0 ? "silence" : found));
  const warnings: string[] = [];
  const client = createClient({
    token: "t",
    apiUrl: server.url,
    warn: (message) => warnings.push(message),
    debug: () => undefined,
    secondLength: 1,
    timeout: 50,
  });
  await client.pulls.get({ ...repository, pull_number: 1 });
  expect(server.seen).toHaveLength(2);
  expect(warnings).toEqual([
    expect.stringMatching(/failed \(no answer within 0\.05 seconds\); trying again/),
  ]);
});

test("only a large number of writes is slowed down", async () => {
  server = await startServer(() => ({ json: {} }));
  const waits: number[] = [];
  const pacer = new WritePacer(7);
  const setTimer = globalThis.setTimeout;
  globalThis.setTimeout = ((run: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    run();
  }) as unknown as typeof setTimeout;
  try {
    for (let number = 0; number < 12; number++) {
      await pacer.turn({ method: "GET", url: "/x" });
      await pacer.turn({ method: "POST", url: "/graphql", query: "query Read { viewer }" });
      await pacer.turn({ method: "POST", url: "/x" });
    }
    await pacer.turn({ method: "POST", url: "/graphql", query: "mutation Write { x }" });
  } finally {
    globalThis.setTimeout = setTimer;
  }
  expect(waits).toEqual([7, 7, 7]);
});

test("Enterprise Server: REST below /api/v3, GraphQL at /api/graphql", async () => {
  server = await startServer((request: SeenRequest) =>
    request.path === "/api/graphql" ? { json: { data: { viewer: { login: "x" } } } } : { json: {} },
  );
  const client = createClient({
    token: "t",
    apiUrl: `${server.url}/api/v3/`,
    warn: () => undefined,
    debug: () => undefined,
  });
  await client.pulls.get({ ...repository, pull_number: 1 });
  await client.graphql("{ viewer { login } }");
  expect(server.seen.map(({ path }) => path)).toEqual([
    "/api/v3/repos/o/r/pulls/1",
    "/api/graphql",
  ]);
});

test("the token is in the header, and in nothing that is said", async () => {
  const said: string[] = [];
  server = await startServer(() => outage);
  const client = createClient({
    token: "ghs_secret",
    apiUrl: server.url,
    warn: (message) => said.push(message),
    debug: (message) => said.push(message),
    secondLength: 1,
  });
  const call = client.pulls.get({ ...repository, pull_number: 1 });
  const error: unknown = await call.catch((reason: unknown) => reason);
  expect(server.seen[0]?.headers.authorization).toBe("token ghs_secret");
  expect(said.length).toBeGreaterThan(0);
  const stack = error instanceof Error ? `${error.stack ?? ""}${JSON.stringify(error)}` : "";
  expect(stack).toContain("Bad Gateway");
  expect(said.join() + stack).not.toContain("ghs_secret");
});

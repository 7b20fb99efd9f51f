/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument --
   the answers are read as they come over the wire */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { FakeGitHubOptions } from "../support/fake-github/index.ts";
import type { GitFixtureOptions } from "../support/git-fixture.ts";
import { numberedLines, Served } from "./serve.ts";

const servers: Served[] = [];

async function serve(
  repository: GitFixtureOptions,
  options: Omit<FakeGitHubOptions, "fixture"> = {},
): Promise<Served> {
  const served = await Served.start(repository, options);
  servers.push(served);
  return served;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((served) => served.stop()));
});

const SMALL: GitFixtureOptions = {
  base: { Dockerfile: "FROM a\n", "dir/file": "x\n" },
  head: { files: { Dockerfile: "FROM b\n" } },
};

describe("what a pull request is", () => {
  test("it names its commits, its fork and the test merge", async () => {
    const served = await serve(SMALL, { pull: { forkOwner: "ada" } });
    served.fixture.commit("main", { files: { later: "1\n" } });
    const { status, body } = await served.get("pulls/7");
    expect(status).toBe(200);
    expect(body.head.sha).toBe(served.fixture.headSha);
    expect(body.base.sha).toBe(served.fixture.baseSha);
    expect(body.head.repo.full_name).toBe("ada/service");
    expect(body.changed_files).toBe(1);
    expect(body.merge_commit_sha).not.toBe(body.head.sha);
    expect((await served.get("")).status).toBe(404);
    expect((await served.get("/repos/octo-org/service")).body.default_branch).toBe("main");
    expect(served.github.violations).toEqual(["GET /repos/octo-org/service/: unknown path"]);
  });

  test("a deleted fork has no repository", async () => {
    const served = await serve(SMALL, { pull: { forkOwner: "ada", forkDeleted: true } });
    expect((await served.get("pulls/7")).body.head.repo).toBeNull();
    expect(served.github.violations).toEqual([]);
  });

  test("other repositories and numbers do not exist", async () => {
    const served = await serve(SMALL);
    expect((await served.get("pulls/8")).status).toBe(404);
    expect((await served.get("/repos/octo-org/other")).status).toBe(404);
    expect((await served.get("/repos/OCTO-ORG/Service")).status).toBe(200);
    expect(served.github.violations).toEqual([]);
  });
});

describe("the files of a pull request", () => {
  test("each kind of change is told as git tells it", async () => {
    const served = await serve({
      base: {
        moved: numberedLines(30),
        gone: "x\n",
        pure: numberedLines(9),
        b: Uint8Array.of(0, 1),
        l: "t",
      },
      head: {
        renames: { moved: "to/here", pure: "purely" },
        files: {
          gone: null,
          "to/here": numberedLines(30, { 4: "four" }),
          added: "1\n2",
          empty: "",
          b: Uint8Array.of(0, 2),
          l: { symlink: "added" },
          module: { submodule: "2".repeat(40) },
        },
      },
    });
    const { body } = await served.get("pulls/7/files");
    const brief = body.map((file: any) => [
      file.filename,
      file.status,
      file.changes,
      file.patch ?? null,
    ]);
    expect(brief).toEqual([
      ["added", "added", 2, "@@ -0,0 +1,2 @@\n+1\n+2\n\\ No newline at end of file"],
      ["b", "modified", 0, null],
      ["empty", "added", 0, null],
      ["gone", "removed", 1, "@@ -1 +0,0 @@\n-x"],
      ["l", "changed", 2, null],
      ["module", "added", 1, `@@ -0,0 +1 @@\n+Subproject commit ${"2".repeat(40)}`],
      ["purely", "renamed", 0, null],
      ["to/here", "renamed", 2, "@@ -1,7 +1,7 @@\n 1\n 2\n 3\n-4\n+four\n 5\n 6\n 7"],
    ]);
    expect(body.at(-1).previous_filename).toBe("moved");
    expect(body[0].sha).toBe(served.fixture.git("rev-parse", "feature:added"));
    expect(served.github.violations).toEqual([]);
  });

  test("they are compared with the merge base, not with the base branch's tip", async () => {
    const served = await serve(SMALL);
    served.fixture.commit("main", { files: { later: "1\n", Dockerfile: "FROM c\n" } });
    const { body } = await served.get("pulls/7/files");
    expect(body.map((file: any) => file.filename)).toEqual(["Dockerfile"]);
    expect(body[0].patch).toContain("-FROM a");
  });

  test("they come in pages that link to each other", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 45 }, (_, index) => [`f${100 + index}`, "x"]),
    );
    const served = await serve({ base: { a: "1" }, head: { files } });
    const first = await served.get("pulls/7/files");
    expect(first.body).toHaveLength(30);
    const second = await served.get("pulls/7/files?per_page=20&page=2");
    expect(second.body.map((file: any) => file.filename)[0]).toBe("f120");
    const link = second.headers.get("link") ?? "";
    expect(link).toMatch(
      /page=1>; rel="prev", .*page=3>; rel="next", .*page=3>; rel="last", .*page=1>; rel="first"/,
    );
    const next = /<([^>]*)>; rel="next"/.exec(link)?.[1] ?? "";
    const third = await served.get(next.slice(served.github.apiUrl.length));
    expect(third.body).toHaveLength(5);
    expect(third.headers.get("link")).not.toContain('rel="next"');
    expect(served.github.violations).toEqual([]);
  });

  test("there are 3000 at most, while the pull request tells how many changed", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3001 }, (_, index) => [`f${index}`, "x"]),
    );
    const served = await serve({ base: { a: "1" }, head: { files } });
    expect((await served.get("pulls/7")).body.changed_files).toBe(3001);
    expect((await served.get("pulls/7/files?per_page=100&page=30")).body).toHaveLength(100);
    expect((await served.get("pulls/7/files?per_page=100&page=31")).body).toHaveLength(0);
  });

  test("a diff over the limits has no patch", async () => {
    const large = numberedLines(20_001);
    const served = await serve({ base: { a: "1" }, head: { files: { large, small: "1\n" } } });
    const { body } = await served.get("pulls/7/files");
    expect(body.map((file: any) => [file.filename, file.changes, "patch" in file])).toEqual([
      ["large", 20_001, false],
      ["small", 1, false],
    ]);
    const limited = await serve(
      { base: { a: "1" }, head: { files: { large, small: "1\n" } } },
      { limits: { diffTotalLines: 30_000 } },
    );
    const again = await limited.get("pulls/7/files");
    expect(again.body.map((file: any) => "patch" in file)).toEqual([false, true]);
  });
});

describe("git data", () => {
  test("trees are listed flat or whole and truncated over the limit", async () => {
    const served = await serve(SMALL, { limits: { treeEntries: 2 } });
    const flat = await served.get(`git/trees/${served.fixture.headSha}`);
    expect(flat.body.tree.map((entry: any) => [entry.path, entry.type])).toEqual([
      ["Dockerfile", "blob"],
      ["dir", "tree"],
    ]);
    expect(flat.body.truncated).toBe(false);
    const whole = await served.get(`git/trees/${served.fixture.headSha}?recursive=1`);
    expect(whole.body.tree).toHaveLength(2);
    expect(whole.body.truncated).toBe(true);
    expect((await served.get(`git/trees/${"0".repeat(40)}`)).status).toBe(404);
    expect(served.github.violations).toEqual([]);
  });

  test("blobs come as base64 or raw", async () => {
    const served = await serve(SMALL);
    const sha = served.fixture.git("rev-parse", "feature:Dockerfile");
    const json = await served.get(`git/blobs/${sha}`);
    expect(Buffer.from(json.body.content, "base64").toString()).toBe("FROM b\n");
    const raw = await served.get(`git/blobs/${sha}`, { accept: "application/vnd.github.raw+json" });
    expect(raw.body).toBe("FROM b\n");
    expect((await served.get(`git/blobs/${served.fixture.headSha}`)).status).toBe(404);
    expect((await served.get("git/blobs/main")).status).toBe(422);
    expect(served.github.violations).toEqual([]);
  });

  test("the contents API follows links, lists directories and refuses JSON over 1 MB", async () => {
    const served = await serve({
      base: {
        "dir/file": "text\n",
        link: { symlink: "dir/file" },
        away: { symlink: "../../etc/passwd" },
        module: { submodule: "3".repeat(40) },
        big: "x".repeat(1024 * 1024 + 1),
      },
    });
    const read = async (path: string) => (await served.get(`contents/${path}?ref=main`)).body;
    expect(Buffer.from((await read("dir%2Ffile")).content, "base64").toString()).toBe("text\n");
    expect(await read("link")).toMatchObject({ type: "file", path: "link", content: "dGV4dAo=\n" });
    expect(await read("away")).toMatchObject({ type: "symlink", target: "../../etc/passwd" });
    expect(await read("module")).toMatchObject({ type: "submodule" });
    expect((await read("dir")).map((entry: any) => entry.name)).toEqual(["file"]);
    expect(await read("none")).toMatchObject({ message: "Not Found" });
    const big = await served.get("contents/big");
    expect([big.status, big.body.errors[0].code]).toEqual([403, "too_large"]);
    const raw = await served.get("contents/big", { accept: "application/vnd.github.raw+json" });
    expect(raw.body).toHaveLength(1024 * 1024 + 1);
    expect(served.github.violations).toEqual([]);
  });

  test("a comparison names the merge base and gives 300 files on its first page only", async () => {
    const files = Object.fromEntries(Array.from({ length: 301 }, (_, index) => [`f${index}`, "x"]));
    const served = await serve({ base: { a: "1" }, head: { files } });
    const mergeBase = served.fixture.baseSha;
    served.fixture.commit("main", { files: { later: "1\n" } });
    const { body } = await served.get("compare/main...feature");
    expect(body.merge_base_commit.sha).toBe(mergeBase);
    expect([body.status, body.ahead_by, body.behind_by]).toEqual(["diverged", 1, 1]);
    expect(body.files).toHaveLength(300);
    expect((await served.get("compare/main...feature?page=2")).body.files).toEqual([]);
    expect((await served.get("compare/main...nothing")).status).toBe(404);
    expect(served.github.violations).toEqual([]);
  });

  test("a commit tells its files or only its name", async () => {
    const served = await serve(SMALL);
    const { body } = await served.get("commits/feature");
    expect([body.sha, body.files.length, body.stats.total]).toEqual([served.fixture.headSha, 1, 2]);
    const name = await served.get("commits/main", { accept: "application/vnd.github.sha" });
    expect(name.body).toBe(served.fixture.baseSha);
    expect((await served.get("commits/refs%2Fpull%2F7%2Fhead")).body.sha).toBe(
      served.fixture.headSha,
    );
    expect((await served.get("commits/nothing")).status).toBe(422);
    expect(served.github.violations).toEqual([]);
  });

  test("a fork's branch is not a branch of the base repository, but its commits are there", async () => {
    const served = await serve(SMALL, { pull: { forkOwner: "ada" } });
    expect((await served.get("commits/feature")).status).toBe(422);
    expect((await served.get(`commits/${served.fixture.headSha}`)).status).toBe(200);
    expect((await served.get("compare/main...ada:feature")).status).toBe(200);
  });
});

describe("GraphQL", () => {
  const object = (expression: string, fields: string) =>
    `{ repository(owner: "octo-org", name: "service") { object(expression: ${JSON.stringify(expression)}) { ${fields} } } }`;
  const BLOB = "__typename oid ... on Blob { text byteSize isBinary isTruncated }";

  test("many files are read in one query", async () => {
    const served = await serve({
      base: {
        a: "text é\n",
        b: Uint8Array.of(0, 1),
        link: { symlink: "a" },
        module: { submodule: "4".repeat(40) },
        d: { executable: "x" },
      },
    });
    const sha = served.fixture.baseSha;
    const names = ["a", "b", "link", "module", "d", "none"];
    const query = `query ($owner: String!) { repository(owner: $owner, name: "service") { ${names
      .map((name, index) => `f${index}: object(expression: "${sha}:${name}") { ...F }`)
      .join(" ")} } } fragment F on GitObject { ${BLOB} }`;
    const { status, body } = await served.query(query, { owner: "octo-org" });
    expect(status).toBe(200);
    expect(body.data.repository).toMatchObject({
      f0: {
        __typename: "Blob",
        text: "text é\n",
        byteSize: 8,
        isBinary: false,
        isTruncated: false,
      },
      f1: { text: null, isBinary: true },
      f2: { text: "a" },
      f3: null,
      f4: { text: "x" },
      f5: null,
    });
    expect(served.github.violations).toEqual([]);
  });

  test("the text of a large file is cut", async () => {
    const served = await serve({ base: { big: "y".repeat(512_001) } });
    const { body } = await served.query(object("main:big", BLOB));
    const blob = body.data.repository.object;
    expect([blob.text.length, blob.byteSize, blob.isTruncated]).toEqual([512_000, 512_001, true]);
  });

  test("a directory lists its entries", async () => {
    const served = await serve(SMALL);
    const fields = "... on Tree { entries { name type mode path oid object { __typename } } }";
    const { body } = await served.query(object("feature:dir/", fields));
    expect(body.data.repository.object.entries).toMatchObject([
      {
        name: "file",
        type: "blob",
        mode: 0o100644,
        path: "dir/file",
        object: { __typename: "Blob" },
      },
    ]);
    const root = await served.query(object(`${served.fixture.headSha}:`, fields));
    expect(root.body.data.repository.object.entries.map((entry: any) => entry.name)).toEqual([
      "Dockerfile",
      "dir",
    ]);
    expect(served.github.violations).toEqual([]);
  });

  test("who asks is told with [bot], who wrote without", async () => {
    const served = await serve(SMALL);
    const { body } = await served.query("{ viewer { login } rateLimit { cost remaining } }");
    expect(body.data).toEqual({
      viewer: { login: "github-actions[bot]" },
      rateLimit: { cost: 1, remaining: 999 },
    });
    expect((await served.get("/user")).status).toBe(403);
  });

  test("fields that GitHub does not have, and those the stand-in does not have, are violations", async () => {
    const served = await serve(SMALL);
    const wrong = await served.query("{ viewer { lgin } }");
    expect(wrong.body.errors[0].message).toContain("lgin");
    const missing = await served.query(
      '{ repository(owner: "octo-org", name: "service") { diskUsage } }',
    );
    expect(missing.body.errors[0].message).toContain("not simulated");
    expect((await served.query("{ viewer {")).body.errors).toHaveLength(1);
    expect(served.github.violations).toHaveLength(3);
  });

  test("a repository that is not there is NOT_FOUND", async () => {
    const served = await serve(SMALL);
    const { body } = await served.query(
      '{ repository(owner: "octo-org", name: "other") { name } }',
    );
    expect(body).toMatchObject({
      data: { repository: null },
      errors: [{ type: "NOT_FOUND", path: ["repository"] }],
    });
    expect(served.github.violations).toEqual([]);
  });

  test("connections need a size, of at most 100, and 500,000 nodes are the most", async () => {
    const served = await serve(SMALL);
    const threads = (size: string, inner: string) =>
      `{ repository(owner: "octo-org", name: "service") { pullRequest(number: 7) { reviewThreads${size} { nodes { ${inner} } } } } }`;
    const type = async (query: string) => (await served.query(query)).body.errors?.[0]?.type;
    expect(await type(threads("", "id"))).toBe("MISSING_PAGINATION_BOUNDARIES");
    expect(await type(threads("(first: 101)", "id"))).toBe("EXCESSIVE_PAGINATION");
    const comments = "comments(first: 100) { nodes { id } }";
    const many = Array.from({ length: 50 }, (_, index) => `a${index}: ${comments}`).join(" ");
    expect(await type(threads("(first: 100)", many))).toBe("MAX_NODE_LIMIT_EXCEEDED");
    expect(served.github.violations).toHaveLength(3);
    const { body } = await served.query(threads("(first: 100)", comments));
    expect(body.data.repository.pullRequest.reviewThreads.nodes).toEqual([]);
  });
});

import { describe, expect, test } from "@jest/globals";
import type { GitHubHost } from "../../src/github/github-host.ts";
import { type ReviewTarget } from "../../src/ports.ts";
import { mergeGroupEvent, pullRequestEvent, REVIEWER } from "../support/fake-github/index.ts";
import { connect, github, lines, simple, start, warnings, type Options } from "./connected-host.ts";

describe("the target", () => {
  test("is the merge base and the head, not the base's tip and the test merge", async () => {
    await start(simple);
    const mergeBase = github.fixture.baseSha;
    github.fixture.commit("main", { files: { "b.txt": "b\n" } });
    expect(await connect().readTarget()).toEqual({
      number: 7,
      baseSha: mergeBase,
      baseName: "main",
      headSha: github.fixture.headSha,
      headUrl: `${github.serverUrl}/octo-org/service/blob/${github.fixture.headSha}`,
      fromFork: false,
      closed: false,
      trustedSha: github.fixture.baseSha,
    });
    expect(github.fixture.baseSha).not.toBe(mergeBase);
  });

  test("knows a fork", async () => {
    await start({ ...simple, server: { pull: { forkOwner: "mallory" } } });
    expect(await connect().readTarget()).toMatchObject({ fromFork: true });
  });

  test("of a merge group has no pull request", async () => {
    await start(simple);
    const host = connect(mergeGroupEvent(github));
    const target = await host.readTarget();
    expect(target).toMatchObject({
      number: null,
      baseSha: github.fixture.baseSha,
      baseName: "main",
    });
    const { files, complete } = await host.listChangedFiles(target);
    expect(files.map(({ path }) => path)).toEqual(["Dockerfile"]);
    expect(complete).toBe(true);
    await expect(async () => host.postReview(target, "x", [])).rejects.toThrow(TypeError);
  });

  test("of an Enterprise Server", async () => {
    await start({ ...simple, server: { enterprise: true } });
    const host = connect();
    const target = await host.readTarget();
    expect((await host.readFiles(target.headSha, ["a.txt"])).get("a.txt")?.kind).toBe("text");
  });
});

describe("changed files", () => {
  test("come from all pages, with old names, states and patches", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 230 }, (_, index) => [`f/${index}.txt`, `${index}\n`]),
    );
    const text = lines(20);
    await start({
      base: { "old/Dockerfile": text, gone: "x\n", moved: text, "same.txt": "a\n" },
      head: {
        renames: { "old/Dockerfile": "new/Dockerfile", moved: "elsewhere" },
        files: { ...many, gone: null, "new/Dockerfile": `${text}RUN more\n` },
      },
    });
    const host = connect();
    const { files, complete, note } = await host.listChangedFiles(await host.readTarget());
    expect([files.length, complete, note]).toEqual([233, true, null]);
    const byPath = new Map(files.map((file) => [file.path, file]));
    expect(byPath.get("new/Dockerfile")).toMatchObject({
      status: "renamed",
      previousPath: "old/Dockerfile",
      patch: expect.stringMatching(/^@@ .*\n(.*\n)*\+RUN more$/),
    });
    expect(byPath.get("elsewhere")).toMatchObject({ status: "renamed", patch: null });
    expect(byPath.get("gone")).toMatchObject({ status: "removed" });
    expect(byPath.get("f/7.txt")).toMatchObject({ status: "added", previousPath: null });
  });

  const beyond: Options = {
    base: { "a/kept": "1\n", "a/old": "moved\n", gone: "2\n", same: "3\n", "z/mode": "4\n" },
    head: {
      renames: { "a/old": "z/new" },
      files: {
        "a/first": "x\n",
        "a/second": "y\n",
        gone: null,
        "z/deep/file": "5\n",
        "z/link": { symlink: "same" },
        "z/mode": { executable: "4\n" },
      },
    },
  };
  const found = [
    ["a/first", "added", null],
    ["a/second", "added", null],
    ["gone", "removed", null],
    ["z/deep/file", "added", null],
    ["z/link", "added", null],
    ["z/mode", "modified", null],
    ["z/new", "renamed", "a/old"],
  ];

  test.each([
    ["all at once", {}, 2],
    ["directory by directory", { treeEntries: 4 }, 11],
  ])("that GitHub does not list are found in the trees, %s", async (_, trees, requests) => {
    await start({ ...beyond, server: { limits: { pullRequestFiles: 2, ...trees } } });
    const host = connect();
    const { files, complete, note } = await host.listChangedFiles(await host.readTarget());
    expect([complete, note]).toEqual([true, null]);
    const facts = files.map(({ path, status, previousPath }) => [path, status, previousPath]);
    expect(facts.sort()).toEqual(found);
    expect(files.filter(({ patch }) => patch !== null)).toHaveLength(2);
    const asked = github.requests.filter(({ path }) => path.includes("/git/trees/"));
    expect(asked).toHaveLength(requests);
  });

  test("of a comparison that GitHub cuts are found in the trees", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 310 }, (_, index) => [`f/${index}`, `${index}\n`]),
    );
    await start({ base: { x: "x\n" }, head: { files } });
    const host = connect(mergeGroupEvent(github));
    const changed = await host.listChangedFiles(await host.readTarget());
    expect([changed.files.length, changed.complete]).toEqual([310, true]);
  });

  test("are those of the run's own commit when the pull request has moved on", async () => {
    await start(simple);
    const event = pullRequestEvent(github, "synchronize");
    const { headSha } = github.fixture;
    github.fixture.push({ files: { Dockerfile: null, other: "x\n" } });
    const host = connect(event);
    const target = await host.readTarget();
    expect(target.headSha).toBe(headSha);
    expect(await host.readStanding(target)).toBe("moved");
    const { files } = await host.listChangedFiles(target);
    expect(files.map(({ path }) => path)).toEqual(["Dockerfile"]);
  });
});

describe("files", () => {
  test("of every kind", async () => {
    const crlf = "FROM alpine\r\nRUN echo ü\r\n";
    await start({
      base: { Dockerfile: "FROM a\n" },
      head: {
        files: {
          "crlf/Dockerfile": crlf,
          "bom/Dockerfile": "\uFEFFFROM alpine\n",
          "replacement/Dockerfile": "# \uFFFD\nFROM alpine\n",
          "empty/Dockerfile": "",
          "latin/Dockerfile": Buffer.from("FROM alpine\n# caf\xe9\n", "latin1"),
          "binary/Dockerfile": Buffer.from([0x46, 0, 1, 2]),
          "late-nul/Dockerfile": `${"#".repeat(9000)}\n\0`,
          "link/Dockerfile": { symlink: "/etc/passwd" },
          "module/Dockerfile": { submodule: "1".repeat(40) },
          "directory/Dockerfile/README": "x",
          "huge/Dockerfile": "#".repeat(512 * 1024 + 1),
          "large/Dockerfile": `${"#".repeat(512 * 1024 - 1)}\n`,
          'odd "$name" `x`/Dockerfile': "FROM odd\n",
        },
      },
    });
    const host = connect();
    const { headSha } = await host.readTarget();
    const names = github.fixture.git("ls-tree", "--name-only", headSha).split("\n");
    const paths = [...names, 'odd "$name" `x`']
      .filter((name) => !name.startsWith('"') && name !== "Dockerfile")
      .map((name) => `${name}/Dockerfile`);
    const contents = await host.readFiles(headSha, [...paths, "none/Dockerfile"]);
    const summary = Object.fromEntries(
      [...contents].map(([path, content]) => [
        path.slice(0, path.lastIndexOf("/")),
        content.kind === "text"
          ? content.text.slice(0, 40)
          : content.kind === "missing"
            ? "-"
            : content.reason,
      ]),
    );
    expect(summary).toEqual({
      crlf,
      bom: "\uFEFFFROM alpine\n",
      replacement: "# \uFFFD\nFROM alpine\n",
      empty: "",
      latin: "is not UTF-8 (line 2)",
      binary: "is a binary file (it holds NUL bytes)",
      "late-nul": "is a binary file (it holds NUL bytes)",
      link: "is a symbolic link",
      module: "is a submodule",
      directory: "is a directory",
      huge: "is 513 KiB, above the limit of 512 KiB",
      large: "#".repeat(40),
      'odd "$name" `x`': "FROM odd\n",
      none: "-",
    });
    const large = contents.get("large/Dockerfile");
    expect(large?.kind === "text" && large.text.length).toBe(512 * 1024);
  });

  test("200 of them take few requests, and their directories none besides", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`s/${index}/Dockerfile`, `FROM image${index}\n`]),
    );
    await start({ base: { x: "x\n" }, head: { files } });
    const host = connect();
    const { headSha } = await host.readTarget();
    github.forgetRequests();
    const contents = await host.readFiles(headSha, Object.keys(files));
    expect(contents.size).toBe(200);
    expect(contents.get("s/199/Dockerfile")).toEqual({ kind: "text", text: "FROM image199\n" });
    expect(github.requests).toHaveLength(2);
    const listings = await host.listDirectories(headSha, ["s/5", "s/199"]);
    expect(listings).toEqual(
      new Map([
        ["s/5", ["Dockerfile"]],
        ["s/199", ["Dockerfile"]],
      ]),
    );
    expect(github.requests).toHaveLength(2);
  });

  test("are asked for in halves when GitHub gives up on a request", async () => {
    await start({ base: { a: "a\n", b: "b\n", "c/d": "d\n" } });
    const host = connect();
    const { headSha } = await host.readTarget();
    github.fail({ path: "/graphql", fault: { status: 502 }, times: 4 });
    const contents = await host.readFiles(headSha, ["a", "b", "c/d"]);
    expect([...contents.values()].map(({ kind }) => kind)).toEqual(["text", "text", "text"]);
    expect(warnings).toHaveLength(3);
  });

  test("directories: the root, a missing one, names of directories with a slash", async () => {
    await start({ base: { "src/a.ts": "a\n", Dockerfile: "FROM a\n", link: { symlink: "src" } } });
    const host = connect();
    const listings = await host.listDirectories(github.fixture.headSha, [
      "",
      "nowhere",
      "Dockerfile",
    ]);
    expect(listings).toEqual(new Map([["", ["Dockerfile", "link", "src/"]]]));
  });
});

describe("comments", () => {
  const marker = "<!-- ours -->";
  const settled = "<!-- settled -->";

  async function target(host: GitHubHost): Promise<ReviewTarget> {
    return host.readTarget();
  }

  test("a review is posted on the head's side and found again", async () => {
    await start(simple);
    const host = connect();
    const place = await target(host);
    await host.postReview(place, "Changes", [
      { path: "Dockerfile", startLine: 2, endLine: 3, body: `two\n${marker}` },
      { path: "Dockerfile", startLine: 3, endLine: 3, body: `one\n${marker}` },
    ]);
    const [first, second] = github.state.reviewComments;
    expect(first?.anchor).toMatchObject({ startLine: 2, line: 3, side: "RIGHT" });
    expect(second?.anchor).toMatchObject({ startLine: null, line: 3 });
    expect(first?.commit).toBe(place.headSha);
    expect(await host.listOwnReviewComments(place, marker, settled)).toMatchObject([
      { path: "Dockerfile", body: `two\n${marker}`, answered: false, outdated: false },
      { path: "Dockerfile", body: `one\n${marker}`, answered: false, outdated: false },
    ]);
  });

  test("answered and outdated ones are told apart, foreign ones left out", async () => {
    await start(simple);
    const host = connect();
    const place = await target(host);
    const draft = { path: "Dockerfile", startLine: 2, endLine: 2 };
    await host.postReview(place, "", [
      { ...draft, body: `a ${marker}` },
      { ...draft, body: "without" },
      { ...draft, startLine: 3, endLine: 3, body: `b ${marker}` },
    ]);
    const [first] = github.state.reviewComments;
    github.addReply(first?.id ?? 0, `no ${marker}`);
    github.fixture.push({ files: { Dockerfile: "FROM alpine\nRUN true\nRUN other\n" } });
    expect(await connect().listOwnReviewComments(place, marker, settled)).toMatchObject([
      { body: `a ${marker}`, answered: true, outdated: false },
      { body: `b ${marker}`, answered: false, outdated: true },
    ]);
  });

  test("the summary comment is found by marker and author, wherever it is", async () => {
    await start(simple);
    const host = connect();
    const place = await target(host);
    expect(await host.findSummaryComment(place, marker)).toBeNull();
    github.addIssueComment(`forged ${marker}`, REVIEWER);
    for (let count = 0; count < 100; count++) github.addIssueComment(`chat ${count}`);
    await host.createSummaryComment(place, marker, `real ${marker}`);
    const found = await host.findSummaryComment(place, marker);
    expect(found?.body).toBe(`real ${marker}`);
    await host.updateSummaryComment(found?.id ?? 0, `edited ${marker}`);
    expect(await host.findSummaryComment(place, marker)).toMatchObject({
      body: `edited ${marker}`,
    });
  });

  test("a comment is deleted, and one that is gone is no problem", async () => {
    await start(simple);
    const host = connect();
    const place = await target(host);
    await host.postReview(place, "x", [
      { path: "Dockerfile", startLine: 2, endLine: 2, body: marker },
    ]);
    const [comment] = await host.listOwnReviewComments(place, marker, settled);
    await host.deleteReviewComment(comment?.id ?? 0);
    expect(await host.listOwnReviewComments(place, marker, settled)).toEqual([]);
    await host.deleteReviewComment(comment?.id ?? 0);
  });

  test.each([true, false])(
    "a post whose answer is lost (arrived: %s) is there once",
    async (takesEffect) => {
      await start(simple);
      const host = connect();
      const place = await target(host);
      const fault = { status: 502 } as const;
      github.fail({ method: "POST", path: /\/reviews$/, fault, takesEffect });
      github.fail({ method: "POST", path: /\/issues\/7\/comments$/, fault, takesEffect });
      await host.postReview(place, "x", [
        { path: "Dockerfile", startLine: 2, endLine: 2, body: marker },
      ]);
      await host.createSummaryComment(place, marker, `summary ${marker}`);
      expect(github.state.reviewComments).toHaveLength(1);
      expect(github.state.issueComments).toHaveLength(1);
      expect(warnings).toHaveLength(takesEffect ? 0 : 2);
    },
  );
});

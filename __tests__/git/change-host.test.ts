import { mkdirSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { GitChangeHost } from "../../src/git/change-host.ts";
import { listUncommitted } from "../../src/git/repository.ts";
import { UserError } from "../../src/settings/user-error.ts";
import { onPosix, runGit, TemporaryDirectory, TemporaryRepository } from "./temporary.ts";

let repository: TemporaryRepository;

beforeEach(() => {
  repository = new TemporaryRepository();
});

afterEach(() => repository.remove());

function host(
  overrides: Partial<ConstructorParameters<typeof GitChangeHost>[0]> = {},
): GitChangeHost {
  return new GitChangeHost({
    directory: repository.path,
    base: null,
    head: "HEAD",
    wantsPatch: () => true,
    ...overrides,
  });
}

const lines = Array.from({ length: 20 }, (_, index) => `LABEL n${index}=${index}\n`).join("");

describe("readTarget", () => {
  test("compares with the merge base of main, not with its newest commit", async () => {
    repository.write("Dockerfile", "FROM a:1\n");
    const fork = repository.commit();
    repository.git("checkout", "-q", "-b", "feature");
    repository.write("Dockerfile", "FROM a:2\n");
    const head = repository.commit();
    repository.git("checkout", "-q", "main");
    repository.write("other", "x");
    repository.commit();
    const target = await host({ head: "feature" }).readTarget();
    expect(target).toEqual({
      number: null,
      baseSha: fork,
      baseName: "main",
      headSha: head,
      headUrl: null,
      fromFork: false,
      closed: false,
      trustedSha: fork,
    });
  });

  test("prefers the default branch of origin, under its own name", async () => {
    repository.write("Dockerfile", "FROM a:1\n");
    const first = repository.commit();
    repository.git("branch", "-m", "trunk");
    const clone = new TemporaryDirectory();
    try {
      runGit(clone.path, "clone", "-q", repository.path, "clone");
      const directory = join(clone.path, "clone");
      runGit(directory, "commit", "-q", "--allow-empty", "-m", "more");
      const target = await host({ directory }).readTarget();
      expect([target.baseName, target.baseSha]).toEqual(["origin/trunk", first]);
    } finally {
      clone.remove();
    }
  });

  test("takes a tag, a commit id and a subdirectory", async () => {
    repository.write("sub/Dockerfile", "FROM a:1\n");
    const first = repository.commit();
    repository.git("tag", "-a", "v1", "-m", "v1");
    repository.commit();
    const directory = join(repository.path, "sub");
    const target = await host({ directory, base: "v1" }).readTarget();
    expect(target.baseSha).toBe(first);
    expect((await host({ base: first.slice(0, 10) }).readTarget()).baseSha).toBe(first);
  });

  test.each(["nowhere", "--help", "", "-x", "main..HEAD", "HEAD:Dockerfile"])(
    "names the option and the value of an unknown reference %p",
    async (base) => {
      repository.write("Dockerfile", "FROM a:1\n");
      repository.commit();
      const reading = host({ base }).readTarget();
      await expect(reading).rejects.toThrow(UserError);
      await expect(reading).rejects.toThrow(`--base ${JSON.stringify(base)} names no commit`);
    },
  );

  test("says so when nothing is there to compare with", async () => {
    repository.commit();
    repository.git("branch", "-m", "feature");
    await expect(host().readTarget()).rejects.toThrow(
      /Name the branch to be merged into: --base REF/,
    );
  });

  test("says so when there is no commit yet", async () => {
    await expect(host().readTarget()).rejects.toThrow(/has no commit yet/);
  });

  test("says so when histories have nothing in common", async () => {
    repository.commit();
    repository.git("checkout", "-q", "--orphan", "island");
    repository.commit("another beginning");
    await expect(host({ base: "main" }).readTarget()).rejects.toThrow(
      /main and HEAD have no common ancestor.*give another --base/,
    );
  });

  test("names the remedy in a shallow clone", async () => {
    repository.commit("one");
    repository.git("checkout", "-q", "-b", "feature");
    repository.commit("two");
    repository.git("checkout", "-q", "main");
    repository.commit("three");
    const clone = new TemporaryDirectory();
    try {
      const url = `file://${repository.path}`;
      runGit(clone.path, "clone", "-q", "--depth=1", "--no-single-branch", url, "clone");
      const directory = join(clone.path, "clone");
      const change = { directory, base: "origin/main", head: "origin/feature" };
      await expect(host(change).readTarget()).rejects.toThrow(/git fetch --unshallow/);
    } finally {
      clone.remove();
    }
  });

  test("says so outside of a repository and in a directory that is not there", async () => {
    const plain = new TemporaryDirectory();
    try {
      const outside = host({ directory: plain.path }).readTarget();
      await expect(outside).rejects.toThrow(`${plain.path} is not in a git repository`);
      const missing = join(plain.path, "missing");
      await expect(host({ directory: missing }).readTarget()).rejects.toThrow(
        /could not be started in/,
      );
    } finally {
      plain.remove();
    }
  });

  test("is not led astray by the environment of a git hook", async () => {
    repository.write("Dockerfile", "FROM a:1\n");
    const first = repository.commit();
    const before = process.env.GIT_DIR;
    process.env.GIT_DIR = "/nowhere";
    try {
      expect((await host().readTarget()).headSha).toBe(first);
    } finally {
      if (before === undefined) delete process.env.GIT_DIR;
      else process.env.GIT_DIR = before;
    }
  });

  test("works in a bare repository", async () => {
    repository.write("Dockerfile", "FROM a:1\n");
    const first = repository.commit();
    const clone = new TemporaryDirectory();
    try {
      runGit(clone.path, "clone", "-q", "--bare", repository.path, "bare.git");
      const bare = host({ directory: join(clone.path, "bare.git"), base: "main" });
      expect((await bare.readTarget()).headSha).toBe(first);
      const files = await bare.readFiles(first, ["Dockerfile"]);
      expect(files.get("Dockerfile")).toEqual({ kind: "text", text: "FROM a:1\n" });
      expect(await listUncommitted(await bare.repository())).toEqual([]);
    } finally {
      clone.remove();
    }
  });
});

describe("listChangedFiles", () => {
  async function changes(wantsPatch: (path: string) => boolean = () => true) {
    const changed = host({ base: "main", head: "feature", wantsPatch });
    const { files, complete } = await changed.listChangedFiles(await changed.readTarget());
    expect(complete).toBe(true);
    return new Map(files.map((file) => [file.path, file]));
  }

  test("tells added, changed, removed and renamed files apart", async () => {
    repository.write("changed/Dockerfile", lines);
    repository.write("removed/Dockerfile", "FROM gone\n");
    repository.write("old/Dockerfile", `FROM base\n${lines}`);
    repository.write("pure/Dockerfile", `FROM pure\n${lines}`);
    repository.commit();
    repository.git("checkout", "-q", "-b", "feature");
    repository.write("changed/Dockerfile", lines.replace("n9=9", "n9=nine"));
    repository.write("added/Dockerfile", "FROM new\nRUN x\n");
    unlinkSync(join(repository.path, "removed/Dockerfile"));
    mkdirSync(join(repository.path, "new"));
    renameSync(join(repository.path, "old/Dockerfile"), join(repository.path, "new/Dockerfile"));
    repository.write("new/Dockerfile", `FROM base\n${lines}RUN more\n`);
    renameSync(join(repository.path, "pure"), join(repository.path, "moved"));
    repository.commit();
    const files = await changes();
    expect(
      [...files.values()].map(({ path, status, previousPath }) => [path, status, previousPath]),
    ).toEqual([
      ["added/Dockerfile", "added", null],
      ["changed/Dockerfile", "modified", null],
      ["moved/Dockerfile", "renamed", "pure/Dockerfile"],
      ["new/Dockerfile", "renamed", "old/Dockerfile"],
      ["removed/Dockerfile", "removed", null],
    ]);
    expect(files.get("added/Dockerfile")?.patch).toBe("@@ -0,0 +1,2 @@\n+FROM new\n+RUN x");
    expect(files.get("changed/Dockerfile")?.patch).toMatch(/^@@ -7,7 \+7,7 @@/);
    expect(files.get("changed/Dockerfile")?.patch?.split("\n")).toHaveLength(9);
    expect(files.get("moved/Dockerfile")?.patch).toBeNull();
    expect(files.get("new/Dockerfile")?.patch).toMatch(/^@@ -19,3 \+19,4 @@[^]*\n\+RUN more$/);
  });

  onPosix("gives every patch to its own file, whatever the names and the order", async () => {
    repository.commit();
    repository.git("checkout", "-q", "-b", "feature");
    const names = [
      "ä ö/Dockerfile",
      'quote"d',
      "tab\tbed",
      "new\nline",
      "-dash",
      "*",
      ":(top)x",
      "z",
      "Z",
    ];
    for (const name of names) repository.write(name, `FROM ${JSON.stringify(name)}\n`);
    repository.commit();
    const files = await changes();
    expect([...files.keys()].sort()).toEqual([...names].sort());
    for (const name of names) {
      expect(files.get(name)?.patch).toBe(`@@ -0,0 +1 @@\n+FROM ${JSON.stringify(name)}`);
    }
    const reading = host();
    const head = repository.git("rev-parse", "HEAD");
    const texts = await reading.readFiles(head, names);
    for (const name of names) {
      expect(texts.get(name)).toEqual({ kind: "text", text: `FROM ${JSON.stringify(name)}\n` });
    }
  });

  test("is not misled by content that looks like a diff, by binary files, modes, links and submodules", async () => {
    repository.write("a", "x\n");
    repository.write("link", "was a file\n");
    repository.commit();
    repository.git("checkout", "-q", "-b", "feature");
    repository.write("a", "diff --git a/x b/x\n@@ -1 +1 @@\n--- a/x\n");
    repository.write("binary", Buffer.from([0, 1, 2, 0, 255]));
    repository.write("c", "last\n");
    unlinkSync(join(repository.path, "link"));
    symlinkSync("a", join(repository.path, "link"));
    repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module`);
    mkdirSync(join(repository.path, "module"));
    repository.commit();
    const files = await changes();
    expect(files.get("a")?.patch).toBe(
      "@@ -1 +1,3 @@\n-x\n+diff --git a/x b/x\n+@@ -1 +1 @@\n+--- a/x",
    );
    expect(files.get("binary")?.patch).toBeNull();
    expect(files.get("c")?.patch).toBe("@@ -0,0 +1 @@\n+last");
    expect(files.get("link")).toMatchObject({ status: "modified", patch: null });
    expect(files.has("module")).toBe(true);
  });

  test("leaves out the patches that nobody wants", async () => {
    repository.commit();
    repository.git("checkout", "-q", "-b", "feature");
    repository.write("Dockerfile", "FROM a\n");
    repository.write("code.ts", "x\n");
    repository.commit();
    const files = await changes((path) => path === "Dockerfile");
    expect(files.get("code.ts")?.patch).toBeNull();
    expect(files.get("Dockerfile")?.patch).toBe("@@ -0,0 +1 @@\n+FROM a");
  });

  test("does not run the diff programs that a repository configures", async () => {
    repository.write("Dockerfile", "FROM a\n");
    repository.write(".gitattributes", "Dockerfile diff=evil\n");
    repository.commit();
    repository.git("config", "diff.evil.textconv", "echo converted; false");
    repository.git("config", "diff.external", "false");
    repository.git("config", "diff.noprefix", "true");
    repository.git("checkout", "-q", "-b", "feature");
    repository.write("Dockerfile", "FROM b\n");
    repository.commit();
    expect((await changes()).get("Dockerfile")?.patch).toBe("@@ -1 +1 @@\n-FROM a\n+FROM b");
  });

  test("reads more files than one command line can name", async () => {
    repository.commit();
    repository.git("checkout", "-q", "-b", "feature");
    const paths = Array.from(
      { length: 1500 },
      (_, index) => `services/service-${index}/Dockerfile`,
    );
    for (const path of paths) repository.write(path, `FROM ${path}\n`);
    const head = repository.commit();
    const files = await changes();
    expect(files.size).toBe(1500);
    expect(files.get("services/service-1499/Dockerfile")?.patch).toContain("service-1499");
    const texts = await host().readFiles(head, paths);
    expect(texts.get("services/service-1234/Dockerfile")).toEqual({
      kind: "text",
      text: "FROM services/service-1234/Dockerfile\n",
    });
  });
});

describe("readFiles and listDirectories", () => {
  test("say why a path is not a text", async () => {
    repository.write("bom", "\ufeffFROM a\r\n");
    repository.write("empty", "");
    repository.write("latin", Buffer.from("FROM a\n# caf\xe9\n", "latin1"));
    repository.write("binary", Buffer.from("a\0b"));
    repository.write("utf16", Buffer.from("\ufeffFROM a", "utf16le"));
    repository.write("large", "#".repeat(512 * 1024 + 1));
    repository.write("limit", "#".repeat(512 * 1024));
    repository.write("huge", "#".repeat(2 * 1024 * 1024));
    repository.write("directory/file", "x");
    symlinkSync("/etc/passwd", join(repository.path, "link"));
    repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module`);
    mkdirSync(join(repository.path, "module"));
    const head = repository.commit();
    const answer = await host().readFiles(head, [
      "bom",
      "empty",
      "latin",
      "binary",
      "utf16",
      "large",
      "limit",
      "huge",
      "directory",
      "directory/file",
      "link",
      "module",
      "nothing",
      "directory/nothing",
    ]);
    const files = new Map(answer);
    expect(files.get("limit")).toMatchObject({ kind: "text" });
    files.delete("limit");
    expect(Object.fromEntries(files)).toEqual({
      bom: { kind: "text", text: "\ufeffFROM a\r\n" },
      empty: { kind: "text", text: "" },
      latin: { kind: "unreadable", reason: "is not UTF-8 (line 2)" },
      binary: { kind: "unreadable", reason: "is a binary file (it holds NUL bytes)" },
      utf16: { kind: "unreadable", reason: "is UTF-16, not UTF-8" },
      large: { kind: "unreadable", reason: "is 513 KiB, above the limit of 512 KiB" },
      huge: { kind: "unreadable", reason: "is 2.0 MiB, above the limit of 512 KiB" },
      directory: { kind: "unreadable", reason: "is a directory" },
      "directory/file": { kind: "text", text: "x" },
      link: { kind: "unreadable", reason: "is a symbolic link" },
      module: { kind: "unreadable", reason: "is a submodule" },
      nothing: { kind: "missing" },
      "directory/nothing": { kind: "missing" },
    });
  });

  test("list directories, those within each other too", async () => {
    repository.write("package.json", "{}");
    repository.write("app/go.mod", "x");
    repository.write("app/cmd/main.go", "x");
    repository.write("app/cmd/deep/er/file", "x");
    const head = repository.commit();
    const reading = host();
    const listings = await reading.listDirectories(head, [
      "",
      "app",
      "app/cmd",
      "app/go.mod",
      "none",
    ]);
    expect(
      Object.fromEntries([...listings].map(([path, names]) => [path, [...names].sort()])),
    ).toEqual({
      "": ["app/", "package.json"],
      app: ["cmd/", "go.mod"],
      "app/cmd": ["deep/", "main.go"],
    });
    expect([...(await reading.listDirectories(head, ["app/cmd"])).keys()]).toEqual(["app/cmd"]);
    expect((await reading.listDirectories(head, [])).size).toBe(0);
  });

  test("answer for an empty list without asking git", async () => {
    const head = repository.commit();
    expect((await host().readFiles(head, [])).size).toBe(0);
    expect([...(await host().listDirectories(head, [""]))]).toEqual([["", []]]);
  });
});

test("listUncommitted names changed, staged and untracked files, but not ignored ones", async () => {
  repository.write("Dockerfile", "FROM a\n");
  repository.write("same", "x");
  repository.write(".gitignore", "ignored\n");
  repository.commit();
  repository.write("Dockerfile", "FROM b\n");
  repository.write("new dir/Dockerfile", "FROM c\n");
  repository.write("staged", "x");
  repository.write("ignored", "x");
  repository.git("add", "staged");
  const open = await listUncommitted(await host().repository());
  expect(open.sort()).toEqual(["Dockerfile", "new dir/Dockerfile", "staged"]);
});

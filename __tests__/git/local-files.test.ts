import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { FileSystem } from "../../src/git/local-files.ts";
import type { LocalEntry } from "../../src/ports.ts";
import { asUser, onPosix, TemporaryDirectory } from "./temporary.ts";

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = new TemporaryDirectory();
});

afterEach(() => directory.remove());

function fileSystem(standardInput: Buffer | null = null): FileSystem {
  return new FileSystem({
    workingDirectory: directory.path,
    isDockerfile: (path) => /(^|\/)Dockerfile[^/]*$/.test(path),
    standardInput,
  });
}

function find(paths: readonly string[], standardInput: Buffer | null = null): LocalEntry[] {
  return [...fileSystem(standardInput).find(paths)];
}

function pathsOf(entries: readonly LocalEntry[]): string[] {
  return entries.map(({ path }) => path);
}

describe("a search", () => {
  test("finds Dockerfiles in the order of names, whatever order they were made in", () => {
    for (const path of [
      "b/Dockerfile",
      "Dockerfile.z",
      "a/x/Dockerfile",
      "a/Dockerfile",
      "Dockerfile",
      "a/code.go",
    ]) {
      directory.write(path, path);
    }
    const found = find(["."]);
    expect(pathsOf(found)).toEqual([
      "Dockerfile",
      "Dockerfile.z",
      "a/Dockerfile",
      "a/x/Dockerfile",
      "b/Dockerfile",
    ]);
    expect(found[4]).toEqual({ kind: "file", path: "b/Dockerfile", text: "b/Dockerfile" });
  });

  test("stays out of .git and node_modules, unless they are named", () => {
    directory.write(".git/Dockerfile", "FROM a");
    directory.write("app/node_modules/x/Dockerfile", "FROM a");
    expect(find(["."])).toEqual([]);
    expect(pathsOf(find(["app/node_modules"]))).toEqual(["app/node_modules/x/Dockerfile"]);
  });

  test("shows paths as they were named", () => {
    directory.write("app/Dockerfile", "FROM a");
    expect(pathsOf(find(["./app/"]))).toEqual(["app/Dockerfile"]);
    expect(pathsOf(find([join(directory.path, "app")]))).toEqual([
      join(directory.path, "app/Dockerfile"),
    ]);
    const below = new FileSystem({
      workingDirectory: join(directory.path, "app"),
      isDockerfile: () => true,
      standardInput: null,
    });
    expect(pathsOf([...below.find([".."])])).toEqual(["../app/Dockerfile"]);
  });

  test("gives each file once", () => {
    directory.write("app/Dockerfile", "FROM a");
    expect(pathsOf(find(["app", ".", "app/Dockerfile", "./app/Dockerfile"]))).toEqual([
      "app/Dockerfile",
    ]);
  });

  test("does not follow links, and says so", () => {
    const outside = new TemporaryDirectory();
    try {
      const secret = outside.write("secret", "password");
      symlinkSync(secret, join(directory.path, "Dockerfile"));
      symlinkSync(outside.path, join(directory.path, "linked"));
      outside.write("Dockerfile", "FROM outside");
      const reason = "is a symbolic link, which a search does not follow";
      expect(find(["."])).toEqual([{ kind: "unread", path: "Dockerfile", reason, given: false }]);
    } finally {
      outside.remove();
    }
  });

  test("passes over directories that link to themselves", () => {
    symlinkSync(".", join(directory.path, "loop"));
    directory.write("Dockerfile", "FROM a");
    expect(pathsOf(find(["."]))).toEqual(["Dockerfile"]);
  });

  test("goes into a directory that is named Dockerfile", () => {
    directory.write("Dockerfile/Dockerfile.api", "FROM a");
    expect(pathsOf(find(["."]))).toEqual(["Dockerfile/Dockerfile.api"]);
    expect(pathsOf(find(["Dockerfile"]))).toEqual(["Dockerfile/Dockerfile.api"]);
  });

  onPosix("reports what it found and could not read as not given", () => {
    directory.write("Dockerfile", Buffer.from("FROM a\nRUN \xff", "latin1"));
    directory.write("Dockerfile.bin", Buffer.from("\0\0"));
    execFileSync("mkfifo", [join(directory.path, "Dockerfile.pipe")]);
    expect(find(["."])).toEqual([
      { kind: "unread", path: "Dockerfile", reason: "is not UTF-8 (line 2)", given: false },
      {
        kind: "unread",
        path: "Dockerfile.bin",
        reason: "is a binary file (it holds NUL bytes)",
        given: false,
      },
      { kind: "unread", path: "Dockerfile.pipe", reason: "is not a regular file", given: false },
    ]);
  });

  test("finds nothing in an empty directory", () => {
    expect(find(["."])).toEqual([]);
  });
});

describe("a path that is named", () => {
  test("is a Dockerfile whatever its name, and keeps its bytes", () => {
    directory.write("build.txt", "\ufeffFROM ä\r\n");
    expect(find(["build.txt"])).toEqual([
      { kind: "file", path: "build.txt", text: "\ufeffFROM ä\r\n" },
    ]);
  });

  test("may be empty", () => {
    directory.write("Dockerfile", "");
    expect(find(["Dockerfile"])).toEqual([{ kind: "file", path: "Dockerfile", text: "" }]);
  });

  test("may be a link to a place outside", () => {
    const outside = new TemporaryDirectory();
    try {
      symlinkSync(outside.write("elsewhere", "FROM a"), join(directory.path, "Dockerfile"));
      expect(find(["Dockerfile"])).toEqual([{ kind: "file", path: "Dockerfile", text: "FROM a" }]);
      expect(find([".", "Dockerfile"])).toEqual([
        { kind: "file", path: "Dockerfile", text: "FROM a" },
      ]);
    } finally {
      outside.remove();
    }
  });

  test.each([
    ["missing/Dockerfile", "does not exist"],
    ["code/Dockerfile", "does not exist"],
    ["", "is an empty path"],
    ["loop", "is a symbolic link that leads to itself"],
    ["nowhere", "does not exist"],
    ["bytes", "is not UTF-8 (line 1)"],
    ["large", "is 600 KiB, above the limit of 512 KiB"],
    ["Dockerfile", "is a directory, and holds no Dockerfile"],
    ["/dev/null", "is neither a file nor a directory"],
    ["x".repeat(300), "is too long for a path"],
  ])("is an error when it cannot be read: %p", (path, reason) => {
    directory.write("code", "a file");
    directory.write("bytes", Buffer.from([0x46, 0xc3, 0x28]));
    directory.write("large", "#".repeat(600 * 1024));
    mkdirSync(join(directory.path, "Dockerfile"));
    symlinkSync("loop", join(directory.path, "loop"));
    symlinkSync("not-there", join(directory.path, "nowhere"));
    expect(find([path])).toEqual([
      { kind: "unread", path: path === "" ? '""' : path, reason, given: true },
    ]);
  });

  test("does not keep the others from being read", () => {
    directory.write("Dockerfile", "FROM a");
    expect(find(["missing", "Dockerfile"]).map(({ kind }) => kind)).toEqual(["unread", "file"]);
  });

  asUser("is an error when its permissions forbid it, a found one is not", () => {
    chmodSync(directory.write("Dockerfile", "FROM a"), 0o000);
    mkdirSync(join(directory.path, "closed"), { mode: 0o000 });
    const reason = "may not be read (permission denied)";
    expect(find(["Dockerfile"])).toEqual([
      { kind: "unread", path: "Dockerfile", reason, given: true },
    ]);
    expect(find(["."])).toEqual([
      { kind: "unread", path: "Dockerfile", reason, given: false },
      { kind: "unread", path: "closed", reason: `${reason}, so it was not searched`, given: false },
    ]);
    expect(find(["closed"])).toMatchObject([{ path: "closed", given: true }]);
    chmodSync(join(directory.path, "closed"), 0o700);
  });
});

describe("standard input", () => {
  test("is a Dockerfile, once", () => {
    expect(find(["-", "-"], Buffer.from("FROM a"))).toEqual([
      { kind: "file", path: "-", text: "FROM a" },
    ]);
  });

  test("is an error when it is no text", () => {
    const entries = find(["-"], Buffer.from([0]));
    expect(entries).toMatchObject([{ kind: "unread", path: "-", given: true }]);
  });

  test("is not known where GoReleaser builds", () => {
    directory.write("Dockerfile.goreleaser", "FROM a\nCOPY app /\n");
    const context = fileSystem().buildContext("Dockerfile.goreleaser", () => ["app"]);
    expect([context.exists("app"), context.list("")]).toEqual([null, null]);
  });

  test("has an unknown build context", () => {
    const context = fileSystem().buildContext("-", () => []);
    expect([context.exists("package.json"), context.list("")]).toEqual([null, null]);
  });
});

describe("the build context", () => {
  test("is the Dockerfile's own directory", () => {
    directory.write("app/Dockerfile", "");
    directory.write("app/package.json", "{}");
    directory.write("app/src/index.ts", "");
    directory.write("go.mod", "");
    const context = fileSystem().buildContext("app/Dockerfile", () => ["package.json"]);
    expect(context.exists("package.json")).toBe(true);
    expect(context.exists("./src/index.ts")).toBe(true);
    expect(context.exists("src/")).toBe(true);
    expect(context.exists("go.mod")).toBe(false);
    expect(context.exists("none/at/all")).toBe(false);
    expect(context.exists("")).toBe(true);
    expect([...(context.list("") ?? [])].sort()).toEqual(["Dockerfile", "package.json", "src/"]);
    expect(context.list("none")).toBeNull();
    expect(context.list("package.json")).toBeNull();
  });

  test("is the repository's root when what is copied exists only there", () => {
    mkdirSync(join(directory.path, ".git"));
    directory.write("docker/api/Dockerfile", "");
    directory.write("package.json", "{}");
    directory.write("services/api/main.ts", "");
    const root = fileSystem().buildContext("docker/api/Dockerfile", () => [
      "package.json",
      "services/api",
    ]);
    expect(root.list("")).toContain("services/");
    expect(root.exists("services/api/main.ts")).toBe(true);
  });

  test("may lie between the two, and is the nearest of equals", () => {
    mkdirSync(join(directory.path, ".git"));
    directory.write("app/docker/Dockerfile", "");
    directory.write("app/package.json", "{}");
    directory.write("app/src/x", "");
    directory.write("package.json", "{}");
    const between = fileSystem().buildContext("app/docker/Dockerfile", () => [
      "package.json",
      "src",
    ]);
    expect(between.list("")).toContain("docker/");
    const nothing = fileSystem().buildContext("app/docker/Dockerfile", () => ["not-there"]);
    expect(nothing.list("")).toEqual(["Dockerfile"]);
  });

  test("never leaves the repository, and is the own directory without one", () => {
    directory.write("package.json", "{}");
    directory.write("app/Dockerfile", "");
    const outside = fileSystem().buildContext("app/Dockerfile", () => ["package.json"]);
    expect(outside.exists("package.json")).toBe(false);
    mkdirSync(join(directory.path, "app/.git"));
    const inside = fileSystem().buildContext("app/Dockerfile", () => ["package.json"]);
    expect(inside.exists("package.json")).toBe(false);
  });

  test("is what a compose file or a workflow of the repository says", () => {
    mkdirSync(join(directory.path, ".git"));
    directory.write("docker/api.Dockerfile", "");
    directory.write("docker/x", "");
    directory.write("app/.dockerignore", "*.md\n");
    directory.write(
      "compose.yml",
      "services: { a: { build: { context: app, dockerfile: ../docker/api.Dockerfile } } }",
    );
    directory.write("Dockerfile", "");
    directory.write(
      ".github/workflows/a.yml",
      "jobs: { a: { steps: [ { run: docker build -f Dockerfile docker } ] } }",
    );
    const context = fileSystem().buildContext("docker/api.Dockerfile", () => ["x"]);
    expect([context.root, context.dockerfile]).toEqual(["app", "../docker/api.Dockerfile"]);
    expect(context.readText?.(".dockerignore")).toBe("*.md\n");
    expect(fileSystem().buildContext("Dockerfile", () => []).root).toBe("docker");
  });

  test("knows of nothing below a file, behind a link to itself, or of a name that no file can have", () => {
    directory.write("app/go.mod", "module app");
    directory.write("app/Dockerfile", "FROM a");
    symlinkSync("loop", join(directory.path, "app/loop"));
    const context = fileSystem().buildContext("app/Dockerfile", () => []);
    const paths = ["go.mod/cmd/server", "loop/x", `${"x".repeat(300)}/y`];
    expect(paths.map((path) => context.list(path))).toEqual([null, null, null]);
    expect(paths.map((path) => context.readText?.(path))).toEqual([null, null, null]);
    expect(context.exists("go.mod/cmd/server")).not.toBe(true);
  });

  test("gives the texts of its files, and the Dockerfile's own place", () => {
    mkdirSync(join(directory.path, ".git"));
    directory.write("docker/Dockerfile", "");
    directory.write("go.mod", "module x");
    directory.write(".dockerignore", "*.md\n");
    directory.write("large", "x".repeat(600_000));
    const context = fileSystem().buildContext("docker/Dockerfile", () => ["go.mod"]);
    expect(context.dockerfile).toBe("docker/Dockerfile");
    expect(context.readText?.(".dockerignore")).toBe("*.md\n");
    expect(context.readText?.("docker")).toBeNull();
    expect(context.readText?.("large")).toBeNull();
    expect(context.readText?.("none/at/all")).toBeNull();
  });

  test("asks for the sources only when somebody asks for files, and once", () => {
    mkdirSync(join(directory.path, ".git"));
    directory.write("app/Dockerfile", "");
    let asked = 0;
    const context = fileSystem().buildContext("app/Dockerfile", () => {
      asked++;
      return [];
    });
    expect(asked).toBe(0);
    context.exists("a");
    context.exists("b");
    context.list("");
    expect(asked).toBe(1);
  });
});

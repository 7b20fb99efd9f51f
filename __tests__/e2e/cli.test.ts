import { spawn, type SpawnOptions } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { TemporaryDirectory, TemporaryRepository } from "../git/temporary.ts";

const root = path.resolve(import.meta.dirname, "../..");
const cli = path.join(root, "dist/cli.js");
const maintainer = "FROM alpine:3.22\nMAINTAINER me@example.com\n";

interface Run {
  readonly state: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundle as a program of its own. */
function run(
  args: readonly string[],
  options: SpawnOptions & { input?: string } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { ...options, stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (state) => resolve({ state, stdout, stderr }));
    child.stdin.end(options.input ?? "");
  });
}

const built = existsSync(cli);
const describeBundle = built ? describe : describe.skip;

if (!built) {
  test.skip("dist/cli.js does not exist: run `npm run build`, then this test", () => undefined);
}

describeBundle("dist/cli.js", () => {
  let directory: TemporaryDirectory;

  beforeEach(() => {
    directory = new TemporaryDirectory();
    // Another user has to come in, see below.
    chmodSync(directory.path, 0o755);
  });

  afterEach(() => directory.remove());

  test("is a program, with the version of the package", async () => {
    expect(readFileSync(cli, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(cli).mode & 0o111).not.toBe(0);
    const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
      version: string;
    };
    expect(await run(["--version"])).toEqual({ state: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("judges the examples: every bad one fails, no good one has a finding", async () => {
    const { state, stdout, stderr } = await run(["check", "--format", "json", "examples"], {
      cwd: root,
    });
    expect([state, stderr]).toEqual([1, ""]);
    const { files } = JSON.parse(stdout) as {
      files: { path: string; score: number; findings: { rule: string; line: number }[] }[];
    };
    expect(files).toHaveLength(8);
    for (const { path: file, findings, score } of files) {
      if (file.endsWith(".good")) expect([file, findings, score]).toEqual([file, [], 100]);
      else expect(findings.length).toBeGreaterThan(3);
    }
  });

  test("ends with 0, 1 and 2", async () => {
    directory.write("good", "FROM scratch\n");
    directory.write("bad", maintainer);
    const cwd = directory.path;
    expect((await run(["check", "good"], { cwd })).state).toBe(0);
    expect((await run(["check", "bad"], { cwd })).state).toBe(1);
    expect((await run(["check", "missing"], { cwd })).state).toBe(2);
    expect((await run(["check", "--nonsense"], { cwd })).state).toBe(2);
    expect((await run(["nonsense"], { cwd })).state).toBe(2);
  });

  test("reads standard input", async () => {
    const checked = await run(["check", "-", "--format", "json"], { input: maintainer });
    expect(checked.state).toBe(1);
    expect(checked.stdout).toContain('"path": "-"');
    const fixed = await run(["fix", "-", "--rule", "DL4000"], { input: maintainer });
    expect(fixed.stdout).toBe(
      'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="me@example.com"\n',
    );
  });

  test("is not coloured when it is not on a terminal", async () => {
    const { stdout } = await run(["check", "-"], { input: maintainer });
    expect(stdout).toContain("deprecated-maintainer");
    expect(stdout).not.toContain("\u001b");
  });

  test("is quiet when its reader goes away", async () => {
    for (let index = 0; index < 300; index++) directory.write(`d${index}/Dockerfile`, maintainer);
    const ended = await new Promise<Run>((resolve, reject) => {
      const child = spawn(process.execPath, [cli, "check", "--format", "json"], {
        cwd: directory.path,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let stderr = "";
      child.stdout.once("data", () => child.stdout.destroy());
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.on("error", reject);
      child.on("close", (state) => resolve({ state, stdout: "", stderr }));
    });
    expect([ended.state, ended.stderr]).toEqual([1, ""]);
  });

  test("names what its user may not read", async () => {
    const closed = directory.write("Dockerfile", maintainer);
    chmodSync(closed, 0o000);
    directory.write("closed/Dockerfile", maintainer);
    chmodSync(path.join(directory.path, "closed"), 0o000);
    // Root may read everything, so somebody else looks: `nobody`.
    const isRoot = process.getuid?.() === 0;
    const options = { cwd: directory.path, ...(isRoot ? { uid: 65534, gid: 65534 } : {}) };
    const given = await run(["check", "Dockerfile"], options);
    expect(given.state).toBe(2);
    expect(given.stderr).toContain("Dockerfile may not be read (permission denied)");
    const found = await run(["check"], options);
    expect([found.state, found.stderr]).toEqual([0, ""]);
    expect(found.stdout).toContain(
      "closed  may not be read (permission denied), so it was not searched",
    );
    chmodSync(path.join(directory.path, "closed"), 0o755);
  });

  test("names what its user may not write, and leaves it as it was", async () => {
    const file = directory.write("Dockerfile", maintainer);
    chmodSync(file, 0o444);
    const isRoot = process.getuid?.() === 0;
    const options = { cwd: directory.path, ...(isRoot ? { uid: 65534, gid: 65534 } : {}) };
    const { state, stderr } = await run(["fix", "Dockerfile"], options);
    expect(state).toBe(2);
    expect(stderr).toMatch(/Dockerfile could not be written .*the file is as it was/);
    expect(readFileSync(file, "utf8")).toBe(maintainer);
  });

  test("reviews a branch of a git repository", async () => {
    const repository = new TemporaryRepository();
    try {
      repository.write("Dockerfile", "FROM alpine:3.22\n");
      repository.commit();
      repository.git("checkout", "-q", "-b", "feature");
      repository.write("Dockerfile", maintainer);
      repository.commit();
      const { state, stdout, stderr } = await run(["review"], { cwd: repository.path });
      expect([state, stderr]).toEqual([1, ""]);
      expect(stdout).toContain("deprecated-maintainer");
    } finally {
      repository.remove();
    }
  });
});

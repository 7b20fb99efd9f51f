import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { runGit, TemporaryDirectory } from "../git/temporary.ts";
import { runIn, type Run } from "./run-in.ts";

const bad = "FROM alpine:3.22\nMAINTAINER me@example.com\nWORKDIR app\n";
const safelyFixed =
  'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="me@example.com"\nWORKDIR app\n';
const rules = ["--rule", "deprecated-maintainer,relative-workdir"];

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = new TemporaryDirectory();
});

afterEach(() => directory.remove());

function fix(...args: string[]): Promise<Run> {
  return runIn(directory.path, ["fix", ...rules, ...args]);
}

function read(path: string): string {
  return readFileSync(join(directory.path, path), "utf8");
}

describe("fix", () => {
  test("writes what is safe, says what it did, and leaves nothing behind", async () => {
    const path = directory.write("Dockerfile", bad);
    chmodSync(path, 0o755);
    const { mode } = statSync(path);
    const { state, stdout, stderr } = await fix();
    expect([state, stderr]).toEqual([0, ""]);
    expect(read("Dockerfile")).toBe(safelyFixed);
    expect(statSync(path).mode).toBe(mode);
    expect(readdirSync(directory.path)).toEqual(["Dockerfile"]);
    expect(stdout).toBe(
      "Dockerfile\n  Replace MAINTAINER by the label for authors\n1 fix applied in 1 of 1 Dockerfile.\n",
    );
  });

  test("changes nothing a second time", async () => {
    directory.write("Dockerfile", bad);
    await fix();
    const { state, stdout } = await fix();
    expect([state, stdout]).toEqual([0, "Nothing to fix in 1 Dockerfile.\n"]);
    expect(read("Dockerfile")).toBe(safelyFixed);
  });

  test("writes also what a person should look at when that is asked for", async () => {
    directory.write("Dockerfile", bad);
    const { stdout } = await fix("--safety", "review");
    expect(read("Dockerfile")).toMatch(/^WORKDIR \/app$/m);
    expect(stdout).toMatch(/\(look it over\)\n2 fixes applied/);
  });

  test("keeps the byte order mark, CRLF and a missing last newline", async () => {
    const text = `\ufeff${bad.replaceAll("\n", "\r\n").trimEnd()}`;
    directory.write("Dockerfile", text);
    await fix();
    expect(read("Dockerfile")).toBe(`\ufeff${safelyFixed.replaceAll("\n", "\r\n").trimEnd()}`);
  });

  test("does not touch a file that needs nothing", async () => {
    const path = directory.write("Dockerfile", safelyFixed);
    const before = statSync(path).ino;
    await fix();
    expect(statSync(path).ino).toBe(before);
  });

  test("prints a diff that git applies, and writes nothing, with --dry-run", async () => {
    directory.write("a b/Dockerfile", bad);
    directory.write("c/Dockerfile", bad.replaceAll("\n", "\r\n"));
    directory.write("d/Dockerfile", safelyFixed);
    const { state, stdout, stderr } = await fix("--dry-run");
    expect(state).toBe(0);
    expect(read("a b/Dockerfile")).toBe(bad);
    expect(stderr).toContain("2 fixes to apply in 2 of 3 Dockerfiles.");
    directory.write("fixes.diff", stdout);
    runGit(directory.path, "init", "-q");
    runGit(directory.path, "apply", "fixes.diff");
    expect(read("a b/Dockerfile")).toBe(safelyFixed);
    expect(read("c/Dockerfile")).toBe(safelyFixed.replaceAll("\n", "\r\n"));
  });

  test("names files in a diff as they are below the working directory", async () => {
    const path = directory.write("app/Dockerfile", bad);
    expect((await fix("--dry-run", path)).stdout).toMatch(
      /^--- a\/app\/Dockerfile\n\+\+\+ b\/app\/Dockerfile\n/,
    );
    const outside = new TemporaryDirectory();
    try {
      const other = outside.write("Dockerfile", bad);
      expect((await fix("--dry-run", other)).stdout).toContain(`--- a${other}\n`);
    } finally {
      outside.remove();
    }
  });

  test("prints the fixed text of standard input, whether it had to be fixed or not", async () => {
    const args = ["fix", "-", ...rules];
    const first = await runIn(directory.path, args, { input: bad });
    expect([first.state, first.stdout]).toEqual([0, safelyFixed]);
    expect(first.stderr).toContain("1 fix applied");
    const second = await runIn(directory.path, args, { input: safelyFixed });
    expect([second.state, second.stdout]).toEqual([0, safelyFixed]);
  });

  test("ends with 2 for what cannot be read, and mends the others", async () => {
    directory.write("Dockerfile", bad);
    const { state, stderr } = await fix("missing", "Dockerfile");
    expect(state).toBe(2);
    expect(stderr).toContain("missing does not exist");
    expect(read("Dockerfile")).toBe(safelyFixed);
  });

  test("leaves alone what a search found and cannot read", async () => {
    directory.write("Dockerfile", Buffer.from([0xff, 0x0a]));
    const { state, stdout } = await fix();
    expect([state, stdout]).toEqual([
      0,
      "Dockerfile is not UTF-8 (line 1); left alone.\nNo Dockerfile found.\n",
    ]);
  });

  test("refuses an unknown safety", async () => {
    const { state, stderr } = await fix("--safety", "all");
    expect(state).toBe(2);
    expect(stderr).toMatch(/'all' is invalid.*safe, review/);
  });

  const ignoring = ["--rule", "missing-dockerignore", "--safety", "review"];
  const copying = "FROM python:3.13\nCOPY . /app\n";

  test("writes files beside Dockerfiles, each once, and says which", async () => {
    directory.write("app/Dockerfile", copying);
    directory.write("app/Dockerfile.dev", copying);
    directory.write("app/setup.py", "");
    const { state, stdout } = await runIn(directory.path, ["fix", ...ignoring]);
    expect(state).toBe(0);
    expect(read("app/.dockerignore")).toContain("**/__pycache__\n");
    expect([read("app/Dockerfile"), read("app/Dockerfile.dev")]).toEqual([copying, copying]);
    expect(stdout).toBe(
      "app/Dockerfile\n  Add a .dockerignore: check that the build needs nothing that it names: app/.dockerignore (look it over)\n" +
        "1 fix applied in 1 of 2 Dockerfiles.\n",
    );
    expect((await runIn(directory.path, ["fix", ...ignoring])).stdout).toBe(
      "Nothing to fix in 2 Dockerfiles.\n",
    );
  });

  test("prints new files in the diff of --dry-run", async () => {
    directory.write("app/Dockerfile", copying);
    directory.write("app/setup.py", "");
    const { stdout } = await runIn(directory.path, ["fix", ...ignoring, "--dry-run"]);
    expect(readdirSync(join(directory.path, "app"))).toEqual(["Dockerfile", "setup.py"]);
    directory.write("fixes.diff", stdout);
    runGit(directory.path, "init", "-q");
    runGit(directory.path, "apply", "fixes.diff");
    expect(read("app/.dockerignore")).toContain("**/__pycache__\n");
  });

  test("knows no files beside standard input", async () => {
    directory.write("setup.py", "");
    const { stdout } = await runIn(directory.path, ["fix", ...ignoring, "-"], { input: copying });
    expect([stdout, readdirSync(directory.path)]).toEqual([copying, ["setup.py"]]);
  });
});

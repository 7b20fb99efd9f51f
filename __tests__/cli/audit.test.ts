import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { TemporaryDirectory } from "../git/temporary.ts";
import { runIn } from "./run-in.ts";

const maintainer = "FROM alpine:3.22\nMAINTAINER me@example.com\n";
const rule = ["--rule", "deprecated-maintainer"];
const usual = ".github/dockerfile-review-baseline.json";

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = new TemporaryDirectory();
  directory.write(".git/HEAD", "ref: refs/heads/main\n");
});

afterEach(() => directory.remove());

const run = (...args: string[]) => runIn(directory.path, args);
const read = (path: string) => readFileSync(join(directory.path, path), "utf8");

describe("dockerfile-review audit", () => {
  test("judges every Dockerfile but vendored ones, and writes the reports that are asked for", async () => {
    directory.write("api/Dockerfile", maintainer);
    directory.write("vendor/x/Dockerfile", maintainer);
    const files = ["--html", "r.html", "--json", "r.json", "--sarif", "r.sarif"];
    const { state, stdout, stderr } = await run("audit", ...rule, ...files);
    expect([state, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("1 error in 1 Dockerfile");
    expect(read("r.html")).toContain("<!doctype html>");
    const sarif = JSON.parse(read("r.sarif")) as {
      runs: { automationDetails: { id: string }; results: unknown[] }[];
    };
    expect(sarif.runs[0]?.automationDetails.id).toBe("dockerfile-audit/");
    expect(sarif.runs[0]?.results).toHaveLength(1);
    expect(read("r.json")).toContain('"api/Dockerfile"');
  });

  test("says once where it found no Dockerfile", async () => {
    const { state, stdout } = await run("audit");
    expect([state, stdout]).toEqual([0, "No Dockerfile found in the current directory.\n"]);
  });

  test("ends with 1 only when --fail-on asks for it, and with 2 for bad input", async () => {
    directory.write("Dockerfile", maintainer);
    expect((await run("audit", ...rule)).state).toBe(0);
    expect((await run("audit", ...rule, "--fail-on", "error")).state).toBe(1);
    const missing = await run("audit", "nowhere");
    expect([missing.state, missing.stderr]).toEqual([
      2,
      expect.stringContaining("nowhere is not a directory"),
    ]);
    const named = await run("audit", "--baseline", "none.json");
    expect([named.state, named.stderr]).toEqual([2, expect.stringContaining("none.json")]);
  });

  test("writes a baseline with paths of the repository, keeps what it did not look at, and honours it", async () => {
    directory.write("a/Dockerfile", maintainer);
    directory.write("b/Dockerfile", maintainer);
    const written = await run("audit", ...rule, "--write-baseline");
    expect([written.state, existsSync(join(directory.path, usual))]).toEqual([0, true]);
    await run("audit", "a", ...rule, "--write-baseline");
    const { findings } = JSON.parse(read(usual)) as { findings: { path: string }[] };
    expect(findings.map(({ path }) => path)).toEqual(["a/Dockerfile", "b/Dockerfile"]);
    const after = await run("audit", "b", ...rule, "--fail-on", "info");
    expect(after.state).toBe(0);
    expect(after.stdout).toContain("accepts 1 of the findings");
    expect(after.stdout).not.toContain("match nothing");
  });

  test("shares the baseline that the settings name with check, wherever that is called from", async () => {
    directory.write("a/Dockerfile", maintainer);
    directory.write(".github/dockerfile-review.yml", "baseline: accepted.json\n");
    directory.write("accepted.json", '{ "version": 1, "findings": [] }');
    expect((await run("check", ...rule)).state).toBe(1);
    expect((await run("audit", ...rule, "--write-baseline")).stdout).toContain("accepted.json");
    expect((await run("check", ...rule)).state).toBe(0);
    expect((await runIn(join(directory.path, "a"), ["check", ...rule])).state).toBe(0);
    const other = await run("audit", "--rule", "latest-base-image");
    expect(other.stdout).not.toContain("match nothing");
    directory.write("a/Dockerfile", "FROM alpine:3.22\n");
    expect((await run("audit", ...rule)).stdout).toContain("match nothing any more");
  });

  test("check and fix say of rules that judge whole repositories where they are judged", async () => {
    directory.write("Dockerfile", "FROM alpine:3.22\n");
    directory.write(
      ".github/workflows/ci.yml",
      "jobs: { a: { steps: [{ run: docker build . }] } }\n",
    );
    const wanted =
      "`unscanned-image` looks at the whole repository, and so only audits judge it: `dockerfile-review audit --rule unscanned-image`.";
    for (const command of ["check", "fix"]) {
      const { state, stderr } = await run(command, "--rule", "unscanned-image");
      expect([state, stderr]).toEqual([2, expect.stringContaining(wanted)]);
    }
    const both = await run("check", "--rule", "unscanned-image,latest-base-image");
    expect([both.state, both.stdout]).toEqual([0, expect.stringContaining(wanted)]);
    const audit = await run("audit", "--rule", "unscanned-image", "--fail-on", "info");
    expect([audit.state, audit.stdout]).toEqual([1, expect.stringContaining("unscanned-image")]);
    expect((await run("check", "--preset", "all")).stdout).not.toContain("only audits");
  });

  test("judges the repository around the Dockerfiles", async () => {
    directory.write("Dockerfile", "FROM alpine:3.22\n");
    directory.write("compose.yaml", "services:\n  app:\n    build: .\n");
    directory.write(
      ".github/workflows/ci.yml",
      "on: push\njobs:\n  a:\n    steps:\n      - run: docker build .\n",
    );
    const { stdout } = await run("audit", "--json", "r.json");
    expect(stdout).toContain("Dockerfile");
    for (const name of [
      "unscanned-image",
      "unautomated-base-updates",
      "writable-root-filesystem",
    ]) {
      expect(read("r.json")).toContain(`"${name}"`);
      expect((await run("check", "--format", "json")).stdout).not.toContain(`"${name}"`);
    }
  });
});

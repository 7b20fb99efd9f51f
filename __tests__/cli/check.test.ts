import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { onPosix, TemporaryDirectory } from "../git/temporary.ts";
import { runIn, type Run } from "./run-in.ts";

interface JsonReport {
  readonly version: number;
  readonly files: readonly {
    readonly path: string;
    readonly score: number;
    readonly findings: readonly { readonly rule: string; readonly line: number }[];
  }[];
  readonly summary: { readonly files: number; readonly errors: number };
}

const maintainer = "FROM alpine:3.22\nMAINTAINER me@example.com\n";

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = new TemporaryDirectory();
});

afterEach(() => directory.remove());

function check(...args: string[]): Promise<Run> {
  return runIn(directory.path, ["check", ...args]);
}

async function checkJson(...args: string[]): Promise<JsonReport> {
  const { stdout } = await check("--format", "json", ...args);
  return JSON.parse(stdout) as JsonReport;
}

async function rulesIn(...args: string[]): Promise<string[]> {
  const { files } = await checkJson(...args);
  return files.flatMap((file) => file.findings.map(({ rule }) => rule));
}

describe("the exit state", () => {
  beforeEach(() => {
    directory.write("Dockerfile", maintainer);
  });

  test.each([
    [["--rule", "deprecated-maintainer"], 1],
    [["--rule", "deprecated-maintainer", "--fail-on", "warning"], 1],
    [["--rule", "deprecated-maintainer", "--fail-on", "never"], 0],
    [["--rule", "missing-user"], 0],
    [["--rule", "missing-user", "--fail-on", "info"], 1],
    [["--rule", "duplicate-stage-name", "--fail-on", "info"], 0],
  ])("of %j is %i", async (args, state) => {
    expect((await check(...args)).state).toBe(state);
  });

  test.each([
    [["--fail-on", "fatal"], /--fail-on.*'fatal' is invalid.*error, warning, info, never/],
    [["--format", "xml"], /--format.*'xml' is invalid.*rdjson/],
    [["--preset", "recomended"], /--preset.*'recomended' is invalid.*recommended/],
    [
      ["--rule", "latest-base-imge"],
      /no rule "latest-base-imge".*Did you mean "latest-base-image"/,
    ],
    [["--ignore", "DL30007"], /no rule "DL30007".*Did you mean "DL3007"/],
    [["--colour"], /unknown option '--colour'/],
    [["--formt", "json"], /unknown option '--formt'[^]*Did you mean --format/],
    [["--format"], /argument missing/],
    [["--output", "no/such/folder"], /no\/such\/folder could not be written/],
  ])("of %j is 2, with the reason and nothing else", async (args, reason) => {
    const { state, stdout, stderr } = await check(...args);
    expect(state).toBe(2);
    expect(stderr).toMatch(reason);
    expect(stdout).toBe("");
  });

  test("is 2 when a file that was named cannot be read, though the others are judged", async () => {
    directory.write("latin", Buffer.from("FROM a\n# \xe9\n", "latin1"));
    const { state, stdout, stderr } = await check(
      "missing",
      "latin",
      "Dockerfile",
      "--format",
      "json",
    );
    expect(state).toBe(2);
    expect(stderr).toContain("dockerfile-review: missing does not exist\n");
    expect(stderr).toContain("dockerfile-review: latin is not UTF-8 (line 2)\n");
    expect((JSON.parse(stdout) as JsonReport).files.map(({ path }) => path)).toEqual([
      "Dockerfile",
    ]);
  });

  test("is not touched by a file that was found and cannot be read", async () => {
    symlinkSync("/etc/passwd", join(directory.path, "Dockerfile.linked"));
    const { state, stdout, stderr } = await check("--rule", "duplicate-stage-name");
    expect([state, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Dockerfile.linked");
    expect(stdout).toContain("symbolic link");
  });
});

describe("what is judged", () => {
  test("is every Dockerfile below the current directory when no path is given", async () => {
    directory.write("a/Dockerfile", maintainer);
    directory.write("b/api.Dockerfile", maintainer);
    directory.write("b/Containerfile", maintainer);
    directory.write("b/notes.txt", maintainer);
    directory.write("node_modules/x/Dockerfile", maintainer);
    const { version, files, summary } = await checkJson();
    expect(version).toBe(1);
    expect(files.map(({ path }) => path)).toEqual([
      "a/Dockerfile",
      "b/Containerfile",
      "b/api.Dockerfile",
    ]);
    expect(summary).toMatchObject({ files: 3, errors: 3 });
    expect(files[0]?.findings).toContainEqual(
      expect.objectContaining({ rule: "deprecated-maintainer", line: 2 }),
    );
  });

  test("is standard input for a dash", async () => {
    const { state, stdout } = await runIn(directory.path, ["check", "-", "--format", "json"], {
      input: maintainer,
    });
    expect(state).toBe(1);
    expect((JSON.parse(stdout) as JsonReport).files.map(({ path }) => path)).toEqual(["-"]);
  });

  test("is said when it is nothing", async () => {
    directory.write("src/code.ts", "x");
    const { state, stdout } = await check("src");
    expect(state).toBe(0);
    expect(stdout).toContain("No Dockerfile found in src.");
    expect((await check()).stdout).toContain("No Dockerfile found in the current directory.");
  });

  test("may be an empty file, which is no Dockerfile", async () => {
    directory.write("Dockerfile", "");
    expect(await rulesIn()).toContain("syntax-error");
  });

  test("knows the files beside it", async () => {
    directory.write("with/package.json", "{}");
    directory.write("with/Dockerfile", "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n");
    expect(await rulesIn("--rule", "source-before-dependencies")).toEqual([
      "source-before-dependencies",
    ]);
  });
});

describe("which rules are run", () => {
  beforeEach(() => {
    directory.write("Dockerfile", "FROM alpine:latest\nMAINTAINER me\nWORKDIR app\n");
  });

  test("is said by name, by id, in a row and with commas", async () => {
    expect(await rulesIn("--rule", "DL3007,deprecated-maintainer", "--rule", "dl3000")).toEqual([
      "latest-base-image",
      "deprecated-maintainer",
      "relative-workdir",
    ]);
  });

  test("is narrowed by --ignore", async () => {
    const rules = await rulesIn("--ignore", "DL3007", "--ignore", "relative-workdir");
    expect(rules).toContain("deprecated-maintainer");
    expect(rules).not.toContain("latest-base-image");
    expect(rules).not.toContain("relative-workdir");
  });

  test("is said by a preset", async () => {
    const all = await rulesIn("--preset", "all");
    expect(all.length).toBeGreaterThanOrEqual((await rulesIn("--preset", "security")).length);
    expect(await rulesIn("--preset", "security")).not.toContain("deprecated-maintainer");
  });
});

describe("the formats", () => {
  beforeEach(() => {
    directory.write("Dockerfile", maintainer);
  });

  test.each([
    ["text", /Dockerfile/],
    ["markdown", /^### Dockerfile review/],
    ["github", /^::error /m],
    ["rdjson", /"diagnostics"/],
    ["json", /"version": ?1/],
  ])("%s names the finding and ends with one newline", async (format, expected) => {
    const { stdout } = await check("--format", format, "--rule", "deprecated-maintainer");
    expect(stdout).toMatch(expected);
    expect(stdout).toMatch(/deprecated-maintainer/);
    expect(stdout).toMatch(/[^\n]\n$/);
  });

  test("are coloured only on a terminal, and never in a file", async () => {
    const escape = "\u001b[";
    const args = ["check", "--rule", "deprecated-maintainer"];
    expect((await runIn(directory.path, args, { colour: true })).stdout).toContain(escape);
    expect((await runIn(directory.path, args)).stdout).not.toContain(escape);
    const toFile = await runIn(directory.path, [...args, "--output", "report.txt"], {
      colour: true,
    });
    expect(toFile).toEqual({ state: 1, stdout: "", stderr: "" });
    const written = readFileSync(join(directory.path, "report.txt"), "utf8");
    expect(written).toContain("deprecated-maintainer");
    expect(written).not.toContain(escape);
  });

  onPosix("show no control characters of file names", async () => {
    directory.write("\u001b[31mred/Dockerfile", maintainer);
    const { stdout } = await check("--rule", "deprecated-maintainer");
    expect(stdout).not.toContain("\u001b");
    expect((await check("\u001b[2J")).stderr).not.toContain("\u001b");
  });
});

test("thousands of files are judged in one call", async () => {
  for (let index = 0; index < 2000; index++) directory.write(`d${index}/Dockerfile`, maintainer);
  const { files } = await checkJson("--rule", "deprecated-maintainer");
  expect(files).toHaveLength(2000);
  expect(files.every(({ findings }) => findings.length === 1)).toBe(true);
});

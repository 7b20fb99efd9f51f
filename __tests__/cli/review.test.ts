import { unlinkSync, renameSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { TemporaryDirectory, TemporaryRepository } from "../git/temporary.ts";
import { runIn, type Run } from "./run-in.ts";

const good = "FROM alpine:3.22\nWORKDIR /app\n";
const withMaintainer = "FROM alpine:3.22\nMAINTAINER me@example.com\nWORKDIR /app\n";
const rules = ["--rule", "deprecated-maintainer,relative-workdir"];

interface JsonFile {
  readonly path: string;
  readonly findings: readonly { readonly rule: string }[];
}

let repository: TemporaryRepository;

beforeEach(() => {
  repository = new TemporaryRepository();
  repository.write("Dockerfile", good);
  repository.write("old/Dockerfile", withMaintainer);
  repository.write("gone/Dockerfile", withMaintainer);
  repository.write("untouched/Dockerfile", withMaintainer);
  repository.commit();
  repository.git("checkout", "-q", "-b", "feature");
});

afterEach(() => repository.remove());

function review(...args: string[]): Promise<Run> {
  return runIn(repository.path, ["review", ...rules, ...args]);
}

async function reviewedFiles(...args: string[]): Promise<readonly JsonFile[]> {
  const { stdout } = await review("--format", "json", ...args);
  return (JSON.parse(stdout) as { files: readonly JsonFile[] }).files;
}

describe("review", () => {
  test("fails for what the branch brings, and names it", async () => {
    repository.write("Dockerfile", withMaintainer);
    repository.commit();
    const { state, stdout, stderr } = await review();
    expect([state, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("deprecated-maintainer");
    expect(await reviewedFiles()).toEqual([
      expect.objectContaining({
        path: "Dockerfile",
        findings: [expect.objectContaining({ rule: "deprecated-maintainer" })],
      }),
    ]);
  });

  test("passes when a branch changes a file whose findings were there before", async () => {
    repository.write("old/Dockerfile", `${withMaintainer}EXPOSE 80\n`);
    repository.commit();
    const { state } = await review();
    expect(state).toBe(0);
    expect((await reviewedFiles()).map(({ path }) => path)).toEqual(["old/Dockerfile"]);
  });

  test("follows a renamed file to its base, and does not look at removed ones", async () => {
    mkdirSync(join(repository.path, "new"));
    renameSync(join(repository.path, "old/Dockerfile"), join(repository.path, "new/Dockerfile"));
    unlinkSync(join(repository.path, "gone/Dockerfile"));
    repository.commit();
    expect((await review()).state).toBe(0);
    expect((await reviewedFiles()).map(({ path }) => path)).toEqual(["new/Dockerfile"]);
  });

  test("gives the comment of the pull request as Markdown", async () => {
    repository.write("Dockerfile", withMaintainer);
    repository.commit();
    const { stdout } = await review("--format", "markdown");
    expect(stdout).toMatch(/^### Dockerfile review: 1 new problem/);
    expect(stdout).toContain("```diff");
  });

  test("tells of changes that are not committed", async () => {
    repository.commit();
    repository.write("Dockerfile", withMaintainer);
    repository.write("added/Dockerfile", good);
    repository.write("other.txt", "x");
    const { state, stdout } = await review();
    expect(state).toBe(0);
    expect(stdout).toContain(
      "Changes that are not committed were not reviewed: Dockerfile, added/Dockerfile.",
    );
    expect(stdout).not.toContain("other.txt");
    const elsewhere = await review("--head", "main", "--base", "main");
    expect(elsewhere.stdout).toContain(
      "The head is part of main already, so nothing was compared.",
    );
    expect(elsewhere.stdout).toContain("No Dockerfile changed");
  });

  test("compares the branches that are named, from a subdirectory too", async () => {
    repository.write("Dockerfile", withMaintainer);
    repository.commit();
    repository.git("checkout", "-q", "main");
    repository.git("branch", "-m", "trunk");
    const args = ["review", ...rules, "--base", "trunk", "--head", "feature"];
    const { state, stdout } = await runIn(join(repository.path, "old"), args);
    expect(state).toBe(1);
    expect(stdout).toContain("Dockerfile");
  });

  test("names links and templates that it did not review", async () => {
    repository.write("Dockerfile.j2", "FROM {{ image }}\n");
    repository.write("latin/Dockerfile", Buffer.from("FROM a\n# \xe9\n", "latin1"));
    repository.commit();
    const { state, stdout } = await review();
    expect(state).toBe(0);
    expect(stdout).toContain("Dockerfile.j2 is a template, so it was not reviewed.");
    expect(stdout).toContain("is not UTF-8 (line 2)");
  });

  test.each([
    [["--base", "nowhere"], /--base "nowhere" names no commit/],
    [["--head", "nowhere"], /--head "nowhere" names no commit/],
    [["--base=--output=x"], /--base "--output=x" names no commit/],
    [["--format", "github"], /'github' is invalid.*text, markdown, json/],
    [["extra"], /too many arguments/],
  ])("ends with 2 for %j", async (args, reason) => {
    const { state, stdout, stderr } = await review(...args);
    expect([state, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(reason);
  });

  test("ends with 2 outside of a repository", async () => {
    const plain = new TemporaryDirectory();
    try {
      const { state, stderr } = await runIn(plain.path, ["review"]);
      expect(state).toBe(2);
      expect(stderr).toMatch(/^dockerfile-review: .* is not in a git repository/);
    } finally {
      plain.remove();
    }
  });
});

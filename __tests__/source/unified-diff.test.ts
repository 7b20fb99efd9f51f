import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { unifiedDiff } from "../../src/source/unified-diff.ts";

let repository = "";

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), "unified-diff-"));
  git(["init", "--quiet"]);
});

afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
});

function git(args: readonly string[], input = ""): void {
  execFileSync("git", args, { cwd: repository, input, stdio: ["pipe", "pipe", "pipe"] });
}

/** What the real `git apply` makes of a file. */
function applyWithGit(path: string, before: string | null, diff: string): string {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  if (before !== null) writeFileSync(file, before);
  git(["apply", "-"], diff);
  return readFileSync(file, "utf8");
}

describe("unifiedDiff", () => {
  test("writes the headers and hunks that git writes", () => {
    expect(unifiedDiff("web/Dockerfile", "FROM node\nRUN a\n", "FROM node:24\nRUN a\n")).toBe(
      [
        "--- a/web/Dockerfile",
        "+++ b/web/Dockerfile",
        "@@ -1,2 +1,2 @@",
        "-FROM node",
        "+FROM node:24",
        " RUN a",
        "",
      ].join("\n"),
    );
  });

  test("is empty when nothing differs", () => {
    expect(unifiedDiff("Dockerfile", "FROM a\n", "FROM a\n")).toBe("");
  });

  test.each([
    ["changes a line", "a\nb\nc\n", "a\nB\nc\n"],
    ["keeps Windows line endings", "a\r\nb\r\nc\r\n", "a\r\nB\r\nx\r\nc\r\n"],
    ["keeps a missing final newline", "a\nb", "a\nc"],
    ["adds a final newline", "a\nb", "a\nb\n"],
    ["takes a final newline away", "a\nb\n", "a\nb"],
    ["empties a file", "a\nb\n", ""],
    ["fills an empty file", "", "a\nb\n"],
    [
      "changes far-apart lines",
      numbered(1, 60),
      numbered(1, 60).replace("5\n", "five\n").replace("50\n", "x\n"),
    ],
    ["changes only a line's ending", "a\r\nb\n", "a\nb\n"],
    ["keeps lone carriage returns", "a\rb\nc\n", "a\rB\nc\n"],
    [
      "changes lines that look like diff marks",
      "--- a\n+++ b\n@@ -1 +1 @@\n",
      "--- a\n+++ c\n@@ -1 +1 @@\n\\ x\n",
    ],
  ])("%s so that git apply gives the new text", (_name, before, after) => {
    expect(applyWithGit("Dockerfile", before, unifiedDiff("Dockerfile", before, after))).toBe(
      after,
    );
  });

  test.each([
    "my app/Dockerfile",
    "with  two blanks /Docker file",
    "Dockerfile 2024-01-01 00:00:00",
    'quo"ted/Dockerfile',
    "back\\slash",
    "tab\there",
    "new\nline",
    "grün/Dockerfile",
    "`ticks`|pipe",
    "-dash",
    'ends with "',
  ])("accepts the path %j", (path) => {
    const before = "a\nb\n";
    const after = "a\nc\n";
    expect(applyWithGit(path, before, unifiedDiff(path, before, after))).toBe(after);
    const created = `new/${path}`;
    expect(applyWithGit(created, null, unifiedDiff(created, null, after))).toBe(after);
  });

  test("makes a new file without a final newline", () => {
    const diff = unifiedDiff("made/Dockerfile", null, "FROM scratch");
    expect(diff).toContain("--- /dev/null\n+++ b/made/Dockerfile\n");
    expect(applyWithGit("made/Dockerfile", null, diff)).toBe("FROM scratch");
  });

  test("stays right, and quick, when thousands of lines differ", () => {
    const before = `same\n${numbered(1, 20_000)}end`;
    const after = `same\n${numbered(50_000, 70_000)}end`;
    expect(applyWithGit("Dockerfile", before, unifiedDiff("Dockerfile", before, after))).toBe(
      after,
    );
  });

  test("names a file by an absolute path from the root, so that git takes the name", () => {
    const diff = unifiedDiff("/srv/app/Dockerfile", "FROM a\n", "FROM b\n");
    expect(diff).toContain("--- a/srv/app/Dockerfile\n+++ b/srv/app/Dockerfile\n");
    expect(applyWithGit("srv/app/Dockerfile", "FROM a\n", diff)).toBe("FROM b\n");
  });

  test("git apply gives exactly the new text for random edits", () => {
    const line = fc.constantFrom("a", "b", "RUN x", "", " ", "\tq", "é", "+", "-", "\\ No newline");
    const ending = fc.constantFrom("\n", "\n", "\r\n");
    const text = fc
      .tuple(fc.array(fc.tuple(line, ending), { maxLength: 30 }), fc.boolean())
      .map(([lines, final]) => {
        const all = lines.map(([content, end]) => content + end).join("");
        return final ? all : all.replace(/\r?\n$/, "");
      });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff("Dockerfile", before, after);
        if (before === after) return diff === "";
        return applyWithGit("Dockerfile", before, diff) === after;
      }),
      { numRuns: 60 },
    );
  });
});

function numbered(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `${from + index}\n`).join("");
}

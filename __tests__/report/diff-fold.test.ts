import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { diffFold } from "../../src/report/file-folds.ts";
import { makeFile, makeFix, replace } from "./make-report.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "diff-fold-"));
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the diff holds the files that fixes write, new and changed, for git apply", () => {
  const text = "FROM python:3.13\nRUN pip install flask\n";
  const path = "services/api/Dockerfile";
  const fixes = [
    makeFix([replace(text, "pip install", "pip install --no-cache-dir")]),
    makeFix([], { files: [{ path: ".dockerignore", before: null, text: ".git\n" }] }),
    makeFix([], { files: [{ path: "my notes.txt", before: "a\r\nb", text: "a\r\nb\r\n" }] }),
  ];
  const fold = diffFold(makeFile(text, { path, contextRoot: "services", fixes }), fixes) ?? "";
  expect(fold).toContain("new file mode 100644\n--- /dev/null\n+++ b/services/.dockerignore\n");
  expect(fold).toContain("3 verified fixes as one diff");
  expect(fold).toContain("Text copied from this page has lost the file's Windows line endings.");

  mkdirSync(join(folder, "services/api"), { recursive: true });
  writeFileSync(join(folder, path), text);
  writeFileSync(join(folder, "services/my notes.txt"), "a\r\nb");
  const diff = /^(`{3,})diff\n([^]*?)^\1$/m.exec(fold)?.[2] ?? "";
  execFileSync("git", ["apply", "-"], { cwd: folder, input: diff });
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  expect(read(path)).toBe(text.replace("pip install", "pip install --no-cache-dir"));
  expect(read("services/.dockerignore")).toBe(".git\n");
  expect(read("services/my notes.txt")).toBe("a\r\nb\r\n");
});

test("a fix that only writes a file has a diff of its own", () => {
  const fixes = [makeFix([], { files: [{ path: "notes", before: null, text: "x\n" }] })];
  const fold = diffFold(makeFile("FROM a:1\n", { fixes }), fixes) ?? "";
  expect(fold).toContain("```diff\ndiff --git a/notes b/notes\nnew file mode 100644\n");
  expect(fold).not.toContain("a/Dockerfile");
});

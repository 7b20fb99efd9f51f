import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { replaceText, rewriteFile, writeText } from "../../src/git/write-text.ts";
import { UserError } from "../../src/settings/user-error.ts";
import { asUser, onPosix, TemporaryDirectory } from "./temporary.ts";

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = new TemporaryDirectory();
});

afterEach(() => directory.remove());

onPosix("replaceText keeps the mode and leaves nothing behind", () => {
  const path = directory.write("Dockerfile", "old");
  chmodSync(path, 0o754);
  replaceText(path, "\ufeffnew\r\n");
  expect(readFileSync(path)).toEqual(Buffer.from("\ufeffnew\r\n"));
  expect(statSync(path).mode & 0o7777).toBe(0o754);
  expect(readdirSync(directory.path)).toEqual(["Dockerfile"]);
});

test("replaceText writes through a link and keeps the link", () => {
  const target = directory.write("real/Dockerfile", "old");
  const link = join(directory.path, "Dockerfile");
  symlinkSync("real/Dockerfile", link);
  replaceText(link, "new");
  expect(readFileSync(target, "utf8")).toBe("new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

test("replaceText names the file that is gone", () => {
  const path = join(directory.path, "gone");
  expect(() => replaceText(path, "x")).toThrow(UserError);
  expect(() => replaceText(path, "x")).toThrow(`${path} could not be written`);
});

describe("rewriteFile", () => {
  const rewrite = (path: string, before: string | null, text = "new"): void =>
    rewriteFile(directory.path, { path, before, text });
  const read = (path: string): string => readFileSync(join(directory.path, path), "utf8");

  test("makes a new file and replaces one that is as it was", () => {
    directory.write("app/notes", "\ufeffold\r\n");
    rewrite("app/fresh", null);
    rewrite("app/notes", "\ufeffold\r\n");
    expect([read("app/fresh"), read("app/notes")]).toEqual(["new", "new"]);
    expect(readdirSync(join(directory.path, "app"))).toEqual(["fresh", "notes"]);
  });

  test("leaves alone what is not what the fix was made from", () => {
    directory.write("notes", "somebody's");
    expect(() => rewrite("notes", null)).toThrow(/has come into being meanwhile/);
    expect(() => rewrite("notes", "old")).toThrow(/has changed meanwhile/);
    expect(() => rewrite("gone", "old")).toThrow(/is not a regular file any more/);
    expect(() => rewrite("none/fresh", null)).toThrow(/does not exist/);
    expect([readdirSync(directory.path), read("notes")]).toEqual([["notes"], "somebody's"]);
  });

  test("follows no symbolic link, neither of the file nor out of the context", () => {
    const outside = new TemporaryDirectory();
    const target = outside.write("notes", "old");
    symlinkSync(target, join(directory.path, "notes"));
    symlinkSync(outside.path, join(directory.path, "away"));
    expect(() => rewrite("notes", "old")).toThrow(/is not a regular file/);
    expect(() => rewrite("away/notes", "old")).toThrow(/lies outside the build context/);
    expect(() => rewrite("away/fresh", null)).toThrow(UserError);
    expect(readdirSync(outside.path)).toEqual(["notes"]);
    expect(readFileSync(target, "utf8")).toBe("old");
    outside.remove();
  });
});

asUser("replaceText respects write protection of the file and of its directory", () => {
  const path = directory.write("Dockerfile", "old");
  chmodSync(path, 0o444);
  expect(() => replaceText(path, "new")).toThrow(/may write to it and to its directory/);
  chmodSync(path, 0o644);
  chmodSync(directory.path, 0o555);
  expect(() => replaceText(path, "new")).toThrow(UserError);
  chmodSync(directory.path, 0o755);
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(directory.path)).toEqual(["Dockerfile"]);
});

test("writeText writes over what is there, and names a directory that is in the way", () => {
  const path = directory.write("report.json", "longer than the new text");
  writeText(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
  mkdirSync(join(directory.path, "folder"));
  for (const name of ["folder", "none/report.json", "report.json/x"]) {
    expect(() => writeText(join(directory.path, name), "x")).toThrow(
      /could not be written.*Name a file in a directory/,
    );
  }
});

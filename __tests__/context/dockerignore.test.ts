import { describe, expect, test } from "@jest/globals";
import { unknownContext } from "../../src/context/build-context.ts";
import { contextFromListings } from "../../src/context/build-context.ts";
import {
  dockerignoreOf,
  hasExceptionBelow,
  ignoringLine,
  readIgnoreLines,
  type Dockerignore,
} from "../../src/context/dockerignore.ts";
import { contextOf } from "../support/describe-rule.ts";

function fileOf(...lines: readonly string[]): Dockerignore {
  const read = readIgnoreLines(lines.join("\n"));
  if (read === null) throw new Error("Docker would refuse these lines");
  return { path: ".dockerignore", lines: read };
}

/** Which of some paths are kept out. */
function ignored(patterns: readonly string[], paths: readonly string[]): readonly string[] {
  const file = fileOf(...patterns);
  return paths.filter((path) => ignoringLine(file, path) !== null);
}

describe("patterns", () => {
  test.each([
    [["node_modules"], ["node_modules", "node_modules/a/b"], ["web/node_modules", "node_modules2"]],
    [["/dist/"], ["dist", "dist/x"], ["a/dist"]],
    [["./a//b/../c"], ["a/c", "a/c/d"], ["a/b", "a"]],
    [["*.md"], ["README.md"], ["docs/README.md"]],
    [["*/*.md"], ["docs/README.md"], ["README.md", "a/b/c.md"]],
    [["**/*.md"], ["README.md", "a/b/c.md"], ["a.mdx"]],
    [
      ["**/node_modules"],
      ["node_modules", "a/node_modules/b"],
      ["my_node_modules", "a/xnode_modules"],
    ],
    [["docs/**"], ["docs/a", "docs/a/b"], ["docs", "docs2"]],
    [["a/**/z"], ["a/z", "a/b/z", "a/b/c/z"], ["az", "a/bz"]],
    [["**"], ["a", "a/b"], []],
    [["*"], ["a", "a/b"], []],
    [["?.txt"], ["a.txt"], ["ab.txt", ".txt"]],
    [["[a-c]x"], ["ax", "cx"], ["dx"]],
    [["[^a-c]x"], ["dx"], ["ax"]],
    [["a\\*b"], ["a*b"], ["axb"]],
    [["a.b"], ["a.b"], ["axb"]],
    [["**log"], ["a.log", "logs/x/log"], ["logs", "a.logs"]],
    [["**/a*"], ["ab", "x/ab"], ["xab"]],
    [["app/(auth)/*"], ["app/(auth)/x"], ["app/auth/x"]],
    [["/"], [], ["a"]],
  ])("%j", (patterns, out, sent) => {
    expect(ignored(patterns, [...out, ...sent])).toEqual(out);
  });
});

describe("the order of lines", () => {
  test("lets a later exception bring a path back", () => {
    const patterns = ["*", "!src", "!package*.json", "src/secret"];
    const paths = ["src/a.ts", "src/secret/key", "package.json", "README.md"];
    expect(ignored(patterns, paths)).toEqual(["src/secret/key", "README.md"]);
  });

  test("lets a later pattern take it out again", () => {
    expect(ignored(["!a", "a"], ["a"])).toEqual(["a"]);
    expect(ignored(["a", "!a", "a"], ["a"])).toEqual(["a"]);
  });

  test("tries an exception only on what is out at that depth", () => {
    expect(ignored(["a/b", "!a"], ["a", "a/b", "a/c"])).toEqual(["a/b"]);
    expect(ignored(["a", "!a/b", "**/c"], ["a/b", "a/b/c", "a/x"])).toEqual(["a/b/c", "a/x"]);
    expect(ignored(["**/*.md", "!docs"], ["docs/a.md", "a.md"])).toEqual(["docs/a.md", "a.md"]);
  });

  test("tells which line it was", () => {
    expect(ignoringLine(fileOf("# none", "", "a", "b"), "b/c")?.line).toBe(4);
  });
});

describe("reading", () => {
  test("drops comments, blanks and empty lines, as Docker does", () => {
    const lines = fileOf("\uFEFF# a", " # b", "\t c \r", "", "! d ").lines;
    expect(lines.map(({ pattern, exception, line }) => [pattern, exception, line])).toEqual([
      ["# b", false, 2],
      ["c", false, 3],
      ["d", true, 5],
    ]);
  });

  test.each([["!"], ["!/"], ["[a"], ["[]a]"], ["a\\"], ["[b-a]"]])("refuses %j", (text) => {
    expect(readIgnoreLines(text)).toBeNull();
  });

  test.each([["*.a|b"], ["x/^*"], ["a{2}*"]])("does not know what Docker makes of %j", (text) => {
    expect(readIgnoreLines(text)).toBeNull();
  });

  test("refuses more patterns than anybody writes", () => {
    expect(readIgnoreLines("a\n".repeat(1000))).toHaveLength(1000);
    expect(readIgnoreLines("a\n".repeat(1001))).toBeNull();
  });

  test("is not slowed down by stars", () => {
    const file = fileOf("**/*a".repeat(40));
    expect(ignoringLine(file, `${"a".repeat(400)}b`)).toBeNull();
    expect(ignoringLine(fileOf("*a".repeat(20)), `${"a".repeat(400)}b`)).toBeNull();
  });
});

describe("hasExceptionBelow", () => {
  test.each([
    [["a", "!a/b"], true],
    [["a", "!**/b"], true],
    [["a", "!b"], false],
    [["a/b"], false],
  ])("%j", (lines, expected) => {
    expect(hasExceptionBelow(fileOf(...lines), "a")).toBe(expected);
  });
});

describe("dockerignoreOf", () => {
  test("prefers the one named after the Dockerfile", () => {
    const context = contextOf({ ".dockerignore": "a", "Dockerfile.dockerignore": "b" });
    expect(dockerignoreOf(context)).toMatchObject({
      kind: "file",
      file: { path: "Dockerfile.dockerignore", lines: [{ pattern: "b" }] },
    });
    expect(dockerignoreOf(context)).toBe(dockerignoreOf(context));
  });

  test("knows when there is none", () => {
    expect(dockerignoreOf(contextOf({ "a.txt": "" }))).toEqual({ kind: "missing" });
  });

  test.each([
    ["the context", unknownContext],
    ["the Dockerfile's place", contextFromListings(new Map([["", [".dockerignore"]]]))],
    [
      "the text",
      { ...contextFromListings(new Map([["", [".dockerignore"]]])), dockerfile: "Dockerfile" },
    ],
    [
      "the Dockerfile's directory",
      { ...contextFromListings(new Map([["", []]])), dockerfile: "a/Dockerfile" },
    ],
    ["which program builds", contextOf({ ".dockerignore": "", ".containerignore": "" })],
    ["the patterns", contextOf({ ".dockerignore": "[a" })],
    ["so long a text", contextOf({ ".dockerignore": `#${" ".repeat(65536)}\na` })],
  ])("does not know it without knowing %s", (_, context) => {
    expect(dockerignoreOf(context)).toEqual({ kind: "unknown" });
  });
});

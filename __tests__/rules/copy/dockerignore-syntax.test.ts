import { expect, test } from "@jest/globals";
import { dockerignoreSyntax } from "../../../src/rules/copy/dockerignore-syntax.ts";
import { describeRule, filesFixedBy, findingsOf } from "../../support/describe-rule.ts";

describeRule(dockerignoreSyntax);

function said(ignore: string, files: Record<string, string> = {}): readonly string[] {
  return findingsOf(dockerignoreSyntax, "FROM alpine:3.22\nCOPY . /app\n", {
    ".dockerignore": ignore,
    ...files,
  }).map(({ message }) => message);
}

test.each([
  [
    "__pycache__\n*.py[co]\n",
    {},
    "`.dockerignore`, lines 1, 2: `__pycache__`, `*.py[co]` match at the context's root only, unlike in a .gitignore. " +
      "Write `**/__pycache__`, `**/*.py[co]`.",
  ],
  [
    "node_modules",
    { "packages/a/package.json": "" },
    "`.dockerignore`, line 1: `node_modules` matches at the context's root only, unlike in a .gitignore. Write `**/node_modules`.",
  ],
  [
    "a\n # b",
    {},
    "`.dockerignore`, line 2: `# b` is read as a pattern, because a comment has no blank before its `#`. Remove the blank.",
  ],
  [
    "logs # big",
    {},
    "`.dockerignore`, line 1: `logs # big` is one pattern, `#` included, and matches nothing. Put the comment on a line of its own.",
  ],
  [
    "*.md\n!README.md\n*.md",
    {},
    "`.dockerignore`, line 2: `!README.md` has no effect, because line 3 (`*.md`) takes the same path out again. Put the exception behind it.",
  ],
])("%j", (ignore, files, message) => {
  expect(said(ignore, files)).toEqual([message]);
});

test.each([
  ["node_modules\n.git\ndist\n*.log\n"],
  ["__pycache__\n**/__pycache__\n"],
  ["*\n!src\n!src/**\n"],
  ["*.md\n!README.md\n"],
  ["*.pyc\n**/*.py[co]\n"],
  ["*.pyc\n**/__pycache__\n"],
  ["# a comment\na#b\n"],
])("is silent on %j", (ignore) => {
  expect(said(ignore)).toEqual([]);
});

test.each([
  ["\uFEFF__pycache__\r\n*.py[co]", "\uFEFF**/__pycache__\r\n**/*.py[co]"],
  ["a\r\n # b\r\nlogs # big\r\n", "a\r\n# b\r\n# big\r\nlogs\r\n"],
  ["# x\n/__pycache__\nlogs # big\n", "# x\n**/__pycache__\n# big\nlogs\n"],
])("mends %j, all at once", (ignore, after) => {
  const files = { ".dockerignore": ignore };
  expect(filesFixedBy(dockerignoreSyntax, "FROM a:1\nCOPY . .\n", files)).toEqual({
    ".dockerignore": after,
  });
});

test("leaves the order of exceptions to a person", () => {
  const files = { ".dockerignore": "!README.md\n*.md" };
  expect(filesFixedBy(dockerignoreSyntax, "FROM a:1\nCOPY . .\n", files)).toEqual({});
});

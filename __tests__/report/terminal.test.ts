import { describe, expect, test } from "@jest/globals";
import { terminalReport, type Paint } from "../../src/report/terminal.ts";
import {
  existing,
  findingAt,
  introduced,
  makeFile,
  makeFinding,
  makeReport,
} from "./make-report.ts";

const text = "FROM node\nRUN\tnpm install\nUSER root\n";

const tags: Paint = {
  error: (one) => `<e>${one}</e>`,
  warning: (one) => `<w>${one}</w>`,
  info: (one) => `<i>${one}</i>`,
  good: (one) => `<g>${one}</g>`,
  bold: (one) => `<b>${one}</b>`,
  dim: (one) => `<d>${one}</d>`,
};

const install = findingAt(text, "npm install", {
  severity: "error",
  rule: "npm-install-in-build",
  message: "`npm install` ignores the lock file.",
  fix: {
    title: "Write npm ci",
    safety: "review",
    edits: [{ start: 14, end: 25, newText: "npm ci" }],
  },
});
const root = findingAt(text, "root", { rule: "root-user", message: "The image runs as root." });

describe("terminalReport", () => {
  test("shows findings by file with their place in the source", () => {
    const files = [
      makeFile(text, { path: "b/Dockerfile", score: 80, findings: introduced(install, root) }),
      makeFile("FROM scratch\n", { path: "clean/Dockerfile" }),
      makeFile(text, { path: "a/Dockerfile", score: 95, findings: introduced(root) }),
    ];
    expect(terminalReport(makeReport(files, { comparison: null }))).toBe(`a/Dockerfile  score 95
  3:6  warning  The image runs as root.  root-user
      3 | USER root
        |      ^^^^

b/Dockerfile  score 80
  2:5  error  \`npm install\` ignores the lock file.  npm-install-in-build
      2 | RUN npm install
        |     ^^^^^^^^^^^
      fix to review: Write npm ci
  3:6  warning  The image runs as root.  root-user
      3 | USER root
        |      ^^^^

3 problems in 3 files (1 error, 2 warnings).
1 can be fixed with \`dockerfile-review fix --safety review\`: look at the changes.
`);
  });

  test("says which files a fix writes", () => {
    const files = [{ path: ".dockerignore", text: ".git\n" }];
    const writing = {
      ...root,
      fix: { title: "Add it", safety: "safe" as const, edits: [], files },
    };
    const file = makeFile(text, {
      path: "services/api/Dockerfile",
      contextRoot: "services",
      findings: introduced(writing),
    });
    expect(terminalReport(makeReport([file]))).toContain(
      "\n      fix: Add it  writes services/.dockerignore\n",
    );
  });

  test("shows what a review compares", () => {
    const file = makeFile(text, {
      score: 80,
      scoreBefore: 90,
      findings: [...introduced(install), ...existing(root)],
      fixed: [makeFinding({ message: "No tag.", rule: "untagged-base-image" })],
      suppressed: [
        {
          finding: root,
          commentSpan: { start: 10, end: 12 },
          reason: "on purpose",
          added: false,
        },
      ],
    });
    const given = makeReport([file], {
      unread: [{ path: "x", reason: "is binary" }],
      notes: ["A note."],
    });
    expect(terminalReport(given, tags)).toBe(`<b>Dockerfile</b>  <d>score 90 → 80</d>
  <d>2:5</d>  <e>error</e>  <b>new</b>  \`npm install\` ignores the lock file.  <d>npm-install-in-build</d>
      2 | RUN npm install
        |     <e>^^^^^^^^^^^</e>
      <g>fix to review:</g> Write npm ci
  <d>3:6</d>  <w>warning</w>  already there  The image runs as root.  <d>root-user</d>
      3 | USER root
        |      <w>^^^^</w>
  <g>fixed</g>  No tag.  <d>untagged-base-image</d>
  <d>suppressed  root-user by the comment on line 2: on purpose</d>

<b>Not read</b>
  x  is binary

A note.

<b>2 problems in 1 file</b> (<e>1 error</e>, <w>1 warning</w>): 1 new, 1 already there, 1 fixed.
1 can be fixed with \`dockerfile-review fix --safety review\`: look at the changes.
`);
  });

  test("says that there is nothing", () => {
    expect(terminalReport(makeReport([makeFile(text)], { comparison: null }))).toBe(
      "No problems in 1 file.\n",
    );
  });

  test("shows a part of a long line, and aligns under wide characters", () => {
    const long = `RUN ${"a".repeat(200)}XY${"b".repeat(200)}\n`;
    const wide = "RUN 漢字 x\n";
    const files = [
      makeFile(long, { path: "long", findings: introduced(findingAt(long, "XY")) }),
      makeFile(wide, { path: "wide", findings: introduced(findingAt(wide, "x")) }),
    ];
    const lines = terminalReport(makeReport(files, { comparison: null })).split("\n");
    expect(lines.slice(2, 4)).toEqual([
      `      1 | …${"a".repeat(20)}XY${"b".repeat(68)}…`,
      `        |  ${" ".repeat(20)}^^`,
    ]);
    expect(lines.slice(7, 9)).toEqual(["      1 | RUN 漢字 x", `        | ${" ".repeat(9)}^`]);
  });

  test("lets nothing in a file act on the terminal or the runner", () => {
    const source = "RUN \u001b[31m ::error::x ##[add-mask]y\n";
    const finding = findingAt(source, "RUN \u001b[31m", {
      message: "a\n::error::b ##[group]c\u001b]0;t\u0007",
    });
    const file = makeFile(source, { path: "::error::p\u001b[2J", findings: introduced(finding) });
    const output = terminalReport(makeReport([file], { notes: ["::stop-commands::x"] }));
    expect(output).not.toMatch(/^\s*::/m);
    expect(output).not.toContain("##[");
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

test("names the comments that silence nothing", () => {
  const file = makeFile("# dockerfile-review ignore=a,b\nFROM x\n", {
    idleComments: [
      { span: { start: 0, end: 30 }, names: ["a", "b"], problem: "unused" },
      { span: { start: 0, end: 30 }, names: ["c"], problem: "forbidden" },
    ],
  });
  expect(terminalReport(makeReport([file], { comparison: null }))).toContain(
    [
      "Dockerfile  score 100",
      "  line 1: the comment that ignores a, b silences nothing: remove it",
      "  line 1: the comment that ignores c has no effect: the settings forbid suppressions",
    ].join("\n"),
  );
});

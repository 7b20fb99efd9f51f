import { describe, expect, test } from "@jest/globals";
import { jsonReport } from "../../src/report/json.ts";
import { rdjsonReport } from "../../src/report/rdjson.ts";
import { existing, findingAt, introduced, makeFile, makeReport } from "./make-report.ts";

const text = "FROM node\n# é🙂 x\nRUN npm install\n";

const file = makeFile(text, {
  path: "api/Dockerfile",
  score: 79,
  findings: [
    ...introduced(
      findingAt(text, "npm install", {
        rule: "npm-install-in-build",
        fingerprint: "00000000000000aa",
        message: "two builds differ",
        stage: "builder",
        aliases: ["DL3016"],
        fix: {
          title: "Write npm ci",
          safety: "review",
          edits: [
            { start: text.indexOf("install"), end: text.indexOf("install") + 7, newText: "ci" },
          ],
        },
      }),
    ),
    ...existing(findingAt(text, "x\nRUN", { severity: "error", fingerprint: "00000000000000bb" })),
  ],
});
const report = makeReport([file], { docsUrl: "https://e.x/rules" });

describe("jsonReport", () => {
  test("is the promised object", () => {
    expect(JSON.parse(jsonReport(report))).toEqual({
      version: 1,
      files: [
        {
          path: "api/Dockerfile",
          score: 79,
          findings: [
            {
              rule: "npm-install-in-build",
              category: "run",
              severity: "warning",
              confidence: "high",
              message: "two builds differ",
              line: 3,
              column: 5,
              endLine: 3,
              endColumn: 16,
              stage: "builder",
              aliases: ["DL3016"],
              fingerprint: "00000000000000aa",
              docs: "https://e.x/rules/npm-install-in-build.md",
              fix: {
                title: "Write npm ci",
                safety: "review",
                edits: [{ start: 26, end: 33, newText: "ci" }],
              },
            },
            {
              rule: "some-rule",
              category: "run",
              severity: "error",
              confidence: "high",
              message: "`RUN x` is slow: it takes a minute.",
              line: 2,
              column: 7,
              endLine: 3,
              endColumn: 4,
              stage: null,
              aliases: [],
              fingerprint: "00000000000000bb",
              docs: "https://e.x/rules/some-rule.md",
              fix: null,
            },
          ],
        },
      ],
      summary: { files: 1, errors: 1, warnings: 1, infos: 0, fixable: 1 },
    });
  });

  test("has every field in the order of the contract", () => {
    const [parsed] = (JSON.parse(jsonReport(report)) as { files: { findings: object[] }[] }).files;
    expect(Object.keys(parsed?.findings[0] ?? {})).toEqual(
      ["rule", "category", "severity", "confidence", "message", "line", "column", "endLine"].concat(
        ["endColumn", "stage", "aliases", "fingerprint", "docs", "fix"],
      ),
    );
  });
});

describe("a fix that writes files", () => {
  const fix = {
    title: "Add it",
    safety: "safe" as const,
    edits: [{ start: 0, end: 4, newText: "from" }],
    files: [{ path: "app/.dockerignore", text: ".git\n" }],
  };
  const writing = makeReport([
    makeFile(text, {
      path: "services/api/Dockerfile",
      contextRoot: "services",
      findings: introduced(findingAt(text, "FROM", { fix })),
    }),
  ]);

  test("names them as the Dockerfile is named", () => {
    const parsed = JSON.parse(jsonReport(writing)) as {
      files: { findings: { fix: object }[] }[];
    };
    expect(parsed.files[0]?.findings[0]?.fix).toEqual({
      ...fix,
      files: [{ path: "services/app/.dockerignore", text: ".git\n" }],
    });
  });

  test("is no suggestion for reviewdog, which could commit one half of it", () => {
    const parsed = JSON.parse(rdjsonReport(writing)) as { diagnostics: object[] };
    expect(parsed.diagnostics[0]).not.toHaveProperty("suggestions");
  });
});

describe("rdjsonReport", () => {
  test("counts columns in bytes of UTF-8 and carries the fix", () => {
    expect(JSON.parse(rdjsonReport(report))).toEqual({
      source: { name: "dockerfile-review", url: "https://e.x/rules" },
      diagnostics: [
        {
          message: "two builds differ",
          location: {
            path: "api/Dockerfile",
            range: { start: { line: 3, column: 5 }, end: { line: 3, column: 16 } },
          },
          severity: "WARNING",
          code: { value: "npm-install-in-build", url: "https://e.x/rules/npm-install-in-build.md" },
          suggestions: [
            {
              range: { start: { line: 3, column: 9 }, end: { line: 3, column: 16 } },
              text: "ci",
            },
          ],
        },
        {
          message: "`RUN x` is slow: it takes a minute.",
          location: {
            path: "api/Dockerfile",
            // "# é🙂 " is 2 + 2 + 4 + 1 bytes long.
            range: { start: { line: 2, column: 10 }, end: { line: 3, column: 4 } },
          },
          severity: "ERROR",
          code: { value: "some-rule", url: "https://e.x/rules/some-rule.md" },
        },
      ],
    });
  });

  test("makes one replacement of several edits", () => {
    const edits = [
      { start: text.indexOf("install"), end: text.indexOf("install") + 7, newText: "ci" },
      { start: text.indexOf("node"), end: text.indexOf("node") + 4, newText: "node:24" },
    ];
    const finding = findingAt(text, "FROM", { fix: { title: "t", safety: "safe", edits } });
    const parsed = JSON.parse(
      rdjsonReport(makeReport([makeFile(text, { findings: introduced(finding) })])),
    ) as { diagnostics: { suggestions: object[] }[] };
    expect(parsed.diagnostics[0]?.suggestions).toEqual([
      {
        range: { start: { line: 1, column: 6 }, end: { line: 3, column: 16 } },
        text: "node:24\n# é🙂 x\nRUN npm ci",
      },
    ]);
  });
});

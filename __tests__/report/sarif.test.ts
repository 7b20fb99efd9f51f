import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import type { LintReport } from "../../src/report/lint-report.ts";
import { sarifReport } from "../../src/report/sarif.ts";
import { existing, findingAt, introduced, makeFile, makeReport } from "./make-report.ts";

/** OASIS's schema of SARIF 2.1.0 (rtm.5), of JSON Schema draft 4; what it uses of that means the same in draft 7. */
const official = JSON.parse(
  readFileSync(new URL("../support/sarif-2.1.0.schema.json", import.meta.url), "utf8"),
) as Record<string, unknown>;
const schema = Object.fromEntries(
  Object.entries(official).filter(([key]) => key !== "$schema" && key !== "id"),
);
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(schema);

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly automationDetails: { readonly id: string };
      readonly invocations: readonly [
        { readonly toolExecutionNotifications: readonly { message: { text: string } }[] },
      ];
      readonly results: readonly Record<string, unknown>[];
    },
  ];
}

function sarif(
  report: LintReport,
  changes: Partial<Parameters<typeof sarifReport>[1]> = {},
): Log["runs"][0] {
  const text = sarifReport(report, { version: "1.2.3", ...changes });
  const log: unknown = JSON.parse(text);
  validate(log);
  expect(validate.errors).toBeNull();
  return (log as Log).runs[0];
}

const text = 'FROM alpine\r\nRUN echo "é😀" && apk add curl\r\nRUN two \\\r\n  lines\r\n';
const fix = {
  title: "Add --no-cache",
  safety: "review" as const,
  edits: [{ start: text.indexOf("curl"), end: text.indexOf("curl"), newText: "--no-cache " }],
};
const add = findingAt(text, "apk add", {
  rule: "no-cache",
  severity: "error",
  fingerprint: "f1",
  fix,
});
const two = findingAt(text, "two \\\r\n  lines", { rule: "long-run", severity: "info" });

describe("a SARIF log", () => {
  test("of nothing is valid", () => {
    expect(sarif(makeReport([])).results).toEqual([]);
  });

  test("has precise regions in UTF-16 columns, levels, fingerprints and fixes", () => {
    const file = makeFile(text, { path: "my app/Dockerfile", findings: introduced(add, two) });
    const run = sarif(makeReport([file], { comparison: null }));
    const artifactLocation = { uri: "my%20app/Dockerfile", uriBaseId: "%SRCROOT%" };
    expect(run.results).toEqual([
      {
        ruleId: "no-cache",
        ruleIndex: 0,
        level: "error",
        message: { text: add.message },
        locations: [
          {
            physicalLocation: {
              artifactLocation,
              region: { startLine: 2, startColumn: 19, endLine: 2, endColumn: 26 },
            },
          },
        ],
        partialFingerprints: { "dockerfileReview/v1": "f1" },
        fixes: [
          {
            description: {
              text: "Add --no-cache. Look before you apply it: it may change what is built.",
            },
            artifactChanges: [
              {
                artifactLocation,
                replacements: [
                  {
                    deletedRegion: { startLine: 2, startColumn: 27, endLine: 2, endColumn: 27 },
                    insertedContent: { text: "--no-cache " },
                  },
                ],
              },
            ],
          },
        ],
        properties: { confidence: add.confidence, aliases: add.aliases },
      },
      expect.objectContaining({
        ruleId: "long-run",
        ruleIndex: 1,
        level: "note",
        locations: [
          {
            physicalLocation: {
              artifactLocation,
              region: { startLine: 3, startColumn: 5, endLine: 4, endColumn: 8 },
            },
          },
        ],
      }),
    ]);
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(["no-cache", "long-run"]);
    expect(run.automationDetails.id).toBe("dockerfile-review/");
  });

  test("tells what is new, what was there, and what a comment silences and why", () => {
    const file = makeFile(text, {
      findings: [...introduced(add), ...existing(two)],
      suppressed: [
        { finding: two, commentSpan: { start: 0, end: 1 }, reason: "agreed", added: false },
        { finding: two, commentSpan: { start: 0, end: 1 }, reason: "", added: false },
      ],
    });
    const { results } = sarif(makeReport([file]));
    expect(results.map(({ baselineState, suppressions }) => [baselineState, suppressions])).toEqual(
      [
        ["new", undefined],
        ["unchanged", undefined],
        [undefined, [{ kind: "inSource", justification: "agreed" }]],
        [undefined, [{ kind: "inSource" }]],
      ],
    );
  });

  test("names its category, what was not read and the notes", () => {
    const report = makeReport([], { unread: [{ path: "a", reason: "is binary" }], notes: ["N."] });
    const run = sarif(report, { category: "audit" });
    expect(run.automationDetails.id).toBe("audit/");
    const [{ toolExecutionNotifications }] = run.invocations;
    expect(toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      "a is binary",
      "N.",
    ]);
  });
});

describe("within the limits of an upload", () => {
  const many = Array.from({ length: 40 }, (_, index) => ({
    ...(index % 2 === 0 ? two : add),
    fingerprint: `f${index}`,
  }));
  const report = makeReport([makeFile(text, { findings: introduced(...many) })]);

  test("the worst results are kept, and a notification counts the others", () => {
    const { results, invocations } = sarif(report, {
      limits: { results: 25, compressedBytes: 1e6 },
    });
    expect(results.map(({ level }) => level)).toEqual([
      ...Array.from({ length: 20 }, () => "error"),
      ...Array.from({ length: 5 }, () => "note"),
    ]);
    expect(invocations[0].toolExecutionNotifications[0]?.message.text).toMatch(
      /^15 findings did not/,
    );
  });

  test("fixes go first, then results", () => {
    const whole = gzipSync(sarifReport(report, { version: "1.2.3" })).length;
    const limits = { results: 100, compressedBytes: whole - 1 };
    const withoutFixes = sarif(report, { limits });
    expect(withoutFixes.results).toHaveLength(40);
    expect(withoutFixes.results.some((result) => "fixes" in result)).toBe(false);
    const small = sarif(report, { limits: { results: 100, compressedBytes: 1200 } });
    expect(small.results.length).toBeLessThan(40);
    expect(small.results.length).toBeGreaterThan(0);
  });
});

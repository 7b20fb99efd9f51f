import { auditOutputs } from "../../src/workflows/write-audit-files.ts";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import type { FileReport, LintReport } from "../../src/report/lint-report.ts";
import type { Finding } from "../../src/rules/finding.ts";
import type { Severity } from "../../src/rules/rule.ts";
import { SourceText } from "../../src/source/source-text.ts";
import {
  describeFailure,
  describeOutcome,
  outcomeOf,
  outputsOf,
} from "../../src/workflows/outcome.ts";

function finding(severity: Severity): Finding {
  return {
    rule: "r",
    category: "run",
    severity,
    confidence: "high",
    message: "m",
    span: { start: 0, end: 0 },
    stage: null,
    aliases: [],
    fingerprint: "0",
    fix: null,
  };
}

interface FileSketch {
  readonly introduced?: readonly Severity[];
  readonly existing?: readonly Severity[];
  readonly fixed?: number;
  readonly score?: number;
}

function report(...files: readonly FileSketch[]): LintReport {
  return {
    files: files.map(({ introduced = [], existing = [], fixed = 0, score = 100 }): FileReport => ({
      path: "Dockerfile",
      contextRoot: "",
      source: new SourceText(""),
      score,
      scoreBefore: null,
      findings: [
        ...introduced.map((one) => ({ finding: finding(one), standing: "introduced" as const })),
        ...existing.map((one) => ({ finding: finding(one), standing: "existing" as const })),
      ],
      fixed: Array.from({ length: fixed }, () => finding("info")),
      suppressed: [],
      idleComments: [],
      hunks: [],
      fixes: [],
      stages: [],
      checklist: [],
      footprint: null,
    })),
    unread: [],
    notes: [],
    preset: "recommended",
    comparison: null,
    docsUrl: "https://example.com",
    rules: new Map(),
  };
}

describe("the verdict", () => {
  test.each<[Severity | "never", Severity, "pass" | "fail"]>([
    ["error", "error", "fail"],
    ["error", "warning", "pass"],
    ["warning", "error", "fail"],
    ["warning", "warning", "fail"],
    ["warning", "info", "pass"],
    ["info", "info", "fail"],
    ["never", "error", "pass"],
  ])("fail-on %s with a new %s: %s", (failOn, severity, verdict) => {
    expect(outcomeOf(report({ introduced: [severity] }), failOn).verdict).toBe(verdict);
    expect(outcomeOf(report({ existing: [severity] }), failOn).verdict).toBe("pass");
  });
});

test("action.yml describes every output, and no other", () => {
  const file = readFileSync(new URL("../../action.yml", import.meta.url), "utf8");
  const { outputs } = parse(file) as { outputs: Record<string, { description: string }> };
  const given = outputsOf(outcomeOf(report(), "error"));
  const paths = ["report-path", "summary-path", ...auditOutputs];
  expect(Object.keys(outputs).sort()).toEqual([...given.keys(), ...paths].sort());
  for (const { description } of Object.values(outputs)) expect(description).toMatch(/\w.*\.$/);
});

test("outputs are counts over all files, and the lowest score", () => {
  const outcome = outcomeOf(
    report(
      { introduced: ["error", "info", "info"], existing: ["warning"], score: 60 },
      { introduced: ["warning"], fixed: 2, score: 80 },
    ),
    "error",
  );
  expect(Object.fromEntries(outputsOf(outcome))).toEqual({
    verdict: "fail",
    introduced: "4",
    fixed: "2",
    existing: "1",
    errors: "1",
    warnings: "1",
    infos: "2",
    files: "2",
    score: "60",
  });
});

describe("in words", () => {
  test("nothing to review", () => {
    const outcome = outcomeOf(report(), "error");
    expect(describeOutcome(outcome)).toBe("No Dockerfile changed: nothing to review.");
    expect(outputsOf(outcome).get("score")).toBe("");
  });

  test("problems", () => {
    const outcome = outcomeOf(
      report({ introduced: ["error", "warning", "warning", "info"], existing: ["info"] }),
      "warning",
    );
    expect(describeOutcome(outcome)).toBe(
      "Reviewed 1 Dockerfile. New: 1 error, 2 warnings, 1 piece of advice. Fixed: 0. Already there: 1.",
    );
    expect(describeFailure(outcome, "warning")).toBe(
      "The change introduces 1 error, 2 warnings in Dockerfiles (the input `fail-on` is warning).",
    );
  });

  test("no problems", () => {
    expect(describeOutcome(outcomeOf(report({}, {}), "error"))).toBe(
      "Reviewed 2 Dockerfiles. New: no problems. Fixed: 0. Already there: 0.",
    );
  });
});

import type { Finding } from "../../src/rules/finding.ts";
import type { FileReport, LintReport, PlannedFix } from "../../src/report/lint-report.ts";
import { SourceText } from "../../src/source/source-text.ts";
import type { TextEdit } from "../../src/source/text-edit.ts";

let made = 0;

/** A finding; what a test does not care about is filled in. */
export function makeFinding(values: Partial<Finding> = {}): Finding {
  made++;
  return {
    rule: "some-rule",
    category: "run",
    severity: "warning",
    confidence: "high",
    message: "`RUN x` is slow: it takes a minute.",
    span: { start: 0, end: 0 },
    stage: null,
    aliases: [],
    fingerprint: made.toString(16).padStart(16, "0"),
    fix: null,
    ...values,
  };
}

/** A finding at a text of the file. */
export function findingAt(text: string, part: string, values: Partial<Finding> = {}): Finding {
  const start = text.indexOf(part);
  if (start === -1) throw new Error(`${JSON.stringify(part)} is not in the text`);
  return makeFinding({ span: { start, end: start + part.length }, ...values });
}

/** An edit that replaces one text of the file by another. */
export function replace(text: string, part: string, newText: string): TextEdit {
  const start = text.indexOf(part);
  if (start === -1) throw new Error(`${JSON.stringify(part)} is not in the text`);
  return { start, end: start + part.length, newText };
}

/** A fix of findings. */
export function makeFix(edits: readonly TextEdit[], values: Partial<PlannedFix> = {}): PlannedFix {
  return { fingerprints: [], titles: ["Mend it"], safety: "safe", edits, files: [], ...values };
}

/** The report of a file, by default one whole hunk without findings. */
export function makeFile(text: string, values: Partial<FileReport> = {}): FileReport {
  const source = new SourceText(text);
  return {
    path: "Dockerfile",
    contextRoot: "",
    source,
    score: 100,
    scoreBefore: null,
    findings: [],
    fixed: [],
    suppressed: [],
    idleComments: [],
    hunks: [{ first: 1, last: source.lineCount }],
    fixes: [],
    stages: [],
    checklist: [],
    footprint: null,
    ...values,
  };
}

/** A report on files. */
export function makeReport(
  files: readonly FileReport[],
  values: Partial<LintReport> = {},
): LintReport {
  return {
    files,
    unread: [],
    notes: [],
    preset: "recommended",
    comparison: {
      baseSha: "def5678def5678def5678def5678def5678def56",
      baseName: "main",
      headSha: "abc1234abc1234abc1234abc1234abc1234abc12",
      headUrl: "https://github.com/o/r/blob/abc1234abc1234abc1234abc1234abc1234abc12",
    },
    docsUrl: "https://github.com/o/dockerfile-review/blob/main/docs/rules",
    rules: new Map([["some-rule", { summary: "Something slow", why: "Slow builds cost time." }]]),
    ...values,
  };
}

/** Findings as introduced. */
export function introduced(...findings: readonly Finding[]): FileReport["findings"] {
  return findings.map((finding) => ({ finding, standing: "introduced" as const }));
}

/** Findings that were there before. */
export function existing(...findings: readonly Finding[]): FileReport["findings"] {
  return findings.map((finding) => ({ finding, standing: "existing" as const }));
}

import { gzipSync } from "node:zlib";
import type { Finding } from "../rules/finding.ts";
import type { Confidence, Fix, Severity } from "../rules/rule.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Span } from "../source/span.ts";
import type { FileReport, LintReport } from "./lint-report.ts";
import { encodePath } from "./markdown.ts";
import { count, ruleUrl } from "./standing.ts";
import { oneLine } from "./untrusted.ts";

/** Most results that GitHub takes in one run. */
const mostResults = 25_000;

/** Largest upload that GitHub takes, compressed, less a margin: 10 MB. */
const mostCompressedBytes = 9_500_000;

/** What a SARIF log depends on besides the report. */
export interface SarifOptions {
  /** The version of this tool. */
  readonly version: string;
  /** Tells this analysis from others of the same commit: GitHub replaces an earlier upload of the same category. */
  readonly category?: string;
  /** Limits of the place it is sent to; GitHub's when left out. */
  readonly limits?: { readonly results: number; readonly compressedBytes: number };
}

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

const precisions: Readonly<Record<Confidence, string>> = {
  high: "very-high",
  medium: "high",
  low: "medium",
};

/** Categories whose findings GitHub lists as security alerts, with a score by severity (its bands: 9 critical, 7 high, 4 medium). */
const securityCategories = new Set(["secrets", "user"]);
const securityScores: Readonly<Record<Severity, string>> = {
  error: "8.0",
  warning: "5.0",
  info: "2.0",
};

/** One finding of a report, with what is around it. */
interface Place {
  readonly file: FileReport;
  readonly finding: Finding;
  readonly standing: "introduced" | "existing" | "suppressed";
  /** Where it is suppressed: by a comment, or by a baseline beside the file. */
  readonly by?: "inSource" | "external";
  readonly reason: string;
}

/**
 * The report as a SARIF 2.1.0 log with a final newline, within the limits of code scanning: where there is too much, fixes are
 * left out first, then the least severe findings, and a notification says how many.
 */
export function sarifReport(report: LintReport, options: SarifOptions): string {
  const limits = options.limits ?? { results: mostResults, compressedBytes: mostCompressedBytes };
  const all = worstFirst(placesOf(report));
  let places = all.slice(0, limits.results);
  let withFixes = true;
  for (;;) {
    const leftOut = all.length - places.length;
    const log = `${JSON.stringify(sarifLog(report, options, places, withFixes, leftOut), null, 2)}\n`;
    const fits =
      log.length <= limits.compressedBytes || gzipSync(log).length <= limits.compressedBytes;
    if (fits || places.length === 0) return log;
    if (withFixes) withFixes = false;
    else places = places.slice(0, places.length >> 1);
  }
}

function placesOf(report: LintReport): Place[] {
  return report.files.flatMap((file): Place[] => [
    ...file.findings.map((one) => ({ ...one, file, reason: "" })),
    ...file.suppressed.map(({ finding, reason }): Place => ({
      file,
      finding,
      reason,
      standing: "suppressed",
      by: "inSource",
    })),
    ...(file.accepted ?? []).map(({ finding, reason }): Place => ({
      file,
      finding,
      reason,
      standing: "suppressed",
      by: "external",
    })),
  ]);
}

function worstFirst(places: readonly Place[]): Place[] {
  const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
  return [...places].sort((a, b) => ranks[a.finding.severity] - ranks[b.finding.severity]);
}

function sarifLog(
  report: LintReport,
  { version, category = "dockerfile-review" }: SarifOptions,
  places: readonly Place[],
  withFixes: boolean,
  leftOut: number,
): object {
  const rules = new Map<string, Finding>();
  for (const { finding } of places) {
    if (!rules.has(finding.rule)) rules.set(finding.rule, finding);
  }
  const indices = new Map([...rules.keys()].map((name, index) => [name, index]));
  const driver = {
    name: "Dockerfile Review",
    informationUri: "https://github.com/dockerfile-review/dockerfile-review",
    semanticVersion: version,
    rules: [...rules.values()].map((finding) => descriptor(report, finding)),
  };
  const run = {
    tool: { driver },
    automationDetails: { id: `${category}/` },
    columnKind: "utf16CodeUnits",
    invocations: [
      { executionSuccessful: true, toolExecutionNotifications: notifications(report, leftOut) },
    ],
    results: places.map((place) => ({
      ruleId: place.finding.rule,
      ruleIndex: indices.get(place.finding.rule) ?? -1,
      ...result(report, place, withFixes),
    })),
  };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  };
}

/** What is said of a rule: its severity and confidence are those of its worst finding here. */
function descriptor(report: LintReport, finding: Finding): object {
  const { rule, category, severity, confidence, aliases } = finding;
  const facts = report.rules.get(rule);
  const summary = facts === undefined ? rule : `${facts.summary}.`;
  const helpUri = ruleUrl(report, rule);
  const why = facts?.why ?? summary;
  const security = securityCategories.has(category);
  return {
    id: rule,
    name: rule,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: { text: `${why}\n\n${helpUri}`, markdown: `${why}\n\n[${rule}](${helpUri})` },
    helpUri,
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [category, ...(security ? ["security"] : []), ...aliases],
      precision: precisions[confidence],
      "problem.severity": severity === "info" ? "recommendation" : severity,
      ...(security ? { "security-severity": securityScores[severity] } : {}),
    },
  };
}

function result(
  report: LintReport,
  { file, finding, standing, by = "inSource", reason }: Place,
  withFixes: boolean,
): object {
  const artifactLocation = locationOf(file);
  const region = regionOf(file.source, finding.span);
  const fixes = withFixes && finding.fix !== null ? fixesOf(file, finding.fix) : [];
  return {
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    partialFingerprints: { "dockerfileReview/v1": finding.fingerprint },
    ...(standing === "suppressed"
      ? {
          suppressions: [{ kind: by, ...(reason === "" ? {} : { justification: reason }) }],
        }
      : {}),
    ...(report.comparison === null || standing === "suppressed"
      ? {}
      : { baselineState: standing === "introduced" ? "new" : "unchanged" }),
    ...(fixes.length === 0 ? {} : { fixes }),
    properties: { confidence: finding.confidence, aliases: finding.aliases },
  };
}

function fixesOf(file: FileReport, { title, safety, edits, files = [] }: Fix): object[] {
  // A part of a fix is none: what writes other files besides is left to the reports that can show them.
  if (edits.length === 0 || files.length > 0) return [];
  const caution =
    safety === "review" ? " Look before you apply it: it may change what is built." : "";
  const replacements = edits.map((edit) => ({
    deletedRegion: regionOf(file.source, edit),
    ...(edit.newText === "" ? {} : { insertedContent: { text: edit.newText } }),
  }));
  return [
    {
      description: { text: `${title}.${caution}` },
      artifactChanges: [{ artifactLocation: locationOf(file), replacements }],
    },
  ];
}

function locationOf({ path }: FileReport): object {
  return { uri: encodePath(path), uriBaseId: "%SRCROOT%" };
}

/** Lines and columns count from 1; the end column is the first one after it. */
function regionOf(source: SourceText, { start, end }: Span): object {
  const [from, to] = [source.positionAt(start), source.positionAt(end)];
  return {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

/** What was not read, what the run has to say, and what did not fit. */
function notifications({ unread, notes }: LintReport, leftOut: number): object[] {
  const texts = [
    ...unread.map(({ path, reason }) => `${path} ${reason}`),
    ...notes,
    ...(leftOut > 0
      ? [
          `${count(leftOut, "finding")} did not fit into this file and ${leftOut === 1 ? "is" : "are"} left out.`,
        ]
      : []),
  ];
  return texts.map((text) => ({ level: "note", message: { text: oneLine(text) } }));
}

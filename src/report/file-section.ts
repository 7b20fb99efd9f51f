import type { Finding } from "../rules/finding.ts";
import {
  checklistFold,
  checklistTable,
  countsOfRest,
  diffFold,
  drawingFold,
  existingFold,
  existingList,
  fixedFold,
  fixedList,
  practiceScore,
} from "./file-folds.ts";
import { boldMessage, lineWords, placeLink, ruleLink, severityMarks } from "./finding-line.ts";
import type { Block } from "./fit-blocks.ts";
import { footprintChange, footprintLine } from "./footprint-line.ts";
import type { FileReport, LintReport, PlannedFix } from "./lint-report.ts";
import { codeHtml, codeSpan, folded } from "./markdown.ts";
import type { PostedSuggestion } from "./review-suggestions.ts";
import { stageDrawing } from "./stage-drawing.ts";
import { inScope } from "./standing.ts";

/** The order in which parts of a document get their place when there is not enough room. */
export const ranks = {
  frame: 0,
  findings: 1,
  diff: 2,
  fixed: 3,
  existing: 4,
  checklist: 5,
  drawing: 6,
  quiet: 7,
} as const;

/** A file and what its section depends on. */
export interface SectionInput {
  readonly report: LintReport;
  readonly file: FileReport;
  /** The suggestions that were posted for this file. */
  readonly posted: readonly PostedSuggestion[];
  /** The fixes whose diff is to be shown. */
  readonly diffOf: readonly PlannedFix[];
  /** Whether the section needs the file's name above it. */
  readonly named: boolean;
}

/** The section of a file with new problems, or with changes to apply: problems open, everything else folded. */
export function fileBlocks(input: SectionInput): Block[] {
  const { report, file } = input;
  const series = `file ${file.path}`;
  const heading: Block[] = input.named
    ? [{ text: `#### ${codeSpan(file.path)}`, rank: ranks.findings, what: null, series }]
    : [];
  const notes = fixNotes(input);
  const findings = inScope(file).map((finding): Block => ({
    text: findingItem(input, finding, notes.get(finding.fingerprint)),
    rank: ranks.findings,
    what: ["problem", "problems"],
    tight: true,
    series: `${series} findings`,
  }));
  const folds: Block[] = [
    foldBlock(diffFold(file, input.diffOf), ranks.diff, ["diff", "diffs"]),
    foldBlock(fixedFold(report, file), ranks.fixed, [
      "list of fixed problems",
      "lists of fixed problems",
    ]),
    foldBlock(existingFold(report, file), ranks.existing, [
      "list of earlier problems",
      "lists of earlier problems",
    ]),
    foldBlock(checklistFold(file), ranks.checklist, ["checklist", "checklists"]),
    foldBlock(drawingFold(file), ranks.drawing, ["drawing of stages", "drawings of stages"]),
  ].flat();
  return [...heading, ...findings, ...folds];
}

/** The section of a file without new problems: one folded line. Null when there is nothing in it. */
export function quietFileBlock(report: LintReport, file: FileReport): Block | null {
  const parts = [
    fixedList(report, file.fixed, "Fixed:"),
    existingList(report, file),
    checklistTable(file.checklist),
    file.checklist.length === 0 ? footprintChange(file) : footprintLine(file),
    stageDrawing(file.stages),
  ].filter((part) => part !== null && part !== "");
  if (parts.length === 0) return null;
  const facts = [
    ...countsOfRest(report, file),
    ...(file.checklist.length > 0 ? [`best practices ${practiceScore(file.checklist)}`] : []),
  ];
  const summary = `${codeHtml(file.path)}: ${facts.join(", ") || "build stages"}`;
  return {
    text: folded(summary, parts.join("\n\n")),
    rank: ranks.quiet,
    what: ["file without new problems", "files without new problems"],
  };
}

function foldBlock(text: string | null, rank: number, what: Block["what"]): Block[] {
  return text === null ? [] : [{ text, rank, what }];
}

/** One new problem: severity, place, message, page, and where its fix is. */
function findingItem({ report, file }: SectionInput, finding: Finding, note = ""): string {
  const mark = severityMarks[finding.severity];
  const place = placeLink(report, file, finding);
  const text = `- ${mark} ${place} ${boldMessage(finding)} (${ruleLink(report, finding.rule)})`;
  return note === "" ? text : `${text} · ${note}`;
}

/** Where the fixes of findings are, by fingerprint. */
function fixNotes({ posted, diffOf }: SectionInput): Map<string, string> {
  const inDiff = diffOf.flatMap((fix) => fix.fingerprints);
  const notes = new Map(inDiff.map((fingerprint) => [fingerprint, "fix in the diff"]));
  for (const { startLine, endLine, fingerprints } of posted) {
    const note = `suggestion on ${lineWords({ first: startLine, last: endLine })}`;
    for (const fingerprint of fingerprints) notes.set(fingerprint, note);
  }
  return notes;
}

import type { Finding } from "../rules/finding.ts";
import { unifiedDiff } from "../source/unified-diff.ts";
import { applyEdits } from "../source/text-edit.ts";
import {
  boldMessage,
  lineWords,
  placeLink,
  ruleLink,
  severityMarks,
  splitFinding,
} from "./finding-line.ts";
import type { Block } from "./fit-blocks.ts";
import type { ChecklistEntry, FileReport, LintReport, PlannedFix } from "./lint-report.ts";
import { codeHtml, codeSpan, escapeText, fenced, folded, messageText } from "./markdown.ts";
import type { PostedSuggestion } from "./review-suggestions.ts";
import { stageDrawing } from "./stage-drawing.ts";
import { count, existingIn, introducedIn } from "./standing.ts";
import { visible } from "./untrusted.ts";

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
  const findings = introducedIn(file).map((finding): Block => ({
    text: findingItem(input, finding, notes.get(finding.fingerprint)),
    rank: ranks.findings,
    what: ["problem", "problems"],
    tight: true,
    series: `${series} findings`,
  }));
  const folds: Block[] = [
    foldBlock(diffFold(input), ranks.diff, ["diff", "diffs"]),
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
    stageDrawing(file.stages),
  ].filter((part) => part !== null && part !== "");
  if (parts.length === 0) return null;
  const facts = [
    ...countsOfRest(file),
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
  const notes = new Map(inDiff.map((fingerprint) => [fingerprint, "fix in the diff below"]));
  for (const { startLine, endLine, fingerprints } of posted) {
    const note = `suggestion on ${lineWords({ first: startLine, last: endLine })}`;
    for (const fingerprint of fingerprints) notes.set(fingerprint, note);
  }
  return notes;
}

/** The changes that are not posted as suggestions, as one diff of the file. */
function diffFold({ file, diffOf }: SectionInput): string | null {
  const { text } = file.source;
  const diff = unifiedDiff(
    file.path,
    text,
    applyEdits(
      text,
      diffOf.flatMap((fix) => fix.edits),
    ),
  );
  if (diff === "") return null;
  const fixes = count(diffOf.length, "verified fix", "verified fixes");
  const summary = `<b>Suggested changes</b>: ${fixes} as one diff`;
  return folded(summary, `${fenced("diff", diff)}\n\n${howToApply(file.path, diffOf)}`);
}

function howToApply(path: string, fixes: readonly PlannedFix[]): string {
  // A path that has to be drawn cannot be copied from the page into a shell.
  if (visible(path) !== path) return "To apply it, paste the diff into `git apply`.";
  const safety = fixes.some((fix) => fix.safety === "review") ? " --safety review" : "";
  const command = `npx dockerfile-review fix${safety} ${shellWord(path)}`;
  return `To apply it, run ${codeSpan(command)}, or paste the diff into \`git apply\`.`;
}

/** A path as one word of a POSIX shell, which no program takes for an option. */
export function shellWord(path: string): string {
  const file = path.startsWith("-") ? `./${path}` : path;
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}

function fixedFold(report: LintReport, file: FileReport): string | null {
  const list = fixedList(report, file.fixed, "");
  return list === null
    ? null
    : folded(`<b>Fixed</b>: ${count(file.fixed.length, "problem")}`, list);
}

/** What a change mended, as a list. Null when it mended nothing. */
export function fixedList(
  report: LintReport,
  fixed: readonly Finding[],
  title: string,
): string | null {
  if (fixed.length === 0) return null;
  const items = fixed.map(
    (finding) => `- ✓ ${splitFinding(finding).what} (${ruleLink(report, finding.rule)})`,
  );
  return `${title === "" ? "" : `${title}\n\n`}${items.join("\n")}`;
}

function existingFold(report: LintReport, file: FileReport): string | null {
  const facts = countsOfRest({ ...file, fixed: [] });
  return facts.length === 0 ? null : folded(facts.join(", "), existingList(report, file));
}

/** `1 problem that was already there`, `2 suppressed`, `1 fixed`: those that are not zero. */
function countsOfRest(file: FileReport): string[] {
  const existing = existingIn(file).length;
  return [
    ...(file.fixed.length > 0 ? [`${file.fixed.length} fixed`] : []),
    ...(existing > 0
      ? [count(existing, "problem that was already there", "problems that were already there")]
      : []),
    ...(file.suppressed.length > 0 ? [`${file.suppressed.length} suppressed`] : []),
  ];
}

function existingList(report: LintReport, file: FileReport): string {
  const items = existingIn(file).map((finding) => {
    const mark = severityMarks[finding.severity];
    const place = placeLink(report, file, finding);
    return `- ${mark} ${place} ${boldMessage(finding)} (${ruleLink(report, finding.rule)})`;
  });
  return [...items, ...suppressedItems(report, file)].join("\n");
}

/** What comments in a file silence, with the reasons that they give. */
export function suppressedItems(report: LintReport, file: FileReport): string[] {
  return file.suppressed.map(({ finding, commentSpan, reason }) => {
    const place = placeLink(report, file, finding);
    const comment = `suppressed on line ${file.source.lineAt(commentSpan.start)}`;
    const why = reason === "" ? "" : `: ${escapeText(reason)}`;
    return `- ${place} ${splitFinding(finding).what} (${ruleLink(report, finding.rule)}), ${comment}${why}`;
  });
}

function checklistFold(file: FileReport): string | null {
  const table = checklistTable(file.checklist);
  return table === ""
    ? null
    : folded(`<b>Best practices</b>: ${practiceScore(file.checklist)}`, table);
}

/** `10 of 12`: the practices kept of those that apply. */
function practiceScore(checklist: readonly ChecklistEntry[]): string {
  const kept = checklist.filter(({ verdict }) => verdict === "kept").length;
  const broken = checklist.filter(({ verdict }) => verdict === "broken").length;
  return `${kept} of ${kept + broken}`;
}

const verdictMarks = { kept: "✓", broken: "✗", "not-applicable": "–" } as const;

function checklistTable(checklist: readonly ChecklistEntry[]): string {
  if (checklist.length === 0) return "";
  const rows = checklist.map(({ practice, verdict, line }) => {
    const where = verdict === "broken" && line !== null ? ` (line ${line})` : "";
    const note = verdict === "not-applicable" ? " (does not apply)" : where;
    return `| ${verdictMarks[verdict]} | ${messageText(practice)}${note} |`;
  });
  return ["| | Practice |", "|:-:|:--|", ...rows].join("\n");
}

function drawingFold(file: FileReport): string | null {
  const drawing = stageDrawing(file.stages);
  return drawing === null ? null : folded("<b>Build stages</b>", drawing);
}

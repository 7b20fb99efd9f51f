import { createHash } from "node:crypto";
import { applyEdits } from "../source/text-edit.ts";
import { ruleLink } from "./finding-line.ts";
import { fitBlocks, type Block } from "./fit-blocks.ts";
import { commentBodyBudget } from "./github-limits.ts";
import type { FileReport, LintReport, PlannedFix } from "./lint-report.ts";
import { codeSpan, escapeText } from "./markdown.ts";
import { count, writtenPath } from "./standing.ts";

/** How the hidden line of a pull request with fixes begins. */
export const fixMarker = "<!-- dockerfile-review:fixes ";

/** The title of a pull request with fixes, and the message of its commit. */
export const fixTitle = "Apply safe fixes to Dockerfiles";

/** One file as the fixes leave it. */
export interface FixedText {
  readonly path: string;
  readonly text: string;
}

/** What a pull request with fixes notes down about itself. */
export interface FixNote {
  /** What its commit holds, as a hash. */
  readonly content: string;
  /** Its commit, and the one before: when the branch points at another one, a person has pushed. */
  readonly commits: readonly string[];
}

/** The safe fixes of a file. */
export function safeFixes(file: FileReport): PlannedFix[] {
  return file.fixes.filter(({ safety }) => safety === "safe");
}

/** Every file that safe fixes change, with its new text, in the order of the report; each file once. */
export function fixedTexts(report: LintReport): FixedText[] {
  const texts = new Map<string, string>();
  for (const file of report.files) {
    const fixes = safeFixes(file);
    const edits = fixes.flatMap((fix) => fix.edits);
    if (edits.length > 0) texts.set(file.path, applyEdits(file.source.text, edits));
    for (const { path, text } of fixes.flatMap((fix) => fix.files)) {
      texts.set(writtenPath(file, path), text);
    }
  }
  return [...texts].map(([path, text]) => ({ path, text }));
}

/** A hash of what the fixes leave: the same fixes on a newer branch have the same. */
export function contentOf(texts: readonly FixedText[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of texts) hash.update(`${path}\0${text}\0`);
  return hash.digest("hex").slice(0, 16);
}

/** The description of the pull request: each fix and its reason. */
export function fixPullBody(report: LintReport, note: FixNote): string {
  const files = report.files.filter((file) => safeFixes(file).length > 0);
  const fixes = files.reduce((sum, file) => sum + safeFixes(file).length, 0);
  const ending = `${fixMarker}${note.content} ${note.commits.join(" ")} -->`;
  const blocks: Block[] = [
    {
      text:
        `${count(fixes, "safe fix", "safe fixes")} in ${count(files.length, "Dockerfile")}. Each was tried: applied, read again and ` +
        "judged again; the image stays the same in all that matters, or becomes smaller. " +
        "This pull request is kept up to date until somebody pushes to its branch.",
      rank: 0,
      what: null,
    },
    ...files.flatMap((file) => fileBlocks(report, file)),
  ];
  const { text, leftOut } = fitBlocks(
    blocks,
    commentBodyBudget - ending.length - 200,
    (one) => one.length,
  );
  const rest = leftOut === "" ? "" : `\n\n**Left out for length:** ${leftOut}.`;
  return `${text}${rest}\n\n${ending}\n`;
}

function fileBlocks(report: LintReport, file: FileReport): Block[] {
  const series = file.path;
  const items = safeFixes(file).map((fix): Block => ({
    text: `- ${fix.titles.map(escapeText).join("; ")} (${rulesOf(file, fix)
      .map((rule) => reasonOf(report, rule))
      .join("; ")})`,
    rank: 1,
    what: ["fix", "fixes"],
    tight: true,
    series,
  }));
  return [{ text: `#### ${codeSpan(file.path)}`, rank: 1, what: null, series }, ...items];
}

function rulesOf(file: FileReport, { fingerprints }: PlannedFix): string[] {
  const rules = file.findings
    .filter(({ finding }) => fingerprints.includes(finding.fingerprint))
    .map(({ finding }) => finding.rule);
  return [...new Set(rules)];
}

function reasonOf(report: LintReport, rule: string): string {
  const summary = report.rules.get(rule)?.summary;
  return summary === undefined
    ? ruleLink(report, rule)
    : `${ruleLink(report, rule)}: ${escapeText(summary)}`;
}

/** What a description notes down; null when somebody has changed the hidden line. */
export function readFixNote(body: string): FixNote | null {
  const found = /<!-- dockerfile-review:fixes ([0-9a-f]{16}) ([0-9a-f ]+) -->/.exec(body);
  return found === null ? null : { content: found[1] ?? "", commits: (found[2] ?? "").split(" ") };
}

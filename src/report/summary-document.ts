import { fixedList, silenceFacts, suppressedItems } from "./file-folds.ts";
import { fileBlocks, quietFileBlock, ranks } from "./file-section.ts";
import { ruleLink } from "./finding-line.ts";
import { fitBlocks, type Block } from "./fit-blocks.ts";
import { footprintChange } from "./footprint-line.ts";
import type { FileReport, LintReport, PlannedFix } from "./lint-report.ts";
import { settledSince } from "./listed-findings.ts";
import { codeHtml, codeSpan, escapeText, folded, messageText } from "./markdown.ts";
import type { PostedSuggestion } from "./review-suggestions.ts";
import { silencedBlocks } from "./silenced.ts";
import { count, filesWorstFirst, inScope } from "./standing.ts";
import { tableBlocks, verdict } from "./summary-table.ts";

/** What a document on a report is to hold. */
export interface DocumentOptions {
  /** Suggestions that stand as review comments. */
  readonly postedSuggestions: readonly PostedSuggestion[];
  /** Whether the diffs hold every fix, those that are posted as suggestions too. */
  readonly allFixes: boolean;
  /** The comment that this one takes the place of, as it was posted; null when there is none. */
  readonly earlierBody: string | null;
  /** What the document may measure. */
  readonly limit: number;
  /** The size of a text, in the unit of the limit. */
  readonly measure: (text: string) => number;
  /** Where what is left out can be read, as Markdown; null when there is no such place. */
  readonly elsewhere: string | null;
  /** Hidden lines at the end. */
  readonly hidden: readonly string[];
}

/** The whole review as one Markdown document. */
export function summaryDocument(report: LintReport, options: DocumentOptions): string {
  const files = filesWorstFirst(report);
  const blocks = [
    frame(`### Dockerfile review: ${verdict(report)}`),
    ...tableBlocks(report, files),
    ...settledBlocks(report, options),
    ...sectionBlocks(report, files, options),
    ...silencedBlocks(report),
    ...unreadBlocks(report),
    ...report.notes.map(noteBlock),
  ];
  const ending = [footer(report), ...options.hidden].filter((line) => line !== "").join("\n");
  const reserved = options.measure(ending) + reservedForNote(options);
  const { text, leftOut } = fitBlocks(blocks, options.limit - reserved, options.measure);
  const note = leftOut === "" ? "" : leftOutNote(leftOut, options.elsewhere);
  return `${[text, note, ending].filter((part) => part !== "").join("\n\n")}\n`;
}

function frame(text: string): Block {
  return { text, rank: ranks.frame, what: null };
}

/** Finds the fold of `settledBlocks` in a document, with the blank lines after it. */
export const settledFold =
  /^<details><summary><b>Settled since the last review<\/b>: .*<\/summary>\n\n(?:- ✓ .*\n)+\n<\/details>\n+/m;

/** What an earlier comment listed and is gone now. */
function settledBlocks(report: LintReport, options: DocumentOptions): Block[] {
  const settled = options.earlierBody === null ? [] : settledSince(report, options.earlierBody);
  if (settled.length === 0) return [];
  const items = settled.map(
    ({ path, rule }) => `- ✓ ${ruleLink(report, rule)} in ${codeSpan(path)}`,
  );
  const summary = `<b>Settled since the last review</b>: ${count(settled.length, "problem")}`;
  return [
    {
      text: folded(summary, items.join("\n")),
      rank: ranks.fixed,
      what: ["list of settled problems", "lists of settled problems"],
    },
  ];
}

function sectionBlocks(
  report: LintReport,
  files: readonly FileReport[],
  options: DocumentOptions,
): Block[] {
  if (verdict(report) === "no problems") return files.flatMap((file) => cleanBlocks(report, file));
  return files.flatMap((file) => {
    const ofFile = options.postedSuggestions.filter((one) => one.path === file.path);
    const diffOf = options.allFixes ? file.fixes : fixesNotPosted(file, ofFile);
    if (inScope(file).length > 0 || diffOf.length > 0) {
      return fileBlocks({ report, file, posted: ofFile, diffOf, named: files.length > 1 });
    }
    return quietFileBlock(report, file) ?? [];
  });
}

/** When there is no problem at all, only what the change made of the image, what was fixed and what comments silence is worth a line. */
function cleanBlocks(report: LintReport, file: FileReport): Block[] {
  const name = codeHtml(file.path);
  const fixed = fixedList(report, file.fixed, "");
  const suppressed = suppressedItems(report, file);
  const folds: [string, string][] = [
    ...(fixed === null ? [] : [[`${name}: ${file.fixed.length} fixed`, fixed] as [string, string]]),
    ...(suppressed.length === 0
      ? []
      : [[`${name}: ${silenceFacts(file).join(", ")}`, suppressed.join("\n")] as [string, string]]),
  ];
  const change = footprintChange(file);
  const estimate: Block[] =
    change === ""
      ? []
      : [
          {
            text: `${codeSpan(file.path)}: ${change}`,
            rank: ranks.quiet,
            what: ["estimate of an image", "estimates of images"],
          },
        ];
  const blocks = folds.map(([summary, body]): Block => ({
    text: folded(summary, body),
    rank: ranks.fixed,
    what: ["list of fixed or suppressed problems", "lists of fixed or suppressed problems"],
  }));
  return [...estimate, ...blocks];
}

/** The fixes of a file that no posted suggestion holds. */
function fixesNotPosted(file: FileReport, posted: readonly PostedSuggestion[]): PlannedFix[] {
  const fingerprints = new Set(posted.flatMap((one) => one.fingerprints));
  return file.fixes.filter(
    (fix) =>
      fix.fingerprints.length === 0 || !fix.fingerprints.every((one) => fingerprints.has(one)),
  );
}

function unreadBlocks(report: LintReport): Block[] {
  if (report.unread.length === 0) return [];
  const title = `**${count(report.unread.length, "Dockerfile")} not read**`;
  const items = report.unread.map(({ path, reason }): Block => ({
    text: `- ${codeSpan(path)} ${messageText(reason)}`,
    rank: ranks.fixed,
    what: ["unread Dockerfile", "unread Dockerfiles"],
    tight: true,
    series: "unread",
  }));
  return [frame(title), ...items];
}

function noteBlock(note: string): Block {
  return { text: `> ${messageText(note)}`, rank: ranks.frame, what: ["note", "notes"] };
}

function footer(report: LintReport): string {
  const { comparison } = report;
  const preset = escapeText(report.preset);
  if (comparison === null) return `<sub>Preset ${preset}</sub>`;
  const head = escapeText(comparison.headSha.slice(0, 7));
  const base = escapeText(comparison.baseSha.slice(0, 7));
  const branch = codeSpan(comparison.baseName);
  return `<sub>Reviewed ${head} against ${base} of ${branch} · preset ${preset}</sub>`;
}

function leftOutNote(leftOut: string, elsewhere: string | null): string {
  const where = elsewhere === null ? "" : ` Everything is in ${elsewhere}.`;
  return `**Left out for length:** ${leftOut}.${where}`;
}

/** Room for the longest note on what was left out. */
function reservedForNote(options: DocumentOptions): number {
  return 700 + options.measure(options.elsewhere ?? "");
}

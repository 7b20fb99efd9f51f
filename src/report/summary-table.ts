import { severities } from "../rules/rule.ts";
import { ranks } from "./file-section.ts";
import { fileUrl, severityMarks } from "./finding-line.ts";
import type { Block } from "./fit-blocks.ts";
import type { FileReport, LintReport } from "./lint-report.ts";
import { codeCell, link } from "./markdown.ts";
import {
  count,
  countBySeverity,
  existingIn,
  inScope,
  introducedIn,
  outOfScope,
  total,
} from "./standing.ts";

/** Rows of the table that come before everything else when there is not enough room. Our choice: one screen of a phone, twice. */
const firstRows = 30;

/** The verdict in words, as the heading has it. */
export function verdict(report: LintReport): string {
  const shown = total(report, (file) => inScope(file).length);
  const others = total(report, (file) => outOfScope(file).length);
  const introduced = total(report, (file) => introducedIn(file).length);
  const fixed = total(report, (file) => file.fixed.length);
  if (report.files.length === 0) {
    const unread = report.unread.length;
    if (unread === 0) return "no Dockerfile changed";
    return `${count(unread, "Dockerfile")} could not be read`;
  }
  if (shown + others === 0) return "no problems";
  if (report.comparison === null) return count(shown + others, "problem");
  const fixes = fixed > 0 ? [`${fixed} fixed`] : [];
  if (report.scope === "all") {
    return [count(shown, "problem"), `${introduced} of them new`, ...fixes].join(", ");
  }
  const onLines = report.scope === "changed-lines";
  const noun = onLines ? count(shown, "problem") : count(shown, "new problem");
  const words = shown > 0 ? noun : onLines ? "no problems" : "no new problems";
  return [
    onLines ? `${words} on changed lines` : words,
    ...fixes,
    ...(others > 0 ? [`${others} ${onLines ? "elsewhere" : "already there"}`] : []),
  ].join(", ");
}

/** A row for each Dockerfile: how many problems are new, fixed and already there, and the score. */
export function tableBlocks(report: LintReport, files: readonly FileReport[]): Block[] {
  if (files.length === 0) return [];
  const head =
    report.comparison === null
      ? `| Dockerfile | ${severities.map((severity) => severityMarks[severity]).join(" | ")} | Score |\n|:--|:-:|:-:|:-:|:-:|`
      : "| Dockerfile | New | Fixed | Already there | Score |\n|:--|:-:|:-:|:-:|:-:|";
  const rows = files.map((file, index): Block => ({
    text: `| ${tableCells(report, file).join(" | ")} |`,
    rank: index < firstRows ? ranks.frame : ranks.quiet,
    what: ["row of the table", "rows of the table"],
    tight: true,
    series: "table",
  }));
  return [{ text: head, rank: ranks.frame, what: null, series: "table" }, ...rows];
}

function tableCells(report: LintReport, file: FileReport): (string | number)[] {
  const url = fileUrl(report, file);
  const name = codeCell(file.path);
  const cell = url === null ? name : link(name, url);
  const score =
    file.scoreBefore === null || file.scoreBefore === file.score
      ? file.score
      : `${file.scoreBefore} → ${file.score}`;
  if (report.comparison !== null) {
    return [cell, introducedIn(file).length, file.fixed.length, existingIn(file).length, score];
  }
  const counts = countBySeverity(introducedIn(file).concat(existingIn(file)));
  return [cell, ...severities.map((severity) => counts[severity]), score];
}

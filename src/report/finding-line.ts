import type { Finding } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import type { FileReport, LineRange, LintReport } from "./lint-report.ts";
import { codeSpan, encodePath, link, splitMessage } from "./markdown.ts";
import { linesOf, ruleUrl } from "./standing.ts";
import { truncate } from "./untrusted.ts";

/** The three marks of severity in Markdown. */
export const severityMarks: Readonly<Record<Severity, string>> = {
  error: "🔴",
  warning: "🟡",
  info: "🔵",
};

/** Characters of a message that are shown in Markdown. Our choice: a message that quotes a huge line must not fill a comment. */
const messageMax = 1000;

/** A finding's message as Markdown in two parts: what is wrong, and the rest. */
export function splitFinding(finding: Finding): { what: string; mark: string; rest: string } {
  return splitMessage(truncate(finding.message, messageMax));
}

/** A finding's message on one line of Markdown, what is wrong in bold. */
export function boldMessage(finding: Finding): string {
  const { what, mark, rest } = splitFinding(finding);
  if (rest === "") return `**${what}**`;
  return mark === "." ? `**${what}.** ${rest}` : `**${what}**${mark} ${rest}`;
}

/** The name of a rule as a link to its page. */
export function ruleLink(report: Pick<LintReport, "docsUrl">, rule: string): string {
  return /^[a-z0-9-]+$/.test(rule) ? link(rule, ruleUrl(report, rule)) : codeSpan(rule);
}

/** `line 4` or `lines 4–6`. */
export function lineWords({ first, last }: LineRange): string {
  return first === last ? `line ${first}` : `lines ${first}–${last}`;
}

/** Where a finding is: the words, linked to the file at the head where that has an address. */
export function placeLink(report: LintReport, file: FileReport, finding: Finding): string {
  const lines = linesOf(file, finding);
  const url = fileUrl(report, file);
  const anchor =
    lines.first === lines.last ? `#L${lines.first}` : `#L${lines.first}-L${lines.last}`;
  return url === null ? lineWords(lines) : link(lineWords(lines), url + anchor);
}

/** The address of a file at the head; null where there is none. */
export function fileUrl(report: LintReport, file: FileReport): string | null {
  const headUrl = report.comparison?.headUrl ?? report.filesUrl ?? null;
  return headUrl === null ? null : `${headUrl}/${encodePath(file.path)}`;
}

import type { Finding } from "../../rules/finding.ts";
import type { FileReport, LintReport } from "../lint-report.ts";
import { count, linesOf, ruleUrl } from "../standing.ts";
import { anchorOf, escapeHtml, escapeSource, messageHtml } from "./escape.ts";
import { sideBySide } from "./side-by-side.ts";
import { stageGraph } from "./stage-graph.ts";

const marks = { error: "Error", warning: "Warning", info: "Advice" } as const;

/** How much of a Dockerfile is shown: `excerpt` leaves out its stages and the lines that are not near a finding. */
export type ArticleDetail = "whole" | "excerpt";

/** Lines around a finding in an excerpt. */
const nearLines = 2;

/** A Dockerfile: its source with the findings at their lines, the changes that mend it, its stages. */
export function fileArticle(
  report: LintReport,
  file: FileReport,
  detail: ArticleDetail = "whole",
): string {
  const findings = file.findings.map(({ finding }) => finding);
  const facts = [
    `score ${file.score}`,
    findings.length === 0 ? "no problems" : count(findings.length, "finding"),
    ...(file.suppressed.length === 0 ? [] : [`${file.suppressed.length} suppressed by comments`]),
  ];
  const name = escapeHtml(file.path);
  const head = `<article id="${anchorOf(file.path)}"><h3>${name} <small class="soft">${facts.join(", ")}</small></h3>`;
  if (detail === "excerpt" && findings.length === 0) return `${head}</article>`;
  return [
    head,
    `<details ${findings.length === 0 ? 'class="clean"' : "open"}><summary>${sourceTitle(findings, detail)}</summary>`,
    sourceTable(report, file, findings, detail),
    "</details>",
    sideBySide(file),
    detail === "whole" ? stageFold(file) : "",
    "</article>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function sourceTitle(findings: readonly Finding[], detail: ArticleDetail): string {
  if (detail === "excerpt") return "Lines with findings";
  return findings.length === 0 ? "Source" : "Source and findings";
}

function stageFold(file: FileReport): string {
  const graph = stageGraph(file.stages, file.path);
  return graph === "" ? "" : `<details><summary>Build stages</summary>${graph}</details>`;
}

function sourceTable(
  report: LintReport,
  file: FileReport,
  findings: readonly Finding[],
  detail: ArticleDetail,
): string {
  const byLine = new Map<number, Finding[]>();
  for (const finding of findings) {
    const { last } = linesOf(file, finding);
    byLine.set(last, [...(byLine.get(last) ?? []), finding]);
  }
  const lines = file.source.text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const near = detail === "whole" ? null : linesNear(file, findings);
  let isGap = false;
  const rows = lines.flatMap((line, index) => {
    const number = index + 1;
    if (near?.has(number) === false) {
      const mark = isGap ? [] : ['<tr><td></td><td class="soft">…</td></tr>'];
      isGap = true;
      return mark;
    }
    isGap = false;
    const code = escapeSource(line.replace(/\r$/, ""));
    return [
      `<tr><td class="number">${number}</td><td class="code">${code}</td></tr>`,
      ...(byLine.get(number) ?? []).map((finding) => findingRow(report, file, finding)),
    ];
  });
  const what = `${sourceTitle(findings, detail)} of ${escapeHtml(file.path)}`;
  const caption = `<caption class="unseen">${what}</caption>`;
  return `<table class="source">${caption}<tbody>\n${rows.join("\n")}\n</tbody></table>`;
}

/** The last lines of findings, at which they are told, with those around them. */
function linesNear(file: FileReport, findings: readonly Finding[]): ReadonlySet<number> {
  const near = new Set<number>();
  for (const finding of findings) {
    const { last } = linesOf(file, finding);
    for (let line = last - nearLines; line <= last + nearLines; line++) near.add(line);
  }
  return near;
}

function findingRow(report: LintReport, file: FileReport, finding: Finding): string {
  const { first, last } = linesOf(file, finding);
  const place = first === last ? "" : ` <span class="soft">lines ${first} to ${last}</span>`;
  const page = escapeHtml(ruleUrl(report, finding.rule));
  const rule = escapeHtml(finding.rule);
  return (
    `<tr class="found"><td></td><td><b class="${finding.severity}">${marks[finding.severity]}</b>${place} ` +
    `${messageHtml(finding.message)} <a href="${page}">${rule}</a></td></tr>`
  );
}

import { firstSteps } from "../audit-steps.ts";
import type { Counts } from "../lint-report.ts";
import type { RuleTally } from "../rule-tallies.ts";
import { count, ruleUrl } from "../standing.ts";
import { escapeHtml, messageHtml } from "./escape.ts";
import { style } from "./style.ts";

/** A whole page that needs nothing from elsewhere: no script, no network, light and dark. */
export function htmlDocument(title: string, parts: readonly string[]): string {
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(title)}</title><style>${style}</style></head>\n<body>`,
    ...parts.filter((part) => part !== ""),
    "</body></html>\n",
  ].join("\n");
}

/** The ways to a page's parts: those of the headings that are in it. */
export function contents(parts: readonly string[]): string {
  const headings = parts.flatMap((part) => [...part.matchAll(/<h2 id="([a-z]+)">([^<]+)<\/h2>/g)]);
  const items = headings.map(([, id = "", title = ""]) => `<li><a href="#${id}">${title}</a></li>`);
  return `<nav aria-label="Contents"><ul>${items.join("")}</ul></nav>`;
}

/** A number with what it counts. */
export type Tile = readonly [number: number, singular: string, plural: string];

/** Numbers with what they count, and findings by severity behind them. */
export function tiles(facts: readonly Tile[], counts: Counts): string {
  const items = [
    ...facts.map((fact) => tile(fact)),
    tile([counts.error, "error", "errors"], "error"),
    tile([counts.warning, "warning", "warnings"], "warning"),
    tile([counts.info, "piece of advice", "pieces of advice"], "info"),
  ];
  return `<ul class="tiles">${items.join("")}</ul>`;
}

function tile([number, singular, plural]: Tile, look: string | null = null): string {
  const open = look === null ? "<b>" : `<b class="${look}">`;
  return `<li>${open}${number}</b>${number === 1 ? singular : plural}</li>`;
}

/** What to fix first. Empty when there is nothing to fix. */
export function stepList(tallies: ReadonlyMap<string, RuleTally>, docsUrl: string): string {
  const first = firstSteps(tallies);
  if (first.length === 0) return "";
  const items = first.map(
    ({ rule, findings, files, effort, gain }) =>
      `<li><a href="${escapeHtml(ruleUrl({ docsUrl }, rule))}">${escapeHtml(rule)}</a>: ` +
      `${count(findings, "finding")} in ${count(files, "file")}, ${messageHtml(effort)}; ${count(gain, "point")} of score in all</li>`,
  );
  return `<h2 id="first">What to fix first</h2>\n<ol>${items.join("\n")}</ol>`;
}

import { severities, type Severity } from "../../rules/rule.ts";
import type { Counts, FileReport, LintReport } from "../lint-report.ts";
import { countsInWords, sumOf } from "../rule-tallies.ts";
import { countBySeverity } from "../standing.ts";
import { escapeHtml } from "./escape.ts";

/** What the colours of the bars mean. */
const legend =
  '<p><span class="error">■</span> errors <span class="warning">■</span> warnings <span class="info">■</span> advice</p>';

const barHeight = 18;
const rowHeight = 28;
const barsWidth = 300;

/** Width of a drawing that is still read on a phone. */
const mostShrunk = 500;

/** Findings by category. Empty when there are none. */
export function categoryChart(report: LintReport): string {
  const byCategory = new Map<string, Counts>();
  const findings = report.files.flatMap((file) => file.findings.map(({ finding }) => finding));
  for (const category of new Set(findings.map((finding) => finding.category))) {
    const ofCategory = findings.filter((finding) => finding.category === category);
    byCategory.set(category, countBySeverity(ofCategory));
  }
  return countsChart("Findings by category", [...byCategory]);
}

/** Counts by name, most first, each bar cut into its severities. Empty when there are none. */
export function countsChart(
  caption: string,
  counted: readonly (readonly [label: string, counts: Counts])[],
  labelWidth = 110,
): string {
  const rows = counted
    .map(([label, counts]) => ({ label, counts, sum: sumOf(counts) }))
    .sort((left, right) => right.sum - left.sum);
  if (rows.length === 0) return "";
  const most = Math.max(...rows.map(({ sum }) => sum));
  const bars = rows.map(({ label, counts, sum }, index) => {
    const top = index * rowHeight;
    const middle = top + barHeight - 4;
    return (
      `<text x="${labelWidth - 8}" y="${middle}" text-anchor="end">${escapeHtml(label)}</text>` +
      stackedBar(counts, labelWidth, top, most) +
      `<text x="${labelWidth + width(sum, most) + 6}" y="${middle}">${sum}</text>`
    );
  });
  const says = rows.map(({ label, counts }) => `${label} ${countsInWords(counts)}`).join("; ");
  const wide = labelWidth + barsWidth + 50;
  return figure(caption, says, wide, rows.length * rowHeight, bars, legend);
}

/** How many Dockerfiles have which score, in steps of ten points. Empty when there are none. */
export function scoreChart(files: readonly Pick<FileReport, "score">[]): string {
  if (files.length === 0) return "";
  const steps = Array.from({ length: 10 }, () => 0);
  for (const { score } of files) {
    const step = Math.min(9, Math.floor(score / 10));
    steps[step] = (steps[step] ?? 0) + 1;
  }
  const most = Math.max(...steps);
  const tall = 140;
  const wide = 46;
  const bars = steps.map((number, step) => {
    const height = Math.round((number / most) * tall);
    const left = step * wide;
    const top = tall + 18 - height;
    const label = step === 9 ? "90–100" : String(step * 10);
    const count =
      number === 0
        ? ""
        : `<text x="${left + 20}" y="${top - 4}" text-anchor="middle">${number}</text>`;
    return (
      `<rect class="bar" x="${left + 4}" y="${top}" width="32" height="${height}"/>${count}` +
      `<text x="${left + 20}" y="${tall + 36}" text-anchor="middle">${label}</text>`
    );
  });
  const says = steps
    .map((number, step) => `${number} from ${step * 10} to ${step === 9 ? 100 : step * 10 + 9}`)
    .filter((_, step) => (steps[step] ?? 0) > 0)
    .join("; ");
  return figure("Dockerfiles by score", says, wide * 10 + 20, tall + 44, bars);
}

function stackedBar(counts: Counts, from: number, top: number, most: number): string {
  let left = from;
  return severities
    .map((severity) => {
      const size = width(counts[severity], most);
      const bar = size === 0 ? "" : rectangle(severity, left, top, size);
      left += size;
      return bar;
    })
    .join("");
}

function rectangle(severity: Severity, left: number, top: number, size: number): string {
  return `<rect class="bar-${severity}" x="${left}" y="${top}" width="${size}" height="${barHeight}"/>`;
}

function width(number: number, most: number): number {
  return Math.round((number / most) * barsWidth * 10) / 10;
}

function figure(
  caption: string,
  says: string,
  wide: number,
  tall: number,
  parts: readonly string[],
  below = "",
): string {
  const svg =
    `<svg viewBox="0 0 ${wide} ${tall}" width="${wide}" height="${tall}" role="img" aria-label="${escapeHtml(`${caption}: ${says}`)}">` +
    `${parts.join("")}</svg>`;
  // On a phone a broad one would be too small to be read: it is scrolled there.
  const shown =
    wide <= mostShrunk
      ? svg
      : `<div class="wide drawing" tabindex="0" role="region" aria-label="${caption}">${svg}</div>`;
  return `<figure><figcaption>${caption}</figcaption>${shown}${below}</figure>`;
}

import type { ChecklistEntry, FileReport } from "../lint-report.ts";
import { anchorOf, escapeHtml } from "./escape.ts";

/** Rows of the heat map. Our choice: more cannot be compared by eye, and the worst come first. */
const mostRows = 100;

const marks: Readonly<Record<ChecklistEntry["verdict"], readonly [mark: string, words: string]>> = {
  kept: ["✓", "kept"],
  broken: ["✕", "broken"],
  "not-applicable": ["–", "does not apply"],
};

/** The checklist of practices over all files, as a table of ticks and crosses. Empty when there is none. */
export function heatMap(files: readonly FileReport[]): string {
  const shown = files.filter(({ checklist }) => checklist.length > 0).slice(0, mostRows);
  const practices = [
    ...new Set(shown.flatMap(({ checklist }) => checklist.map(({ practice }) => practice))),
  ];
  if (practices.length === 0) return "";
  const head = practices
    .map((practice) => `<th scope="col"><span>${escapeHtml(practice)}</span></th>`)
    .join("");
  const rows = shown.map((file) => rowOf(file, practices)).join("\n");
  const left = files.length - shown.length;
  const more = left <= 0 ? "" : `; ${shown.length} of ${files.length} Dockerfiles, the worst`;
  const caption = `<caption>✓ kept, ✕ broken, – does not apply${more}</caption>`;
  return (
    '<h2 id="practices">Practices</h2>\n<div class="wide" tabindex="0" role="region" aria-labelledby="practices">' +
    `<table class="heat">${caption}<thead><tr><th scope="col">Dockerfile</th>${head}</tr></thead>\n<tbody>${rows}</tbody></table></div>`
  );
}

function rowOf(file: FileReport, practices: readonly string[]): string {
  const verdicts = new Map(file.checklist.map(({ practice, verdict }) => [practice, verdict]));
  const cells = practices.map((practice) => {
    const verdict = verdicts.get(practice) ?? "not-applicable";
    const [mark, words] = marks[verdict];
    return `<td class="${verdict}" title="${escapeHtml(practice)}: ${words}"><span aria-label="${words}" role="img">${mark}</span></td>`;
  });
  const name = `<a href="#${anchorOf(file.path)}">${escapeHtml(file.path)}</a>`;
  return `<tr><th scope="row">${name}</th>${cells.join("")}</tr>`;
}

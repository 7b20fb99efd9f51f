import { applyEdits } from "../../source/text-edit.ts";
import { lineHunks } from "../../source/line-diff.ts";
import { composeRewrites } from "../../source/file-rewrite.ts";
import type { FileReport } from "../lint-report.ts";
import { writtenPath } from "../standing.ts";
import { escapeHtml, escapeSource, messageHtml } from "./escape.ts";

/** One row: a line of the old text, of the new one, or of both. */
interface Row {
  readonly old: Line | null;
  readonly new: Line | null;
}

interface Line {
  readonly number: number;
  readonly text: string;
  readonly changed: boolean;
}

/**
 * The planned fixes of a file as folded diffs, old on the left and new on the right: of the Dockerfile, and of each file that
 * they write beside it. Empty when there are none.
 */
export function sideBySide(file: FileReport): string {
  const before = file.source.text;
  const after = applyEdits(
    before,
    file.fixes.flatMap(({ edits }) => edits),
  );
  const written = composeRewrites(file.fixes.flatMap(({ files }) => files));
  const tables = [
    diffTable(escapeHtml(file.path), before, after),
    ...written.map(({ path, before: old, text }) => {
      const what = old === null ? "New file" : "Changes of";
      const name = escapeHtml(writtenPath(file, path));
      return `<p>${what} <code>${name}</code>:</p>${diffTable(name, old ?? "", text)}`;
    }),
  ].filter((table) => table !== "");
  if (tables.length === 0) return "";
  const titles = file.fixes
    .flatMap((fix) =>
      fix.titles.map((title) => `${title}${fix.safety === "review" ? " (look first)" : ""}`),
    )
    .map((title) => `<li>${messageHtml(title)}</li>`);
  return (
    `<details><summary>Changes that mend this: ${titles.length}</summary><ul>${titles.join("")}</ul>` +
    `${tables.join("\n")}</details>`
  );
}

const columns = '<colgroup><col class="numbers"><col><col class="numbers"><col></colgroup>';
const heads =
  '<thead><tr><th scope="colgroup" colspan="2">Before</th><th scope="colgroup" colspan="2">After</th></tr></thead>';

/** The lines around what changes; empty when nothing does. The name is HTML. */
function diffTable(name: string, before: string, after: string): string {
  if (after === before) return "";
  const rows = lineHunks(before, after).flatMap(({ oldStart, newStart, lines }, index) => [
    ...(index === 0 ? [] : ['<tr><td colspan="4" class="soft">…</td></tr>']),
    ...rowsOf(lines, oldStart, newStart).map(rowHtml),
  ]);
  const caption = `<caption class="unseen">Changes of ${name}</caption>`;
  return `<table class="source sides">${caption}${columns}${heads}<tbody>\n${rows.join("\n")}\n</tbody></table>`;
}

/** Puts lines that were taken away beside those that came in their place. */
function rowsOf(lines: readonly string[], oldStart: number, newStart: number): Row[] {
  const rows: Row[] = [];
  let removed: Line[] = [];
  let added: Line[] = [];
  let oldNumber = oldStart;
  let newNumber = newStart;
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      rows.push({ old: removed[at] ?? null, new: added[at] ?? null });
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    const text = line.slice(1);
    if (line.startsWith("-")) removed.push({ number: oldNumber++, text, changed: true });
    else if (line.startsWith("+")) added.push({ number: newNumber++, text, changed: true });
    else if (line.startsWith(" ")) {
      flush();
      rows.push({
        old: { number: oldNumber++, text, changed: false },
        new: { number: newNumber++, text, changed: false },
      });
    }
  }
  flush();
  return rows;
}

function rowHtml(row: Row): string {
  return `<tr>${half(row.old, "removed")}${half(row.new, "added")}</tr>`;
}

function half(line: Line | null, kind: "removed" | "added"): string {
  if (line === null) return '<td class="number"></td><td class="code"></td>';
  const look = line.changed ? ` ${kind}` : "";
  const text = escapeSource(line.text.replace(/\r$/, ""));
  return `<td class="number">${line.number}</td><td class="code${look}">${text}</td>`;
}

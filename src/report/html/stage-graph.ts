import type { StageOutline } from "../lint-report.ts";
import { truncate } from "../untrusted.ts";
import { escapeHtml } from "./escape.ts";

const boxWidth = 190;
const boxHeight = 44;
const gapAcross = 70;
const gapDown = 18;

/** Stages that are drawn. Our choice: a larger drawing cannot be read. */
const mostStages = 40;

/** The tip of the arrows: once in a page, before all drawings. */
export const arrowTip =
  '<svg width="0" height="0" aria-hidden="true"><defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" ' +
  'markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs></svg>';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The stages of a Dockerfile and what flows between them, as a drawing. Empty for a single stage, in which there is nothing to see. */
export function stageGraph(stages: readonly StageOutline[], path: string): string {
  if (stages.length < 2 || stages.length > mostStages) return "";
  const places = placesOf(stages);
  const edges = stages.flatMap((stage, into) =>
    stage.inputs.map(({ from, kind, label }) =>
      edge(places[Number(from)], places[into], kind, label),
    ),
  );
  const boxes = stages.map((stage, index) => box(stage, places[index]));
  const wide = Math.max(...places.map(({ x }) => x)) + boxWidth + 4;
  const tall = Math.max(...places.map(({ y }) => y)) + boxHeight + 4;
  const says = stages.map((stage) => inWords(stage, stages)).join("; ");
  const name = escapeHtml(`Build stages of ${path}`);
  return (
    `<div class="wide drawing" tabindex="0" role="region" aria-label="${name}"><svg viewBox="0 0 ${wide} ${tall}" width="${wide}" height="${tall}" role="img" aria-label="${escapeHtml(says)}">` +
    `${edges.join("")}${boxes.join("")}</svg></div>`
  );
}

const verbs = { base: "starts", copy: "copies", mount: "mounts" } as const;

/** A stage for those who cannot see the drawing: `build from node:22; final stage 1 from scratch, copies /app from build`. */
function inWords(
  { label, image, final, inputs }: StageOutline,
  stages: readonly StageOutline[],
): string {
  const from = inputs.map((input) => {
    const source = stages[Number(input.from)]?.label ?? String(input.from);
    const what = input.kind === "base" || input.label === "" ? "" : ` ${input.label}`;
    return `, ${verbs[input.kind]}${what} from ${source}`;
  });
  const base = image === null ? "" : ` on ${image}`;
  return `${final ? "final stage" : "stage"} ${label}${base}${from.join("")}`;
}

/** Every stage right of all that flow into it. */
function placesOf(stages: readonly StageOutline[]): Place[] {
  const columns: number[] = [];
  const filled: number[] = [];
  return stages.map(({ inputs }, index) => {
    const before = inputs.map(({ from }) =>
      typeof from === "number" ? (columns[from] ?? -1) : -1,
    );
    const column = Math.max(-1, ...before) + 1;
    columns[index] = column;
    const row = filled[column] ?? 0;
    filled[column] = row + 1;
    return { x: 2 + column * (boxWidth + gapAcross), y: 2 + row * (boxHeight + gapDown) };
  });
}

function box({ label, image, final }: StageOutline, place: Place | undefined): string {
  if (place === undefined) return "";
  const { x, y } = place;
  const name = escapeHtml(truncate(label, 24));
  const below =
    image === null
      ? ""
      : `<text x="${x + 8}" y="${y + 36}">${escapeHtml(truncate(image, 26))}</text>`;
  return (
    `<rect class="box${final ? " final" : ""}" x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="4"/>` +
    `<text x="${x + 8}" y="${y + (image === null ? 27 : 18)}" font-weight="600">${name}</text>${below}`
  );
}

function edge(from: Place | undefined, to: Place | undefined, kind: string, label: string): string {
  if (from === undefined || to === undefined) return "";
  const [x1, y1] = [from.x + boxWidth, from.y + boxHeight / 2];
  const [x2, y2] = [to.x, to.y + boxHeight / 2];
  const bend = Math.max(30, (x2 - x1) / 2);
  const look = {
    base: 'stroke-width="3"',
    copy: 'stroke-width="1.5"',
    mount: 'stroke-dasharray="5 4"',
  }[kind];
  const path = `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  return `<path class="edge" ${look ?? ""} marker-end="url(#tip)" d="${path}"><title>${escapeHtml(label === "" ? kind : label)}</title></path>`;
}

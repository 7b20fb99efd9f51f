import { mermaidEdgesMax, mermaidTextMax } from "./github-limits.ts";
import type { StageOutline } from "./lint-report.ts";
import { fenced } from "./markdown.ts";
import { oneLine, truncate } from "./untrusted.ts";

/** Characters of a name in the drawing. Our choice: more does not fit into a box on a phone. */
const labelMax = 60;

const arrows = { base: "==>", copy: "-->", mount: "-.->" } as const;

/**
 * The stages of a Dockerfile and what flows between them, as a Mermaid block.
 * @returns null when there is nothing to see (a single stage that takes nothing from elsewhere) or too much to draw
 */
export function stageDrawing(stages: readonly StageOutline[]): string | null {
  const edges = stages
    .flatMap((stage, into) => stage.inputs.map((input) => ({ into, input })))
    // The image that a stage stands on is written in its box.
    .filter(({ input }) => input.kind !== "base" || typeof input.from === "number");
  if ((stages.length < 2 && edges.length === 0) || edges.length > mermaidEdgesMax) return null;

  const images = new Map<string, string>();
  const arrowLines = edges.map(({ into, input }) => {
    const source =
      typeof input.from === "number" ? `s${input.from}` : imageNode(images, input.from);
    const label = input.label === "" ? "" : `|"${mermaidText(input.label)}"|`;
    return `  ${source} ${arrows[input.kind]}${label} s${into}`;
  });
  const drawing = [
    "flowchart LR",
    ...stages.map(stageNode),
    ...[...images].map(([image, node]) => `  ${node}(["${mermaidText(image)}"])`),
    ...arrowLines,
  ].join("\n");
  return drawing.length > mermaidTextMax ? null : fenced("mermaid", drawing);
}

function stageNode(stage: StageOutline, index: number): string {
  const image = stage.image === null ? "" : `<br/>${mermaidText(stage.image)}`;
  const label = `"${mermaidText(stage.label)}${image}"`;
  return stage.final ? `  s${index}[[${label}]]` : `  s${index}[${label}]`;
}

/** The node of an image outside the file, made at its first use. */
function imageNode(images: Map<string, string>, image: string): string {
  const known = images.get(image);
  if (known !== undefined) return known;
  const node = `i${images.size}`;
  images.set(image, node);
  return node;
}

/** Text for a quoted label: every character that Mermaid, or HTML in it, could read is written as its number. */
export function mermaidText(text: string): string {
  return truncate(oneLine(text), labelMax).replace(
    /[^\p{L}\p{N} ./:_-]/gu,
    (found) => `#${found.codePointAt(0) ?? 0};`,
  );
}

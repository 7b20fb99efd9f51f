import type { Dockerfile, Instruction, Stage } from "../dockerfile/model.ts";
import { isMovingTag } from "../dockerfile/image-versions.ts";
import type { TextEdit } from "../source/text-edit.ts";
import { placesOf } from "./place-instructions.ts";
import type { Rewrite } from "./rewrite.ts";
import type { SingleStage } from "./single-stage.ts";
import { pairsFor } from "./split-variables.ts";
import { envText, isLower, linesBetween, ownLines, textOf } from "./stage-text.ts";

/**
 * The edits that split a stage in two by a rewrite: the instructions that build stay, those that say how the image is run move
 * behind them into a new stage, each with the comments and empty lines above it.
 */
export function splitStage(found: SingleStage, rewrite: Rewrite): readonly TextEdit[] {
  const { dockerfile, stage } = found;
  const { source } = dockerfile;
  const { places, question } = placesOf(found, rewrite);
  const edits = rewrite.edits ?? [];
  const [, ...rest] = stage.instructions;
  const first = source.lineAt(stage.from.span.end) + 1;
  const last = source.lineAt(stage.span.end);
  const names = namesOf(found, rewrite);
  const parts = partsOf(found, rest);
  const building = parts.filter(({ one }) => /build|both/.test(places.get(one) ?? ""));
  const running = parts.filter(({ one }) => /run|both/.test(places.get(one) ?? ""));
  const spaced = parts.filter(({ lead }) => lead.some((line) => line.trim() === "")).length;
  // An empty line between most instructions is the file's style.
  const gap = spaced * 2 > parts.length ? [""] : [];
  const group = (lines: readonly string[]) =>
    lines.length === 0 ? [] : [...ownLines(found, lines), ...gap];
  const write = (one: Instruction, side: "build" | "run"): string[] =>
    one.kind === "env" && places.get(one) === "both"
      ? envText(found, one, pairsFor(one, side, question))
      : textOf(found, one, edits);
  const firstLines = rewrite.firstBuildLines ?? [];
  const blocks = [
    ...(firstLines.length === 0 ? [] : [gap, group(firstLines)]),
    ...building.map(({ lead, one }) => [...lead, ...write(one, "build")]),
    gap,
    group(rewrite.lastBuildLines ?? []),
    [""],
    ...headOf(found, rewrite, names).map(group),
    ...running.map(({ lead, one }) => [
      ...(places.get(one) === "both" ? [] : lead),
      ...write(one, "run"),
    ]),
  ];
  const old = linesBetween(dockerfile, first, last);
  return [
    ...nameEdits(dockerfile, stage, names),
    ...changedLines(dockerfile, first, old, joined(blocks)),
  ];
}

/** An instruction with what stands above it. */
interface Part {
  /** The comments and empty lines between the instruction before and this one. */
  readonly lead: readonly string[];
  readonly one: Instruction;
}

function partsOf(
  { dockerfile, stage }: SingleStage,
  rest: readonly Instruction[],
): readonly Part[] {
  const { source } = dockerfile;
  let from = source.lineAt(stage.from.span.end) + 1;
  return rest.map((one) => {
    const lead = linesBetween(dockerfile, from, source.lineAt(one.span.start) - 1);
    from = source.lineAt(one.span.end) + 1;
    return { lead, one };
  });
}

/** The lines that the second stage begins with, in groups. */
function headOf(
  { dockerfile, stage, workdir }: SingleStage,
  rewrite: Rewrite,
  { builder, base }: StageNames,
): string[][] {
  const flags = stage.from.flags.map(({ span }) => `${dockerfile.source.slice(span)} `).join("");
  const name = stage.name === null || stage.name === builder ? "" : ` AS ${stage.name}`;
  const isRoot = workdir === "/" || workdir.startsWith("/?");
  return [
    [`FROM ${base ?? `${flags}${rewrite.image}`}${name}`],
    isRoot || rewrite.keepsWorkdir === false ? [] : [`WORKDIR ${workdir}`],
    rewrite.copies.map((line) => line.replace("{builder}", builder)),
  ];
}

/** The names of the new stages. */
interface StageNames {
  readonly builder: string;
  /** The stage that both stand on, so that an image whose tag may move is named once; null for none. */
  readonly base: string | null;
}

/** The name of the stage that builds is its own when that says so, else one that no stage has. */
function namesOf({ dockerfile, stage }: SingleStage, { image }: Rewrite): StageNames {
  const taken = new Set(dockerfile.stages.map(({ name }) => name?.toLowerCase()));
  const free = (name: string, other: string) =>
    [name, other].find((one) => !taken.has(one)) ?? `${name}-${stage.index}`;
  const { reference, text } = stage.base;
  const moves =
    reference?.digest === null && (reference.tag === null || isMovingTag(reference.tag));
  const own = /^build(er)?$/i.exec(stage.name ?? "")?.[0];
  return {
    builder: own ?? free("builder", "build"),
    base: moves && text === image ? free("base", "image") : null,
  };
}

function nameEdits(
  { source }: Dockerfile,
  stage: Stage,
  { builder, base }: StageNames,
): TextEdit[] {
  const { name, image } = stage.from;
  const cased = (text: string) =>
    isLower(source.slice(stage.from.keywordSpan))
      ? text.replace(/FROM|AS/g, (word) => word.toLowerCase())
      : text;
  const own = base === null ? builder : `${base}${cased(`\n\nFROM ${base} AS `)}${builder}`;
  if (name?.value === own) return [];
  if (name !== null) return [{ ...name.span, newText: own }];
  return [{ start: image.span.end, end: image.span.end, newText: `${cased(" AS ")}${own}` }];
}

/** The lines of blocks one after the other, without a second empty line between two, and none at the end. */
function joined(blocks: readonly (readonly string[])[]): string[] {
  const isEmpty = (line: string | undefined) => line?.trim() === "";
  const lines: string[] = [];
  for (const block of blocks) {
    const begin = isEmpty(lines.at(-1)) ? block.findIndex((line) => !isEmpty(line)) : 0;
    lines.push(...(begin === -1 ? [] : block.slice(begin)));
  }
  while (isEmpty(lines.at(-1))) lines.pop();
  return lines;
}

/** One edit for the lines that differ, those before and behind them left alone. */
function changedLines(
  { source }: Dockerfile,
  first: number,
  old: readonly string[],
  lines: readonly string[],
): TextEdit[] {
  let before = 0;
  while (before < Math.min(old.length, lines.length) && old[before] === lines[before]) before++;
  let behind = 0;
  while (
    behind < Math.min(old.length, lines.length) - before &&
    old.at(-1 - behind) === lines.at(-1 - behind)
  ) {
    behind++;
  }
  const replaced = lines.slice(before, lines.length - behind);
  const start = source.lineStart(first + before);
  const isInsertion = before + behind === old.length;
  const end = isInsertion ? start : source.lineSpan(first + old.length - 1 - behind).end;
  const text = replaced.join(source.lineEnding);
  return [{ start, end, newText: isInsertion ? text + source.lineEnding : text }];
}

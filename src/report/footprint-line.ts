import { sayMegabytes } from "../source/say-megabytes.ts";
import type { FileReport, Footprint, ImageEstimate } from "./lint-report.ts";
import { codeSpan } from "./markdown.ts";

/**
 * What is estimated of the image, in a line: the base image before and after the change, what a suggested change of it
 * would save, and the layers. Empty when nothing is known.
 */
export function footprintLine({ footprint }: FileReport): string {
  if (footprint === null) return "";
  return [sizeSentence(footprint), layerSentence(footprint)].filter((one) => one !== "").join(" ");
}

/** The same, when the change made the base image or the number of layers another one; empty otherwise. */
export function footprintChange(file: FileReport): string {
  const { footprint } = file;
  if (footprint?.before == null) return "";
  const { before, after } = footprint;
  const isOther = before.megabytes !== null && before.megabytes !== after.megabytes;
  return isOther || before.layers !== after.layers ? footprintLine(file) : "";
}

function sizeSentence({ before, after, fixed }: Footprint): string {
  const now = sized(after);
  if (now === null) return "";
  const was = before === null || before.megabytes === after.megabytes ? null : sized(before);
  const change = was === null ? now : `${was} → ${now}`;
  return `Estimated base image, compressed: ${change}${saving(after, fixed)}.`;
}

function sized({ image, megabytes }: ImageEstimate): string | null {
  return megabytes === null ? null : `${sayMegabytes(megabytes)} (${codeSpan(image)})`;
}

function saving(after: ImageEstimate, fixed: ImageEstimate | null): string {
  if (fixed?.megabytes == null || after.megabytes === null) return "";
  const saved = after.megabytes - fixed.megabytes;
  return saved <= 0 ? "" : `; ${codeSpan(fixed.image)}, as suggested, saves ${sayMegabytes(saved)}`;
}

function layerSentence({ before, after }: Footprint): string {
  const change =
    before === null || before.layers === after.layers
      ? `${after.layers}`
      : `${before.layers} → ${after.layers}`;
  return `Layers it adds: ${change}.`;
}

import { megabytesOf } from "../dockerfile/image-variants.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { imageStages, rootStage } from "../dockerfile/queries.ts";
import { applyPlan } from "../lint/plan-fixes.ts";
import type { Footprint, ImageEstimate, PlannedFix } from "../report/lint-report.ts";

/**
 * What is estimated of the image that a Dockerfile makes, before and after the change and with the planned fixes.
 * @returns null when there is nothing to say: the base image is not known, and no number of layers changes
 */
export function estimateFootprint(
  base: Dockerfile | null,
  head: Dockerfile,
  fixes: readonly PlannedFix[],
): Footprint | null {
  const after = estimateOf(head);
  if (after === null) return null;
  const before = base === null ? null : estimateOf(base);
  const isKnown = after.megabytes !== null;
  if (!isKnown && (before === null || before.layers === after.layers)) return null;
  return { before, after, fixed: fixes.length === 0 ? null : fixedEstimate(head, fixes, after) };
}

function fixedEstimate(
  head: Dockerfile,
  fixes: readonly PlannedFix[],
  after: ImageEstimate,
): ImageEstimate | null {
  const fixed = estimateOf(parseDockerfile(applyPlan(head.source.text, fixes)));
  return fixed === null || fixed.image === after.image ? null : fixed;
}

function estimateOf(dockerfile: Dockerfile): ImageEstimate | null {
  const { finalStage } = dockerfile;
  if (finalStage === null) return null;
  const { base } = rootStage(finalStage);
  return {
    image: base.reference?.text ?? base.text,
    megabytes: megabytesOf(base),
    layers: imageStages(dockerfile).reduce((sum, stage) => sum + layersOf(stage.instructions), 0),
  };
}

function layersOf(instructions: Dockerfile["instructions"]): number {
  return instructions.filter(
    ({ kind, onbuild }) =>
      onbuild === null && (kind === "run" || kind === "copy" || kind === "add"),
  ).length;
}

import { slimVariant as slimImage } from "../dockerfile/smaller-images.ts";
import type { SingleStage } from "./single-stage.ts";

/**
 * The slim variant of an official image, as the file writes it: `node:22` gives `node:22-slim`, `node:${VERSION}` the same with
 * its variable.
 * @returns the image itself where it is slim already, or is not named by the tag of a version
 */
export function slimVariant({ stage }: SingleStage): string {
  const { text, reference, variables } = stage.base;
  const slim = reference === null ? null : slimImage(reference);
  if (reference?.tag == null || slim === null || reference.digest !== null) return text;
  if (variables.length === 0) return `${text.slice(0, -reference.tag.length)}${slim.tag}`;
  // What a variable holds may be anything another time; a version alone can be added to.
  return slim.tag === `${reference.tag}-slim` ? `${text}-slim` : text;
}

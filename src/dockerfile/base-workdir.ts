import { findBaseImage } from "./known-images.ts";
import type { Stage } from "./model.ts";
import { rootStage } from "./queries.ts";

/** The working directory of the image that a stage stands on; null when its name does not tell. */
export function baseWorkdir(stage: Stage): string | null {
  const { base } = rootStage(stage);
  if (base.scratch) return "/";
  return base.reference === null ? null : (findBaseImage(base.reference)?.workdir ?? null);
}

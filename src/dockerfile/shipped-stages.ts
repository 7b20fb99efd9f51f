import type { Dockerfile, Stage } from "./model.ts";

const known = new WeakMap<Dockerfile, ReadonlySet<Stage>>();

/**
 * The stages whose layers are in the image that is built when no target is named: the final stage and those it stands
 * on. What the other stages leave behind costs nobody who pulls the image.
 */
export function shippedStages(dockerfile: Dockerfile): ReadonlySet<Stage> {
  let stages = known.get(dockerfile);
  if (stages === undefined) {
    stages = new Set(dockerfile.finalStage?.lineage ?? []);
    known.set(dockerfile, stages);
  }
  return stages;
}

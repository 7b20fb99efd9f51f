import type { Dockerfile, Stage } from "./model.ts";

/** The stages that stand on `scratch`, themselves or through their parents. */
export function scratchStages({ stages }: Dockerfile): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  // Stages stand behind those they are built on.
  for (const stage of stages) {
    if (stage.base.scratch || (stage.parent !== null && found.has(stage.parent))) found.add(stage);
  }
  return found;
}

/** Instructions that put files into a stage. */
const filling = new Set(["copy", "add", "run", "workdir"]);

/** The stages that hold no files at all: on `scratch`, with nothing put into them or into what they are built on. */
export function emptyStages(dockerfile: Dockerfile): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  for (const stage of scratchStages(dockerfile)) {
    const begins = stage.parent === null || found.has(stage.parent);
    if (begins && !stage.instructions.some(({ kind }) => filling.has(kind))) found.add(stage);
  }
  return found;
}

import { copiedSources, originOf, workdirOf } from "./context-copies.ts";
import type { Dockerfile, Stage } from "./model.ts";

/**
 * The directories of the build context from which a file comes into the working directory that a stage ends with, by its
 * COPYs and those of the other stages: paths from the context's root, each once.
 */
export function fileOrigins(dockerfile: Dockerfile, stage: Stage, name: string): readonly string[] {
  const workdir = workdirOf(stage.endState);
  const directories = new Set<string>();
  for (const copy of dockerfile.instructions) {
    if ((copy.kind !== "copy" && copy.kind !== "add") || copy.from !== null) continue;
    for (const copied of copiedSources(copy)) {
      const origin = originOf(copied, workdir, name);
      if (origin !== null && origin.how !== "maybe") directories.add(origin.from);
    }
  }
  return [...directories];
}

import { addFlag } from "../dockerfile/instruction-edits.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import { isInImage } from "../dockerfile/queries.ts";
import { repeatedDownloads } from "../shell/layers/download-caches.ts";
import type { LateInstalls } from "../shell/layers/late-installs.ts";
import type { InstallRewrite } from "./install-rewrite.ts";

/**
 * A cache mount for what Gradle downloads. No task of Gradle downloads the archives that an absent source would be compiled
 * with (`gradle dependencies` reads only the descriptors), and its image declares the directory as a volume, so that no layer
 * keeps it.
 * @returns null where the directory is not known, or what is downloaded has to be in a layer
 */
export function gradleCacheMount(
  dockerfile: Dockerfile,
  { installs, stage }: LateInstalls,
): InstallRewrite | null {
  if (installs.some(({ tool }) => tool !== "gradle") || isInImage(dockerfile, stage)) return null;
  if (dockerfile.stages.some(({ parent }) => parent === stage)) return null;
  const isTaken = dockerfile.instructions.some(
    (copy) => copy.kind === "copy" && copy.sources.some(({ value }) => value.includes(".gradle")),
  );
  const found = repeatedDownloads(dockerfile, stage).find(({ manager }) => manager === "gradle");
  const targets = found?.targets ?? null;
  if (isTaken || found === undefined || targets === null) return null;
  const mounts = targets.map((target) => `--mount=type=cache,target=${target}`).join(" ");
  return {
    title:
      "Keep what Gradle downloads in a cache mount (check that the builder keeps it from build to build)",
    edits: found.runs.flatMap((run) => addFlag(run, mounts)),
  };
}

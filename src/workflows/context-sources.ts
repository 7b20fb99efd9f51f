import { hasWildcard, isRemoteSource } from "../dockerfile/copy-sources.ts";
import type { Dockerfile } from "../dockerfile/model.ts";

/**
 * What a Dockerfile copies from its build context by names that say where the context is: local paths without variables
 * and wildcards. `COPY . .` says nothing, for every directory has a `.`.
 */
export function contextSources(dockerfile: Dockerfile): string[] {
  const sources = new Set<string>();
  for (const instruction of dockerfile.instructions) {
    if (instruction.kind !== "copy" && instruction.kind !== "add") continue;
    if (instruction.from !== null || instruction.onbuild !== null) continue;
    for (const { value, variables } of instruction.sources) {
      if (isRemoteSource(value) || hasWildcard(value) || variables.length > 0) continue;
      const clean = cleanPath(value);
      if (clean !== "" && !clean.startsWith("..")) sources.add(clean);
    }
  }
  return [...sources];
}

/** A path without `.`, doubled slashes and a leading or trailing slash. */
function cleanPath(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

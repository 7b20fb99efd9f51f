import { cleanSource, copiesFromContext } from "./context-sources.ts";
import type { Dockerfile, Word } from "./model.ts";

/** The first source of a COPY or ADD that names the whole build context (`.`, `./`, `/`, `*`); null when there is none. */
export function firstBroadSource(dockerfile: Dockerfile): Word | null {
  for (const copy of dockerfile.instructions) {
    if (!copiesFromContext(copy) || copy.flags.some(({ name }) => name === "exclude")) continue;
    const found = copy.sources.find(({ value, variables }) => {
      if (variables.length > 0 || value === "") return false;
      const clean = cleanSource(value);
      return clean === "" || clean === "*" || clean === "**";
    });
    if (found !== undefined) return found;
  }
  return null;
}

import type { DeclaredBuild } from "./declared-build.ts";
import { composeBuilds } from "./compose-builds.ts";
import { workflowBuilds } from "./workflow-builds.ts";
import { joinPath, likelyContextRoot } from "./context-root.ts";
import { directoryOf } from "../source/paths.ts";

/** Where builds are described, from the repository's root. */
export const workflowDirectory = ".github/workflows";

/** Longer files are not read, in UTF-16 code units; real ones are a hundredth of it. */
const longestText = 256 * 1024;

/** Whether a name in a directory is a compose file's: `compose.yaml`, `docker-compose.prod.yml`. */
export function isComposeFile(name: string): boolean {
  return /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/i.test(name);
}

/** Whether a name in the directory of workflows is a workflow's. */
export function isWorkflowFile(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/**
 * The builds that a compose file or a workflow describes, as far as they can be told; what is made of expressions that
 * only a run knows is left out.
 * @param path from the repository's root
 */
export function declaredBuilds(path: string, text: string): readonly DeclaredBuild[] {
  if (text.length > longestText) return [];
  if (path.startsWith(`${workflowDirectory}/`)) return workflowBuilds(text);
  return composeBuilds(directoryOf(path), text);
}

/** Where the context of a Dockerfile is, and who says so. */
export interface ContextPlace {
  /** From the repository's root. */
  readonly root: string;
  /** The build that says so; null when nothing does, and it is only the likely place. */
  readonly declared: DeclaredBuild | null;
}

/**
 * The root of a Dockerfile's build context: what a build says, of several the one in which most sources exist; else the
 * likely one.
 * @param path the Dockerfile's own
 */
export function contextPlace(
  path: string,
  builds: readonly DeclaredBuild[],
  sources: readonly string[],
  exists: (path: string) => boolean,
): ContextPlace {
  const directory = directoryOf(path);
  const own = builds.filter((build) => build.dockerfile === path);
  const found = (build: DeclaredBuild): number =>
    sources.filter((source) => exists(joinPath(build.context, source))).length;
  const [best] = own.toSorted((left, right) => found(right) - found(left));
  if (best !== undefined) return { root: best.context, declared: best };
  return { root: likelyContextRoot(directory, sources, exists), declared: null };
}

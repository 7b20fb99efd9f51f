import { posix } from "node:path";
import type { Dockerfile } from "../dockerfile/model.ts";
import { instructionsOfKind } from "../dockerfile/queries.ts";
import type { BuildContext } from "./build-context.ts";

/** What GitHub reads of an action, beside its Dockerfile (https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax). */
export const actionFiles: readonly string[] = ["action.yml", "action.yaml"];

/**
 * Whether an image is that of a container action of GitHub's, by the file beside it or by its labels: such an image has to run
 * as root (https://docs.github.com/en/actions/reference/workflows-and-actions/dockerfile-support#user).
 */
export function isContainerAction(dockerfile: Dockerfile, context: BuildContext): boolean {
  const labelled = instructionsOfKind(dockerfile, "label").some(({ pairs }) =>
    pairs.some(({ key }) => key.startsWith("com.github.actions.")),
  );
  if (labelled) return true;
  const directory = posix.dirname(context.dockerfile ?? "Dockerfile");
  return actionFiles.some((name) => {
    const path = posix.join(directory, name);
    if (context.exists(path) !== true) return false;
    const text = context.readText?.(path) ?? null;
    return text === null || /^\s*["']?using["']?\s*:\s*["']?docker\b/m.test(text);
  });
}

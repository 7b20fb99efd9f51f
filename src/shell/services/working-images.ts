import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { imageStages } from "../../dockerfile/queries.ts";
import { commandInstructions } from "./image-command.ts";
import { startsPrompt } from "./service-images.ts";

/** Whether the image is there to develop, to build or to test with, as far as its stage's name and command tell. */
export function isForWork(dockerfile: Dockerfile, stage: Stage): boolean {
  const { entrypoint, cmd } = commandInstructions(stage);
  if (entrypoint === null && cmd === null) return true;
  const words = (stage.name ?? "").split(/[-_.]/);
  if (words.some((word) => /^(?:dev|devel|development|tests?|ci|build|builder|debug)$/.test(word)))
    return true;
  return startsPrompt(dockerfile, stage);
}

/** Whether other images are built on it, of which nothing is known here. */
export function servesBuilds(dockerfile: Dockerfile): boolean {
  return imageStages(dockerfile).some(({ instructions }) =>
    instructions.some(({ onbuild }) => onbuild !== null),
  );
}

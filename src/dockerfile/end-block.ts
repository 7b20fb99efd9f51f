import type { TextEdit } from "../source/text-edit.ts";
import { insertAfter, insertBefore } from "./instruction-edits.ts";
import type { Dockerfile, Instruction, Stage } from "./model.ts";

const metadata = new Set(["expose", "healthcheck", "label", "env", "stopsignal", "volume", "arg"]);

/** Puts lines before the CMD or ENTRYPOINT of the metadata block that ends a stage, else at its end. */
export function insertBeforeStart(dockerfile: Dockerfile, stage: Stage, lines: string): TextEdit[] {
  const place = firstOfEndBlock(stage);
  return place === null
    ? insertAfter(dockerfile, stage.instructions.at(-1) ?? stage.from, lines)
    : insertBefore(dockerfile, place, lines);
}

/** The first CMD or ENTRYPOINT of the metadata block that ends a stage: behind it nothing needs root any more. */
function firstOfEndBlock(stage: Stage): Instruction | null {
  let first: Instruction | null = null;
  for (const instruction of stage.instructions.toReversed()) {
    if (instruction.kind === "cmd" || instruction.kind === "entrypoint") first = instruction;
    else if (!metadata.has(instruction.kind)) break;
  }
  return first;
}

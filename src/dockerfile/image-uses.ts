import { noted } from "../source/notes.ts";
import type { Dockerfile, ImageUse, Instruction } from "./model.ts";

/** A place where an image is named. */
export interface ImageUseSite {
  readonly use: ImageUse;
  readonly instruction: Instruction;
  readonly where: "from" | "copy" | "mount";
}

/** Every place that names an image or a stage: FROM, COPY --from, ADD --from and RUN --mount from=, in file order. Cached. */
export const imageUses = noted(readUses);

function readUses(dockerfile: Dockerfile): readonly ImageUseSite[] {
  return dockerfile.instructions.flatMap((instruction): ImageUseSite[] => {
    switch (instruction.kind) {
      case "from":
        return [{ use: instruction.image, instruction, where: "from" }];
      case "copy":
      case "add":
        return instruction.from === null
          ? []
          : [{ use: instruction.from, instruction, where: "copy" }];
      case "run":
        return instruction.mounts.flatMap((mount) =>
          mount.from === null ? [] : [{ use: mount.from, instruction, where: "mount" as const }],
        );
      default:
        return [];
    }
  });
}

import { Notes } from "../source/notes.ts";
import type { Dockerfile, ImageUse, Instruction } from "./model.ts";

/** A place where an image is named. */
export interface ImageUseSite {
  readonly use: ImageUse;
  readonly instruction: Instruction;
  readonly where: "from" | "copy" | "mount";
}

const known = new Notes<Dockerfile, readonly ImageUseSite[]>();

/** Every place that names an image or a stage: FROM, COPY --from, ADD --from and RUN --mount from=, in file order. Cached. */
export function imageUses(dockerfile: Dockerfile): readonly ImageUseSite[] {
  let uses = known.get(dockerfile);
  if (uses === undefined) {
    uses = readUses(dockerfile);
    known.set(dockerfile, uses);
  }
  return uses;
}

function readUses(dockerfile: Dockerfile): ImageUseSite[] {
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

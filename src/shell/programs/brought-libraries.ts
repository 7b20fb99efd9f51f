import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { packageCalls } from "../package-managers/package-calls.ts";

/** Whether an image is given a C library: by a package for Alpine, or by copying one. */
export function bringsLibraries(dockerfile: Dockerfile, stage: Stage): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some((instruction) => {
      if (instruction.kind === "copy" || instruction.kind === "add")
        return instruction.sources.some(({ value }) =>
          /^\/?$|(?:^|\/)(?:usr\/)?lib(?:64|32)?(?:\/|$)|rootfs|\bld-|libc|\.tar/.test(value),
        );
      return (
        instruction.kind === "run" &&
        packageCalls(dockerfile, instruction).some(({ packages }) =>
          packages.some(
            ({ name, kind }) => kind !== "named" || /glibc|gcompat|libc6-compat/.test(name ?? ""),
          ),
        )
      );
    }),
  );
}

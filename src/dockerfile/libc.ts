import { familyOfImage } from "./image-family.ts";
import type { ImageReference, Stage } from "./model.ts";
import { rootStage } from "./queries.ts";

/** The C library that dynamically linked programs of an image need: they start with that of their own image only. */
export type Libc = "glibc" | "musl";

/** The C library of an image, as far as its name tells; null when it does not, or when the image has none. */
export function libcOfImage(image: ImageReference): Libc | null {
  // Wolfi, which Chainguard's images are made of, has Alpine's package manager and glibc.
  if (image.registry === "cgr.dev") return image.repository.endsWith("/static") ? null : "glibc";
  if (/(?:^|\/)distroless\/static/.test(image.repository)) return null;
  switch (familyOfImage(image)) {
    case "alpine":
      return "musl";
    case "debian":
    case "rhel":
    case "suse":
    case "arch":
    case "distroless":
      return "glibc";
    default:
      return null;
  }
}

/** The C library of the image that a stage stands on; null when it is not known, or when there is none. */
export function libcOfStage(stage: Stage): Libc | null {
  const { reference } = rootStage(stage).base;
  return reference === null ? null : libcOfImage(reference);
}

import { findBaseImage } from "../../dockerfile/known-images.ts";
import type { ImageReference, Stage } from "../../dockerfile/model.ts";
import type { ImageNeeds } from "../services/image-needs.ts";

/** Images that programs are built with: what says that they are used, and what is enough to run what they made. */
const kits: Readonly<Record<string, { readonly used: RegExp; readonly instead: string }>> = {
  golang: { used: /^go$/m, instead: "`gcr.io/distroless/static-debian12`, `alpine` or `scratch`" },
  rust: { used: /^(?:cargo|rustc)$/m, instead: "`gcr.io/distroless/cc-debian12` or `debian`" },
  "mcr.microsoft.com/dotnet/sdk": {
    used: /^dotnet (?:run|watch|test|build|tool|ef|restore|publish|new|sdk|msbuild)$/m,
    instead: "`mcr.microsoft.com/dotnet/aspnet` of the same version",
  },
};

/**
 * What is enough to run a program that another stage built, where the image still stands on what programs are built with.
 * @param stage the final stage
 * @param image what it stands on
 * @returns images as Markdown, null when the image is no such kit, or is used as one
 */
export function enoughInstead(
  stage: Stage,
  image: ImageReference,
  { calls }: ImageNeeds,
): string | null {
  const name = findBaseImage(image)?.name ?? "";
  const kit = Object.hasOwn(kits, name) ? kits[name] : undefined;
  if (kit === undefined || kit.used.test(calls())) return null;
  const isBrought = stage.instructions.some(
    (one) => one.kind === "copy" && one.from?.stage != null,
  );
  return isBrought ? kit.instead : null;
}

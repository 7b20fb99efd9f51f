import { familyOfImage, type ImageFamily } from "./image-family.ts";
import { variantOfImage } from "./image-variants.ts";
import { hubName } from "./known-images.ts";
import type { ImageReference } from "./model.ts";

/** Interpreters, each with the image that it is named after. */
const languageOf: Readonly<Record<string, string>> = {
  python: "python",
  python3: "python",
  node: "node",
  php: "php",
  ruby: "ruby",
  perl: "perl",
};

/**
 * Whether an image has a program by itself: by the table of well-known images, else by what all images of its kind have.
 * @param tool its name: `curl`, `wget`, `python3`
 * @returns null when that is not known
 */
export function imageHasTool(image: ImageReference, tool: string): boolean | null {
  const variant = variantOfImage(image);
  if (variant?.has?.split(" ").includes(tool) === true) return true;
  if (variant?.lacks?.split(" ").includes(tool) === true) return false;
  const family = familyOfImage(image);
  const language = Object.hasOwn(languageOf, tool) ? languageOf[tool] : undefined;
  if (language !== undefined) {
    if (hubName(image) === language) return true;
    return family === "distroless" && !image.repository.includes(language) ? false : null;
  }
  if (family === "distroless") return tool === "curl" || tool === "wget" ? false : null;
  if (tool === "wget") return family === "alpine" || family === "busybox" ? true : null;
  return tool === "curl" ? hasCurl(image, family) : null;
}

function hasCurl(image: ImageReference, family: ImageFamily | null): boolean | null {
  if (family === "busybox") return false;
  if (family !== "rhel") return null;
  return /micro|minimal/.test(`${image.repository}:${image.tag ?? ""}`) ? null : true;
}

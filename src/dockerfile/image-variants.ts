import { noted } from "../source/notes.ts";
import type { BaseImage, ImageVariant } from "./base-image.ts";
import { findBaseImage } from "./known-images.ts";
import type { ImageReference, ImageUse } from "./model.ts";
import { products } from "./product-releases.ts";

/** Words of tags that choose no other variant: what the plain tags are too, and names that move. */
const neutral = new Set("jdk cli hotspot lts current stable oldstable mainline latest".split(" "));

/** Names of the releases of distributions, which a variant may stand on. */
const releaseNames = new Set(products.flatMap(({ codenames }) => Object.keys(codenames ?? {})));

/**
 * The variant of a well-known image that a tag means: `slim` of `python:3.13-slim-bookworm`.
 * @returns null when the image is not known, or the tag has a word that the table does not know
 */
export const variantOfImage = noted((image: ImageReference): ImageVariant | null => {
  const known = findBaseImage(image);
  if (known?.variants === undefined || (image.tag === null && image.digest !== null)) return null;
  const words = variantWords(image.tag ?? "");
  return known.variants.find((variant) => sameWords(variant, words)) ?? null;
});

/** The variant of a well-known image that some words make; null when it has none. */
export function variantBy(image: BaseImage, words: readonly string[]): ImageVariant | null {
  return image.variants?.find((variant) => sameWords(variant, words)) ?? null;
}

/** The words of a tag that choose a variant, versions and names of releases left out: `jre`, `alpine` of `21-jre-alpine3.22`. */
export function variantWords(tag: string): string[] {
  return tag
    .split("-")
    .map((part) => part.replace(/^(alpine)[\d.]+$/, "$1"))
    .filter((part) => !isVersion(part) && !neutral.has(part) && !releaseNames.has(part));
}

/** Whether a part of a tag is the name of a release of a distribution: `bookworm`, `noble`. */
export function isReleaseName(part: string): boolean {
  return releaseNames.has(part);
}

function isVersion(part: string): boolean {
  return part === "" || /^v?\d[\w.+]*$/.test(part);
}

function sameWords(variant: ImageVariant, words: readonly string[]): boolean {
  const own = variant.words.split(" ").filter((word) => word !== "");
  return own.length === words.length && own.every((word) => words.includes(word));
}

/**
 * About how many megabytes an image is to pull for linux/amd64, compressed, as the table has it for its variant; 0 for
 * `scratch`, null when it is not known.
 */
export function megabytesOf({ scratch, reference }: ImageUse): number | null {
  if (scratch) return 0;
  return reference === null ? null : (variantOfImage(reference)?.megabytes ?? null);
}

import { isReleaseName, variantBy, variantWords } from "./image-variants.ts";
import { officialName } from "./image-versions.ts";
import { findBaseImage, hubName } from "./known-images.ts";
import type { Dockerfile, ImageReference, ImageUse } from "./model.ts";
import type { ImageVariant } from "./base-image.ts";
import { replaceExpected, insertAt, type TextEdit } from "../source/text-edit.ts";

/** A smaller variant of the same version of an image. */
export interface SmallerImage {
  /** The whole reference. */
  readonly text: string;
  readonly tag: string;
  /** What the table knows of it; null when it has no entry. */
  readonly variant: ImageVariant | null;
}

/** Releases for which not every image has every variant. */
const oldReleases = /^(?:wheezy|jessie|stretch|squeeze)$/;

/** Where the word `slim` stands in the tags of an image: before the release of Debian or at the end. */
const slimFirst = new Set(["python", "ruby", "perl"]);
const slimLast = new Set(["node", "debian"]);

/**
 * The slim variant of the same version of a full image: `python:3.13` gives `python:3.13-slim`.
 * @returns null when the image has none, is slim already, or its tag names no version and no release
 */
export function slimVariant(image: ImageReference): SmallerImage | null {
  const known = findBaseImage(image);
  if (known === null || image.tag === null || variantWords(image.tag).length > 0) return null;
  const first = slimFirst.has(known.name);
  if (!first && !slimLast.has(known.name)) return null;
  const parts = image.tag.split("-");
  if (!parts.some((part) => /^\d|^(?:lts|current)$/.test(part) || isReleaseName(part))) return null;
  if (parts.some((part) => oldReleases.test(part))) return null;
  const release = first ? parts.findIndex(isReleaseName) : -1;
  parts.splice(release === -1 ? parts.length : release, 0, "slim");
  return smaller(image, parts.join("-"), variantBy(known, ["slim"]));
}

/** The runtime variant of an image of CUDA's development kit: `12.4.1-devel-ubuntu22.04` gives `12.4.1-runtime-ubuntu22.04`. */
export function cudaRuntime(image: ImageReference): SmallerImage | null {
  if (hubName(image) !== "nvidia/cuda" || image.tag === null) return null;
  const tag = image.tag.replace(/-devel(?=-|$)/, "-runtime");
  return tag === image.tag ? null : smaller(image, tag, null);
}

/** Images of JDKs that are published as JREs too: the releases for which they are. */
const withJre: Readonly<Record<string, RegExp>> = {
  // Temurin has no JRE of release 16.
  "eclipse-temurin": /^(?:8|11|1[7-9]|[2-9]\d)(?:[.u_]|$)/,
  openjdk: /^(?:8|11)(?:[.u]|$)/,
  "ibm-semeru-runtimes": /^open$/,
};

/**
 * The JRE of the same version of a JDK's image: `eclipse-temurin:21-jdk-alpine` gives `eclipse-temurin:21-jre-alpine`.
 * @returns null when it is a JRE already, or none is published
 */
export function jreVariant(image: ImageReference): SmallerImage | null {
  const name = officialName(image) ?? "";
  const releases = Object.hasOwn(withJre, name) ? withJre[name] : undefined;
  const parts = (image.tag ?? "").split("-");
  if (releases?.test(parts[0] ?? "") !== true || isOtherJava(parts)) return null;
  // The official openjdk image had a JRE on Alpine for release 8 and before only.
  const onAlpine = parts.some((part) => part.startsWith("alpine"));
  if (name === "openjdk" && onAlpine && !(image.tag ?? "").startsWith("8")) return null;
  // `21` is the JDK as well as `21-jdk`; Semeru's tags begin with `open-21`.
  const at = parts.includes("jdk") ? parts.indexOf("jdk") : parts[0] === "open" ? 2 : 1;
  const tag = [...parts.slice(0, at), "jre", ...parts.slice(at).filter((part) => part !== "jdk")];
  const known = findBaseImage(image);
  const words = onAlpine ? ["jre", "alpine"] : ["jre"];
  return smaller(image, tag.join("-"), known === null ? null : variantBy(known, words));
}

/** Whether a tag means no plain JDK for Linux. */
function isOtherJava(parts: readonly string[]): boolean {
  return parts.some((part) =>
    /^(?:jre|ea|rc|windows.*|nanoserver.*|oracle.*|oraclelinux\d*)$/.test(part),
  );
}

function smaller(image: ImageReference, tag: string, variant: ImageVariant | null): SmallerImage {
  const name = image.text.slice(0, image.text.lastIndexOf(`:${image.tag ?? ""}`));
  return { text: `${name}:${tag}`, tag, variant };
}

/**
 * The edit that gives an image another tag, where the tag is written out, or where only something is added behind a version
 * that a variable holds.
 * @returns null when it is pinned to a digest, or a variable has a say in what would be replaced
 */
export function retag(
  { source }: Dockerfile,
  { span, reference, variables }: ImageUse,
  tag: string,
): TextEdit | null {
  if (reference?.tag == null || reference.digest !== null) return null;
  const written = source.slice(span);
  if (variables.length === 0) {
    if (!written.endsWith(`:${reference.tag}`)) return null;
    const start = span.end - reference.tag.length;
    return replaceExpected(source, { start, end: span.end }, reference.tag, tag);
  }
  const added = tag.startsWith(reference.tag) ? tag.slice(reference.tag.length) : null;
  const isVersion = /:\$\{?\w+\}?$/.test(written) && /^\d[\d.]*$/.test(reference.tag);
  return added === null || !isVersion ? null : insertAt(span.end, added);
}

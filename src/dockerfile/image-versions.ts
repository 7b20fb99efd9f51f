import type { ImageReference } from "./model.ts";

/** Tags that registries move by convention, `latest` among them. A variant may follow: `stable-slim`. */
const movingTag =
  /^(latest|edge|nightly|stable|rolling|mainline|canary|testing|unstable|sid|rawhide)(-[a-z0-9.]+)*$/;

/** Whether a tag is one that registries move by convention: `latest`, `edge`, `stable-slim`. */
export function isMovingTag(tag: string): boolean {
  return movingTag.test(tag);
}

/** A tag taken into a version and what follows it: `18.19-alpine3.20` gives `18.19` and `-alpine3.20`. */
export interface TagVersion {
  /** As written, a leading `v` included. */
  readonly text: string;
  readonly numbers: readonly number[];
  /** What follows the version, with the sign between; empty when nothing does. */
  readonly variant: string;
}

const numberedTag = /^v?(\d{1,9}(?:\.\d{1,9}){0,4})((?:[-_][\w.-]*)?)$/;

/** Debian's and Ubuntu's names for their releases, as their images are tagged. From their release pages, 2026-11. */
const releases: ReadonlyMap<string, readonly number[]> = new Map([
  ["stretch", [9]],
  ["buster", [10]],
  ["bullseye", [11]],
  ["bookworm", [12]],
  ["trixie", [13]],
  ["bionic", [18, 4]],
  ["focal", [20, 4]],
  ["jammy", [22, 4]],
  ["noble", [24, 4]],
]);

/** The version that a tag begins with, as numbers or as the name of a Debian or Ubuntu release; null when there is none. */
export function versionOfTag(tag: string): TagVersion | null {
  const numbered = numberedTag.exec(tag);
  if (numbered !== null) {
    const variant = numbered[2] ?? "";
    const numbers = (numbered[1] ?? "").split(".").map(Number);
    return { text: tag.slice(0, tag.length - variant.length), numbers, variant };
  }
  const name = tag.split("-", 1)[0] ?? "";
  const numbers = releases.get(name);
  return numbers === undefined ? null : { text: name, numbers, variant: tag.slice(name.length) };
}

/**
 * How two versions stand to each other: negative when the first is older, positive when it is newer, 0 when they are the
 * same as far as both go (`3.11` and `3.11.4`).
 */
export function compareVersions(first: TagVersion, second: TagVersion): number {
  const shared = Math.min(first.numbers.length, second.numbers.length);
  for (let index = 0; index < shared; index++) {
    const difference = (first.numbers[index] ?? 0) - (second.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The registry of an image, Docker Hub's as `docker.io`. */
export function registryOf({ registry }: ImageReference): string {
  const isHub = registry === null || /^(index\.|registry-1\.)?docker\.io$/.test(registry);
  return isHub ? "docker.io" : registry;
}

/** The repository of an image with its registry, in one form for all ways of writing it: `docker.io/library/node`. */
export function repositoryKey(image: ImageReference): string {
  const registry = registryOf(image);
  const isShort = registry === "docker.io" && !image.repository.includes("/");
  return `${registry}/${isShort ? "library/" : ""}${image.repository}`;
}

/** The name of an official image of Docker Hub (`node` of `docker.io/library/node`); null for any other image. */
export function officialName(image: ImageReference): string | null {
  const match = /^docker\.io\/library\/([^/]+)$/.exec(repositoryKey(image));
  return match?.[1] ?? null;
}

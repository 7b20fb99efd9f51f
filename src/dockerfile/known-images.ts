import { noted } from "../source/notes.ts";
import type { BaseImage } from "./base-image.ts";
import { baseImages } from "./base-images.ts";
import type { ImageReference, ImageUse } from "./model.ts";

/** What is known of a well-known image without pulling it. */
export type KnownImage = Pick<BaseImage, "starts" | "exposes" | "healthcheck" | "probe">;

const byName: ReadonlyMap<string, BaseImage> = new Map(
  baseImages.map((image) => [image.name, image]),
);

/** The entry of an image in the table of well-known images; null when it has none. */
export const findBaseImage = noted((image: ImageReference): BaseImage | null => {
  const name = hubName(image) ?? `${image.registry ?? ""}/${image.repository}`;
  // Distroless images name the release of Debian that they are made from.
  return byName.get(name.replace(/^(gcr\.io\/distroless\/.+)-debian\d+$/, "$1")) ?? null;
});

/** The entry of an image of Docker Hub by its name without `library/`; null when it has none. */
export function findByName(name: string): BaseImage | null {
  return byName.get(name) ?? null;
}

/** Variants of official images whose tags tell that they serve: `php:8.4-apache`, `php:8.4-fpm`, `wordpress:fpm`. */
const apache: KnownImage = { starts: "service", exposes: [80] };
const fpm: KnownImage = { starts: "service", exposes: [9000] };

/** Families of images that are known as a whole. */
const bare: KnownImage = { starts: "none" };
const prompt: KnownImage = { starts: "prompt" };

/**
 * What is known of an image by its name; null when it is none of the well-known ones.
 */
export const knownImage = noted((image: ImageReference): KnownImage | null => {
  const found = findBaseImage(image);
  if (found !== null) {
    const tag = image.tag ?? "";
    if (/(^|-)fpm(-|$)/.test(tag)) return fpm;
    if (found.name === "php" && /(^|-)apache(-|$)/.test(tag)) return apache;
    const { probe, ...rest } = found;
    return probe === undefined || isBefore(tag, found.probeSince) ? rest : found;
  }
  const path = `${image.registry ?? ""}/${image.repository}`;
  if (path.startsWith("gcr.io/distroless/")) return bare;
  if (/^mcr\.microsoft\.com\/(dotnet|devcontainers|azurelinux|cbl-mariner)\//.test(path))
    return prompt;
  if (
    /^registry\.(access\.)?redhat\.(com|io)\/ubi\d*(\/ubi\d*)?(-minimal|-micro|-init)?$/.test(path)
  )
    return prompt;
  return null;
});

/** Whether a tag names a major version before another one: `4.4-focal` is before 6; `latest` is not known to be. */
function isBefore(tag: string, since: number | undefined): boolean {
  const major = /^\d+/.exec(tag)?.[0];
  return since !== undefined && major !== undefined && Number(major) < since;
}

/** What is known of the image that a FROM names; null for scratch, for a stage and where the name is not known. */
export function knownBase({ reference }: ImageUse): KnownImage | null {
  return reference === null ? null : knownImage(reference);
}

/** The host names of Docker Hub; Rails wrote `registry.docker.com/library/ruby` into the files that it generated. */
const hubRegistries = new Set([
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "registry.docker.com",
  "registry.hub.docker.com",
]);

/**
 * The name of an image on Docker Hub, `library/` left out; also for the mirrors of official images in Amazon's public
 * registry. Null for images that come from elsewhere.
 */
export function hubName({ registry, repository }: ImageReference): string | null {
  if (registry === null || hubRegistries.has(registry)) {
    return repository.replace(/^library\//, "");
  }
  if (registry === "public.ecr.aws" && repository.startsWith("docker/library/")) {
    return repository.slice("docker/library/".length);
  }
  return null;
}

import { findBaseImage, hubName } from "./known-images.ts";
import type { FromInstruction, ImageReference } from "./model.ts";
import { variantOfImage } from "./image-variants.ts";
import { expandWord } from "./variables.ts";
import { readWordParts } from "./word-parts.ts";

/** Other spellings of architectures, as containerd reads them. */
const architectures: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  aarch64: "arm64",
  i386: "386",
  armhf: "arm/v7",
  armel: "arm/v6",
};

const knownArchitectures = new Set(
  "amd64 arm arm64 386 mips64le ppc64le riscv64 s390x loong64".split(" "),
);

/**
 * A platform in one spelling: `linux/arm64` for `arm64`, `linux/aarch64` and `linux/arm64/v8`; `linux/arm/v7` for `linux/arm`.
 * @returns null when it names no architecture, or one that is not known
 */
export function normalisePlatform(text: string): string | null {
  const parts = text.trim().toLowerCase().split("/");
  const [first = "", second] = parts;
  const [os, written, ...more] =
    second === undefined || toArchitecture(first) !== null ? ["linux", ...parts] : parts;
  const architecture = toArchitecture(written ?? "");
  if (architecture === null || os === undefined || more.length > 1) return null;
  if (architecture.startsWith("arm/")) return `${os}/${architecture}`;
  const variant = more[0] ?? (architecture === "arm" ? "v7" : "");
  const isDefault = variant === "" || (architecture === "arm64" && /^v?8$/.test(variant));
  return `${os}/${architecture}${isDefault ? "" : `/${variant}`}`;
}

function toArchitecture(text: string): string | null {
  const name = Object.hasOwn(architectures, text) ? (architectures[text] ?? text) : text;
  return knownArchitectures.has(name.split("/", 1)[0] ?? "") ? name : null;
}

/**
 * Whether one of some platforms is taken for the one that is asked for: itself, or one that its processors run too, as
 * containerd chooses (a 64-bit one runs what is made for 32 bits, and later ones of ARM what is made for earlier ones).
 */
export function isServed(platform: string, published: readonly string[]): boolean {
  const [os = "", architecture = "", variant = ""] = platform.split("/");
  return published.some((one) => {
    const [oneOs, oneArchitecture, oneVariant = ""] = one.split("/");
    if (os !== oneOs) return false;
    if (architecture === oneArchitecture) return variant === "" || oneVariant <= variant;
    if (architecture === "amd64") return oneArchitecture === "386";
    return architecture === "arm64" && oneArchitecture === "arm";
  });
}

/** The platform that a FROM asks for by its flag, in one spelling; null without one, and where it is known only when the image is built. */
export function askedPlatform({ platform, state }: FromInstruction): string | null {
  const value = platform?.value ?? null;
  if (value === null) return null;
  const { parts } = readWordParts(value, 0, value.length, "\\");
  const text = expandWord({ parts }, state.lookup);
  return text === null ? null : normalisePlatform(text);
}

/** Docker Hub's namespaces that hold the official images for one platform each. From the official images' readme, 2026-11. */
const namespaces: Readonly<Record<string, string>> = {
  amd64: "linux/amd64",
  arm32v5: "linux/arm/v5",
  arm32v6: "linux/arm/v6",
  arm32v7: "linux/arm/v7",
  arm64v8: "linux/arm64",
  i386: "linux/386",
  mips64le: "linux/mips64le",
  ppc64le: "linux/ppc64le",
  riscv64: "linux/riscv64",
  s390x: "linux/s390x",
  winamd64: "windows/amd64",
};

/** The platforms that an image is published for, as far as its name tells and the table of well-known images has it; null when it is not known. */
export function publishedPlatforms(image: ImageReference): readonly string[] | null {
  const [namespace = "", ...rest] = (hubName(image) ?? "").split("/");
  if (rest.length === 1 && Object.hasOwn(namespaces, namespace)) {
    return [namespaces[namespace] ?? ""];
  }
  return variantOfImage(image)?.platforms ?? findBaseImage(image)?.platforms ?? null;
}

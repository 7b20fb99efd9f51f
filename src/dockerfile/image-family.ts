import { noted } from "../source/notes.ts";
import type { ImageFamily } from "./base-image.ts";
import { findBaseImage } from "./known-images.ts";
import type { ImageReference, Stage } from "./model.ts";
import { rootStage } from "./queries.ts";

export type { ImageFamily } from "./base-image.ts";

/** Images of other registries that stand on Red Hat's or VMware's distributions. */
const rhelBased = new Set("photon ubi ubi-minimal ubi8 ubi9 ubi10".split(" "));

/** Words in tags and names that tell the system, the most telling first. */
const signs: readonly (readonly [RegExp, ImageFamily])[] = [
  [/windowsservercore|nanoserver|servercore|ltsc20\d\d/, "windows"],
  [/distroless|chiseled/, "distroless"],
  [/(^|[-_.])alpine/, "alpine"],
  [
    /(^|[-_.])(bookworm|bullseye|buster|stretch|trixie|jammy|noble|focal|bionic|debian\d*|ubuntu)/,
    "debian",
  ],
  [
    /(^|[-_.])(ubi\d*|fedora|centos|rocky|almalinux|amazonlinux|el[789]|azurelinux|mariner)/,
    "rhel",
  ],
  [/(^|[-_.])(opensuse|leap|tumbleweed|bci|sles?)(?=$|[-_.:\d])/, "suse"],
  [/(^|[-_.])slim/, "debian"],
  // Corretto's own system is Amazon Linux.
  [/(^|[-_.])(amazon)?corretto/, "rhel"],
];

/** Tags of other images that say that they stand on openjdk's: from release 12 on those stand on Oracle Linux, before on Debian. */
const onOracleLinux = /(^|-)openjdk-(1[2-9]|[2-9]\d)(-|$)/;

/** The family of an image by its name and tag; null when they do not tell. */
export const familyOfImage = noted((image: ImageReference): ImageFamily | null => {
  const parts = image.repository.split("/");
  const name = parts.at(-1) ?? "";
  if (/(^|\/)distroless(\/|$)/.test(image.repository)) return "distroless";
  if (image.registry === "cgr.dev") return image.tag?.endsWith("-dev") ? "alpine" : "distroless";
  for (const [sign, family] of signs) if (sign.test(image.tag ?? "")) return family;
  for (const [sign, family] of signs)
    if (sign.test(image.repository.replaceAll("/", "-"))) return family;
  if (onOracleLinux.test(image.tag ?? "")) return "rhel";
  const known = findBaseImage(image)?.family;
  if (known !== undefined) return known;
  return rhelBased.has(name) ? "rhel" : null;
});

/** The family of the image that a stage stands on, through its ancestors; null when its name does not tell. */
export function familyOfStage(stage: Stage): ImageFamily | null {
  const { base } = rootStage(stage);
  if (base.scratch) return "scratch";
  return base.reference === null ? null : familyOfImage(base.reference);
}

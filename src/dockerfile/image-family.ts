import type { ImageReference, Stage } from "./model.ts";

/** What kind of system an image holds, as far as commands written for it are concerned. */
export type ImageFamily =
  "alpine" | "debian" | "rhel" | "suse" | "arch" | "busybox" | "distroless" | "scratch" | "windows";

/** Official images of Docker Hub whose plain tags stand on Debian or Ubuntu. From their pages on Docker Hub, 2026-11. */
const debianBased = new Set([
  ..."debian ubuntu buildpack-deps node python golang rust ruby php perl openjdk eclipse-temurin".split(
    " ",
  ),
  ..."maven gradle tomcat jetty nginx httpd postgres mariadb redis mongo rabbitmq memcached".split(
    " ",
  ),
  ..."haproxy wordpress drupal nextcloud ghost julia elixir erlang haskell swift gcc dart r-base".split(
    " ",
  ),
]);

const rhelBased = new Set(
  "fedora centos rockylinux almalinux amazonlinux oraclelinux photon ubi ubi-minimal ubi8 ubi9 ubi10".split(
    " ",
  ),
);

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
];

const families = new WeakMap<ImageReference, ImageFamily | null>();

/** The family of an image by its name and tag; null when they do not tell. Cached. */
export function familyOfImage(image: ImageReference): ImageFamily | null {
  let family = families.get(image);
  if (family === undefined) {
    family = readFamily(image);
    families.set(image, family);
  }
  return family;
}

function readFamily(image: ImageReference): ImageFamily | null {
  const parts = image.repository.split("/");
  const name = parts.at(-1) ?? "";
  if (/(^|\/)distroless(\/|$)/.test(image.repository)) return "distroless";
  if (image.registry === "cgr.dev") return image.tag?.endsWith("-dev") ? "alpine" : "distroless";
  for (const [sign, family] of signs) if (sign.test(image.tag ?? "")) return family;
  for (const [sign, family] of signs)
    if (sign.test(image.repository.replaceAll("/", "-"))) return family;
  const official =
    (image.registry === null || image.registry === "docker.io") &&
    (parts.length === 1 || parts[0] === "library");
  if (official && name === "busybox") return "busybox";
  if (official && (name === "archlinux" || name === "manjarolinux")) return "arch";
  if (rhelBased.has(name) && (official || image.registry !== null)) return "rhel";
  if (official && debianBased.has(name)) return "debian";
  if (image.repository.startsWith("dotnet/") && image.registry === "mcr.microsoft.com")
    return "debian";
  return null;
}

/** The family of the image that a stage stands on, through its ancestors; null when its name does not tell. */
export function familyOfStage(stage: Stage): ImageFamily | null {
  const { base } = stage.lineage.at(-1) ?? stage;
  if (base.scratch) return "scratch";
  return base.reference === null ? null : familyOfImage(base.reference);
}

import { familyOfImage } from "./image-family.ts";
import { hubName } from "./known-images.ts";
import type { ImageReference } from "./model.ts";

/** Official images that stand on `buildpack-deps` in their plain variants, and so have curl and wget. From their Dockerfiles, 2026-11. */
const onBuildpackDeps = new Set(
  "buildpack-deps python pypy node golang rust ruby perl gcc elixir erlang".split(" "),
);

/** Official images whose `slim` variants have neither curl nor wget. From their Dockerfiles, 2026-11. */
const slimWithoutTools = new Set("python pypy node rust ruby perl debian".split(" "));

/** Official images on Alpine that add no curl. From their Dockerfiles, 2026-11. */
const alpineWithoutCurl = new Set(
  "alpine python node golang rust ruby eclipse-temurin amazoncorretto redis httpd".split(" "),
);

/** The images that a language's own program comes with. */
const languageOf: Readonly<Record<string, string>> = {
  python: "python",
  python3: "python",
  node: "node",
  php: "php",
  ruby: "ruby",
  perl: "perl",
};

/** Distributions whose plain images have no interpreter of these languages. */
const withoutLanguages = new Set("alpine debian ubuntu busybox".split(" "));

/**
 * Whether an image has a program by itself.
 * @param tool its name: `curl`, `wget`, `python3`
 * @returns null when that is not known
 */
export function imageHasTool(image: ImageReference, tool: string): boolean | null {
  const name = hubName(image);
  const language = Object.hasOwn(languageOf, tool) ? languageOf[tool] : undefined;
  const family = familyOfImage(image);
  if (language !== undefined) {
    if (name === language) return true;
    if (family === "distroless") return image.repository.includes(language) ? null : false;
    return name !== null && withoutLanguages.has(name) && tool !== "perl" ? false : null;
  }
  if (family === "distroless") return tool === "curl" || tool === "wget" ? false : null;
  if (tool === "curl") return hasCurl(image, name, family);
  return tool === "wget" ? hasWget(image, name, family) : null;
}

function hasCurl(
  image: ImageReference,
  name: string | null,
  family: string | null,
): boolean | null {
  const tag = image.tag ?? "";
  if (isDotnet(image)) return image.repository.endsWith("/sdk");
  if (name === "php") return true;
  if (name === "nginx") return !tag.includes("slim");
  if (family === "busybox") return false;
  if (family === "alpine") return name !== null && alpineWithoutCurl.has(name) ? false : null;
  if (family === "rhel") return /micro|minimal/.test(`${image.repository}:${tag}`) ? null : true;
  return onDebian(name, tag, family);
}

function hasWget(
  image: ImageReference,
  name: string | null,
  family: string | null,
): boolean | null {
  if (family === "alpine" || family === "busybox") return true;
  if (isDotnet(image)) return image.repository.endsWith("/sdk") ? null : false;
  if (name === "nginx") return false;
  return onDebian(name, image.tag ?? "", family);
}

/** curl and wget alike: both, or none of them. */
function onDebian(name: string | null, tag: string, family: string | null): boolean | null {
  if (name === null || family !== "debian") return null;
  if (name === "debian" || name === "ubuntu" || name === "httpd") return false;
  if (name === "eclipse-temurin") return true;
  if (tag.includes("slim")) return slimWithoutTools.has(name) ? false : null;
  return onBuildpackDeps.has(name) ? true : null;
}

/** Microsoft's images for running .NET on Debian or Ubuntu (`aspnet`, `runtime`, `runtime-deps`) and for building (`sdk`). */
function isDotnet({ registry, repository }: ImageReference): boolean {
  return (
    registry === "mcr.microsoft.com" &&
    /^dotnet\/(nightly\/)?(sdk|aspnet|runtime|runtime-deps)$/.test(repository)
  );
}

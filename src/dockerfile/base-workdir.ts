import type { Stage } from "./model.ts";
import { rootStage } from "./queries.ts";

/** Official images that set no working directory, so that it is `/`. From their Dockerfiles, 2026-11. */
const atRoot = new Set(
  (
    "alpine debian ubuntu busybox centos fedora rockylinux almalinux amazonlinux oraclelinux archlinux buildpack-deps " +
    "node python pypy ruby rust openjdk eclipse-temurin amazoncorretto maven nginx erlang elixir bash"
  ).split(" "),
);

/** The working directories that other official images set. From their Dockerfiles, 2026-11. */
const directories: Readonly<Record<string, string>> = {
  golang: "/go",
  perl: "/usr/src/app",
  httpd: "/usr/local/apache2",
  tomcat: "/usr/local/tomcat",
  gradle: "/home/gradle",
  composer: "/app",
};

/** The working directory of the image that a stage stands on; null when its name does not tell. */
export function baseWorkdir(stage: Stage): string | null {
  const { base } = rootStage(stage);
  if (base.scratch) return "/";
  if (base.reference === null) return null;
  const { registry, repository } = base.reference;
  const name = repository.replace(/^library\//, "");
  if (registry !== null && registry !== "docker.io") return null;
  if (atRoot.has(name)) return "/";
  return Object.hasOwn(directories, name) ? (directories[name] ?? null) : null;
}

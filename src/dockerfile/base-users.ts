import type { ImageReference } from "./model.ts";

/**
 * Who runs in a container of an image that sets no USER of its own: `unprivileged`: the image has set one;
 * `drops-privileges`: its entrypoint starts as root and switches; `root-service`: a server whose main process is root
 * by design and whose workers are not; `unknown`: an image that this table does not know.
 */
export type BaseUser = "root" | "root-service" | "unprivileged" | "drops-privileges" | "unknown";

/** Official images whose own entrypoint switches to a user of theirs. From their Dockerfiles, 2026-11. */
const dropping = new Set(
  "postgres mysql mariadb percona redis valkey mongo rabbitmq cassandra couchdb influxdb ghost consul vault docker registry neo4j zookeeper kong rethinkdb".split(
    " ",
  ),
);

/** Official images whose master process is root and whose workers are not. From their Dockerfiles, 2026-11. */
const services = new Set("nginx httpd".split(" "));

/** Official images that set an unprivileged USER. From their Dockerfiles, 2026-11. */
const unprivileged = new Set(
  "memcached elasticsearch kibana logstash solr sonarqube haproxy flink varnish jenkins".split(" "),
);

/** Official images that run as root unless told otherwise. From their Dockerfiles, 2026-11. */
const rooted = new Set(
  (
    "alpine debian ubuntu busybox fedora centos rockylinux almalinux amazonlinux oraclelinux archlinux buildpack-deps " +
    "node python golang rust ruby php perl openjdk eclipse-temurin amazoncorretto maven gradle tomcat jetty gcc julia " +
    "elixir erlang haskell swift dart composer bash caddy traefik wordpress drupal"
  ).split(" "),
);

/** Publishers on Docker Hub and elsewhere whose images set an unprivileged USER. */
const unprivilegedPublishers =
  /^(bitnami|bitnamilegacy|bitnamisecure|nginxinc\/nginx-unprivileged|grafana|prom|jenkins|selenium|jupyter|keycloak|sonatype|apache\/(airflow|kafka|superset))(\/|$)/;

/** Who runs in a container of an image, as far as its name tells. */
export function baseUser(image: ImageReference): BaseUser {
  const tag = image.tag ?? "";
  if (/(^|-)(nonroot|rootless|unprivileged|chiseled)(-|$)/.test(tag)) return "unprivileged";
  if (/unprivileged|rootless|nonroot|non-root/.test(image.repository)) return "unprivileged";
  if (image.registry === "cgr.dev") return "unprivileged";
  if (unprivilegedPublishers.test(image.repository)) return "unprivileged";
  if (image.registry === "registry.access.redhat.com" || image.registry === "registry.redhat.io") {
    // Red Hat's runtime images run as 1001; only the plain ones are root.
    return /^(ubi\d*\/)?ubi\d*(-minimal|-micro|-init)?$/.test(image.repository)
      ? "root"
      : "unprivileged";
  }
  if (/(^|\/)distroless(\/|$)/.test(image.repository)) return "root";
  if (image.registry === "mcr.microsoft.com" && image.repository.startsWith("dotnet/"))
    return "root";
  const hub =
    image.registry === null ||
    image.registry === "docker.io" ||
    image.registry === "public.ecr.aws";
  const name = image.repository.replace(/^(library|docker\/library)\//, "");
  if (!hub || name.includes("/")) return "unknown";
  if (dropping.has(name)) return "drops-privileges";
  if (unprivileged.has(name)) return "unprivileged";
  if (services.has(name)) return "root-service";
  return rooted.has(name) ? "root" : "unknown";
}

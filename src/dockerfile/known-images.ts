import type { ImageReference, ImageUse } from "./model.ts";

/**
 * What a container does when its image is started as it is. `service`: it serves until it is stopped; `prompt`: a shell or
 * an interpreter, which ends at once without a terminal; `tool`: it does one thing and ends; `none`: it has no command.
 */
export type DefaultCommand = "service" | "prompt" | "tool" | "none";

/** What is known of a well-known image without pulling it. */
export interface KnownImage {
  readonly starts: DefaultCommand;
  /** The ports it exposes by itself, the one that clients ask first; `/udp` where it is not TCP. */
  readonly exposes?: readonly (number | string)[];
  /** Whether it has a HEALTHCHECK of its own. */
  readonly healthcheck?: boolean;
  /** A command of the image that tells whether its service answers, with exit code 0 when it does. */
  readonly probe?: readonly string[];
}

/**
 * Well-known images: on Docker Hub by repository without `library/`, elsewhere with the registry in front.
 * From the Dockerfiles of these images as they were in 2026-11. Official images of Docker Hub have no HEALTHCHECK, which
 * their common rules advise against.
 */
const images: Readonly<Record<string, KnownImage>> = {
  // Web servers and proxies
  nginx: { starts: "service", exposes: [80] },
  "nginxinc/nginx-unprivileged": { starts: "service", exposes: [8080] },
  httpd: { starts: "service", exposes: [80] },
  caddy: { starts: "service", exposes: [80, 443, "443/udp", 2019] },
  traefik: { starts: "service", exposes: [80] },
  haproxy: { starts: "service" },
  varnish: { starts: "service", exposes: [80, 8443] },
  kong: { starts: "service", exposes: [8000, 8443, 8001, 8444] },
  "envoyproxy/envoy": { starts: "service", exposes: [10000] },
  "dunglas/frankenphp": {
    starts: "service",
    exposes: [80, 443, "443/udp", 2019],
    healthcheck: true,
  },
  // Application servers and applications
  tomcat: { starts: "service", exposes: [8080] },
  jetty: { starts: "service", exposes: [8080] },
  tomee: { starts: "service", exposes: [8080] },
  wordpress: { starts: "service", exposes: [80] },
  drupal: { starts: "service", exposes: [80] },
  joomla: { starts: "service", exposes: [80] },
  nextcloud: { starts: "service", exposes: [80] },
  phpmyadmin: { starts: "service", exposes: [80] },
  adminer: { starts: "service", exposes: [8080] },
  ghost: { starts: "service", exposes: [2368] },
  redmine: { starts: "service", exposes: [3000] },
  registry: { starts: "service", exposes: [5000] },
  sonarqube: { starts: "service", exposes: [9000] },
  "grafana/grafana": { starts: "service", exposes: [3000] },
  "prom/prometheus": { starts: "service", exposes: [9090] },
  "gitlab/gitlab-ce": { starts: "service", exposes: [80, 443, 22], healthcheck: true },
  "gitlab/gitlab-ee": { starts: "service", exposes: [80, 443, 22], healthcheck: true },
  "pihole/pihole": { starts: "service", exposes: [80, 53, "53/udp"], healthcheck: true },
  "vaultwarden/server": { starts: "service", exposes: [80], healthcheck: true },
  "jellyfin/jellyfin": { starts: "service", exposes: [8096], healthcheck: true },
  "netdata/netdata": { starts: "service", exposes: [19999], healthcheck: true },
  // Databases, queues and search engines
  postgres: { starts: "service", exposes: [5432], probe: ["pg_isready", "-q"] },
  "postgis/postgis": { starts: "service", exposes: [5432], probe: ["pg_isready", "-q"] },
  mysql: { starts: "service", exposes: [3306, 33060], probe: ["mysqladmin", "ping", "--silent"] },
  mariadb: {
    starts: "service",
    exposes: [3306],
    probe: ["healthcheck.sh", "--connect", "--innodb_initialized"],
  },
  redis: { starts: "service", exposes: [6379], probe: ["redis-cli", "ping"] },
  valkey: { starts: "service", exposes: [6379], probe: ["valkey-cli", "ping"] },
  "valkey/valkey": { starts: "service", exposes: [6379], probe: ["valkey-cli", "ping"] },
  mongo: {
    starts: "service",
    exposes: [27017],
    probe: ["mongosh", "--quiet", "--eval", "db.adminCommand('ping')"],
  },
  rabbitmq: {
    starts: "service",
    exposes: [5672, 4369, 5671, 15691, 15692, 25672],
    probe: ["rabbitmq-diagnostics", "-q", "ping"],
  },
  memcached: { starts: "service", exposes: [11211] },
  cassandra: { starts: "service", exposes: [9042, 7000, 7001, 7199, 9160] },
  couchdb: { starts: "service", exposes: [5984, 4369, 9100] },
  neo4j: { starts: "service", exposes: [7474, 7473, 7687] },
  influxdb: { starts: "service", exposes: [8086] },
  elasticsearch: { starts: "service", exposes: [9200, 9300] },
  logstash: { starts: "service", exposes: [9600, 5044] },
  kibana: { starts: "service", exposes: [5601] },
  solr: { starts: "service", exposes: [8983] },
  zookeeper: { starts: "service", exposes: [2181, 2888, 3888, 8080] },
  nats: { starts: "service", exposes: [4222, 6222, 8222] },
  "eclipse-mosquitto": { starts: "service", exposes: [1883] },
  telegraf: { starts: "service", exposes: [8094, "8092/udp", "8125/udp"] },
  // Distributions
  alpine: { starts: "prompt" },
  debian: { starts: "prompt" },
  ubuntu: { starts: "prompt" },
  busybox: { starts: "prompt" },
  fedora: { starts: "prompt" },
  centos: { starts: "prompt" },
  rockylinux: { starts: "prompt" },
  almalinux: { starts: "prompt" },
  amazonlinux: { starts: "prompt" },
  oraclelinux: { starts: "prompt" },
  archlinux: { starts: "prompt" },
  "opensuse/leap": { starts: "prompt" },
  "opensuse/tumbleweed": { starts: "prompt" },
  "buildpack-deps": { starts: "prompt" },
  // Languages
  bash: { starts: "prompt" },
  node: { starts: "prompt" },
  python: { starts: "prompt" },
  pypy: { starts: "prompt" },
  ruby: { starts: "prompt" },
  perl: { starts: "prompt" },
  php: { starts: "prompt" },
  golang: { starts: "prompt" },
  rust: { starts: "prompt" },
  gcc: { starts: "prompt" },
  openjdk: { starts: "prompt" },
  "eclipse-temurin": { starts: "prompt" },
  amazoncorretto: { starts: "prompt" },
  elixir: { starts: "prompt" },
  erlang: { starts: "prompt" },
  haskell: { starts: "prompt" },
  julia: { starts: "prompt" },
  swift: { starts: "prompt" },
  dart: { starts: "prompt" },
  "r-base": { starts: "prompt" },
  "oven/bun": { starts: "prompt" },
  "denoland/deno": { starts: "prompt" },
  maven: { starts: "tool" },
  gradle: { starts: "tool" },
  composer: { starts: "tool" },
};

/** Variants of official images whose tags tell that they serve: `php:8.4-apache`, `php:8.4-fpm`, `wordpress:fpm`. */
const apache: KnownImage = { starts: "service", exposes: [80] };
const fpm: KnownImage = { starts: "service", exposes: [9000] };

/** Families of images that are known as a whole. */
const bare: KnownImage = { starts: "none" };
const prompt: KnownImage = { starts: "prompt" };

/**
 * What is known of an image by its name; null when it is none of the well-known ones.
 */
export function knownImage(image: ImageReference): KnownImage | null {
  const hub = hubName(image);
  if (hub !== null) {
    const tag = image.tag ?? "";
    if (/(^|-)fpm(-|$)/.test(tag) && hub in images) return fpm;
    if (hub === "php" && /(^|-)apache(-|$)/.test(tag)) return apache;
    return Object.hasOwn(images, hub) ? (images[hub] ?? null) : null;
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
}

/** What is known of the image that a FROM names; null for scratch, for a stage and where the name is not known. */
export function knownBase({ reference }: ImageUse): KnownImage | null {
  return reference === null ? null : knownImage(reference);
}

/**
 * The name of an image on Docker Hub, `library/` left out; also for the mirrors of official images in Amazon's public
 * registry. Null for images that come from elsewhere.
 */
export function hubName({ registry, repository }: ImageReference): string | null {
  if (registry === null || registry === "docker.io" || registry === "index.docker.io") {
    return repository.replace(/^library\//, "");
  }
  if (registry === "public.ecr.aws" && repository.startsWith("docker/library/")) {
    return repository.slice("docker/library/".length);
  }
  return null;
}

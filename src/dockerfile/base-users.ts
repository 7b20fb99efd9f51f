import type { BaseUser } from "./base-image.ts";
import { findBaseImage } from "./known-images.ts";
import type { ImageReference, ImageUse } from "./model.ts";

export type { BaseUser } from "./base-image.ts";

/** Images, by their path on any registry, that set an unprivileged USER. */
interface UnprivilegedImages {
  readonly images: RegExp;
  /** Where that was read: a Dockerfile that shows it for all of them. */
  readonly source: string;
  /** The day on which it was last compared with its source. */
  readonly checked: string;
}

/**
 * Images, and whole families of them, of which nothing but their USER is known; what rules know more of stands in
 * `base-images.ts`. What is written here only keeps rules silent.
 */
export const unprivilegedImages: readonly UnprivilegedImages[] = [
  {
    images: /^bitnami(?:legacy|secure)?\//,
    source:
      "https://github.com/bitnami/containers/blob/02a6e6c6f970409d653ae613eae034a1ea66e879/bitnami/redis/7.4/debian-12/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^grafana\/grafana(?:-oss|-enterprise)?$/,
    source:
      "https://github.com/grafana/grafana/blob/78515af65f036f536c4ab2e6fdb5484552f99f1f/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^grafana\/loki$/,
    source: "https://github.com/grafana/loki/blob/v3.7.8/cmd/loki/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^prom\//,
    source: "https://github.com/prometheus/prometheus/blob/v0.316.0/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^jenkins\/jenkins$/,
    source:
      "https://github.com/jenkinsci/docker/blob/01fb59e9202126ed3f53b26b2217f738ad4a6633/debian/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^selenium\//,
    source:
      "https://github.com/SeleniumHQ/docker-selenium/blob/e9dff3e83a96afd79ed1df9a95d5aa8b90fa44bf/Base/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^jupyter\//,
    source:
      "https://github.com/jupyter/docker-stacks/blob/93d8348224b923045aac9dfe8b2d2917cd9bfd57/images/docker-stacks-foundation/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^keycloak\/keycloak$/,
    source:
      "https://github.com/keycloak/keycloak/blob/1842fa971e242fde72bf973df44f6d5ae84edb2c/quarkus/container/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^sonatype\/nexus3$/,
    source:
      "https://github.com/sonatype/docker-nexus3/blob/6a1cc21a6e7a7e3e443979f4c62b8045c77961e5/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^apache\/airflow$/,
    source:
      "https://github.com/apache/airflow/blob/eb6506ec3d0763c795fb0fd46a20b5241758c760/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^apache\/kafka$/,
    source:
      "https://github.com/apache/kafka/blob/347388a5e869389b0ceed336bb4edbfdb62a0053/docker/jvm/Dockerfile",
    checked: "2026-11-29",
  },
  {
    images: /^apache\/superset$/,
    source:
      "https://github.com/apache/superset/blob/b86efe80afada06aaa7b577fe9b40a56a28bd263/Dockerfile",
    checked: "2026-11-29",
  },
];

/**
 * Whether an image is for functions of AWS Lambda, which are started as a user of the platform whatever USER says.
 * https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#images-reqs
 */
function isLambda({ registry, repository }: ImageReference): boolean {
  return registry === "public.ecr.aws"
    ? repository.startsWith("lambda/")
    : repository.startsWith("amazon/aws-lambda-");
}

/** Who runs in a container of an image, as far as its name tells. */
export function baseUser(image: ImageReference): BaseUser {
  const tag = image.tag ?? "";
  if (/(^|-)(nonroot|rootless|unprivileged|chiseled)(-|$)/.test(tag)) return "unprivileged";
  if (/unprivileged|rootless|nonroot|non-root/.test(image.repository)) return "unprivileged";
  if (image.registry === "cgr.dev") return "unprivileged";
  if (isLambda(image)) return "unprivileged";
  if (unprivilegedImages.some(({ images }) => images.test(image.repository))) return "unprivileged";
  if (image.registry === "registry.access.redhat.com" || image.registry === "registry.redhat.io") {
    // Red Hat's runtime images run as 1001; only the plain ones are root.
    return /^(ubi\d*\/)?ubi\d*(-minimal|-micro|-init)?$/.test(image.repository)
      ? "root"
      : "unprivileged";
  }
  if (/(^|\/)distroless(\/|$)/.test(image.repository)) return "root";
  if (image.registry === "mcr.microsoft.com" && image.repository.startsWith("dotnet/"))
    return "root";
  return findBaseImage(image)?.user ?? "unknown";
}

/** Who runs in the image that a FROM names; null when a variable hides which image that is. */
export function baseUserOf(base: ImageUse): BaseUser | null {
  if (base.scratch) return "root";
  return base.reference === null ? null : baseUser(base.reference);
}

import type { BaseUser } from "./base-image.ts";
import { findBaseImage } from "./known-images.ts";
import type { ImageReference, ImageUse } from "./model.ts";

export type { BaseUser } from "./base-image.ts";

/** Publishers on Docker Hub and elsewhere whose images set an unprivileged USER. */
const unprivilegedPublishers =
  /^(bitnami|bitnamilegacy|bitnamisecure|nginxinc\/nginx-unprivileged|grafana|prom|jenkins|selenium|jupyter|keycloak|sonatype|apache\/(airflow|kafka|superset))(\/|$)/;

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
  return findBaseImage(image)?.user ?? "unknown";
}

/** Who runs in the image that a FROM names; null when a variable hides which image that is. */
export function baseUserOf(base: ImageUse): BaseUser | null {
  if (base.scratch) return "root";
  return base.reference === null ? null : baseUser(base.reference);
}

/** What kind of system an image holds, as far as commands written for it are concerned. */
export type ImageFamily =
  "alpine" | "debian" | "rhel" | "suse" | "arch" | "busybox" | "distroless" | "scratch" | "windows";

/**
 * What a container does when its image is started as it is. `service`: it serves until it is stopped; `prompt`: a shell or
 * an interpreter, which ends at once without a terminal; `tool`: it does one thing and ends; `none`: it has no command.
 */
export type DefaultCommand = "service" | "prompt" | "tool" | "none";

/**
 * Who runs in a container of an image that sets no USER of its own: `unprivileged`: the image has set one;
 * `drops-privileges`: its entrypoint starts as root and switches; `root-service`: a server whose main process is root
 * by design and whose workers are not; `unknown`: it is not known.
 */
export type BaseUser = "root" | "root-service" | "unprivileged" | "drops-privileges" | "unknown";

/** One of the variants that an image is published in, told by words of its tag. */
export interface ImageVariant {
  /** The words of the tag that make it this variant: `slim`, `jre alpine`; empty for the plain tags. A release may follow a word (`alpine3.22`). */
  readonly words: string;
  /** Megabytes to pull for linux/amd64: the layers as they travel, compressed. */
  readonly megabytes?: number;
  /** The tag that was measured; others of the variant are about as large. */
  readonly measured?: string;
  /** Programs that it has, of those that health checks and builds use. */
  readonly has?: string;
  /** Programs of those that it does not have. */
  readonly lacks?: string;
  /** Linux platforms that it is published for, where they are fewer than the image's. */
  readonly platforms?: readonly string[];
}

/** A well-known image. */
export interface BaseImage {
  /** On Docker Hub by repository without `library/`, elsewhere with the registry in front. */
  readonly name: string;
  readonly starts: DefaultCommand;
  /** The system that its plain tags stand on. */
  readonly family?: ImageFamily;
  readonly user?: BaseUser;
  /** The working directory that it sets; `/` when it sets none; left out when it is not known. */
  readonly workdir?: string;
  /** The variables that it sets besides PATH; those that match nothing are not set. */
  readonly variables?: RegExp;
  /** The ports it exposes by itself, the one that clients ask first; `/udp` where it is not TCP. */
  readonly exposes?: readonly (number | string)[];
  /** Whether it has a HEALTHCHECK of its own. Hardly any official image of Docker Hub has one: their common rules advise against it. */
  readonly healthcheck?: boolean;
  /** A command of the image that tells whether its service answers, with exit code 0 when it does. */
  readonly probe?: readonly string[];
  /** The first major version whose image has that command; left out when all have it. */
  readonly probeSince?: number;
  readonly variants?: readonly ImageVariant[];
  /** Every platform that any of its tags is or was published for; left out when it is not known. */
  readonly platforms?: readonly string[];
  /** The name of its product in `products`, when its tags are that product's versions. */
  readonly product?: string;
  /** Where the facts were read: with the commit in the address where it is a file of a repository. */
  readonly source: string;
  /** The day on which the entry was last compared with its source. */
  readonly checked: string;
  /** The day of what the source said then, where it tells it: when the image was built that it describes. */
  readonly asOf?: string;
}

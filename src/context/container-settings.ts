import { posix } from "node:path";
import { composeBuilds } from "./compose-builds.ts";
import { isComposeFile } from "./declared-builds.ts";
import { isManifestFile, type RepositoryFiles } from "./repository-files.ts";
import { entriesOf, itemsOf, parseYaml, textOf, valueAt } from "./yaml-values.ts";
import { directoryOf } from "../source/paths.ts";

/** A container that runs the image of a Dockerfile, as a file of the repository describes it. */
export interface DescribedContainer {
  /** The file, from the repository's root. */
  readonly path: string;
  /** The service or the container. */
  readonly name: string;
  readonly kind: "compose" | "kubernetes";
  /** Whether its root filesystem is read-only; null when nothing is said of it. */
  readonly readOnly: boolean | null;
}

/** Compose files for work on the code: there the filesystem is written to on purpose. */
const developmentFile = /\b(?:dev|development|override|local|test|tests|testing|ci|debug)\b/i;

/**
 * The containers of compose files and Kubernetes manifests that run the image of a Dockerfile.
 * @param dockerfile from the repository's root
 */
export function containersOf(
  repository: RepositoryFiles,
  dockerfile: string,
): DescribedContainer[] {
  return [...repository.texts].flatMap(([path, text]) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (isComposeFile(name)) {
      return developmentFile.test(name) ? [] : composeServices(path, text, dockerfile);
    }
    return isManifestFile(path) ? manifestContainers(repository, path, text, dockerfile) : [];
  });
}

/** The services that are built from the Dockerfile; those that mount code from the host are for work on it. */
function composeServices(path: string, text: string, dockerfile: string): DescribedContainer[] {
  const directory = directoryOf(path);
  return entriesOf(valueAt(parseYaml(text), "services")).flatMap(([name, service]) => {
    const alone = JSON.stringify({ services: { [name]: service } });
    const isOwn = composeBuilds(directory, alone).some((build) => build.dockerfile === dockerfile);
    const isUnclear = valueAt(service, "extends") !== undefined || mountsCode(service);
    if (!isOwn || isUnclear) return [];
    return [{ path, name, kind: "compose", readOnly: flagOf(valueAt(service, "read_only")) }];
  });
}

/** Whether a service mounts a directory of the repository: `.:/app`, `./src:/app/src`. */
function mountsCode(service: unknown): boolean {
  if (valueAt(service, "develop") !== undefined) return true;
  return itemsOf(valueAt(service, "volumes")).some((volume) => {
    const source = textOf(volume)?.split(":", 1)[0] ?? textOf(valueAt(volume, "source")) ?? "";
    return source.startsWith(".") || source.startsWith("$");
  });
}

/** The containers of a manifest beside the Dockerfile whose image is named like it. Templates are passed over. */
function manifestContainers(
  repository: RepositoryFiles,
  path: string,
  text: string,
  dockerfile: string,
): DescribedContainer[] {
  const directory = directoryOf(dockerfile);
  const isBeside = [directory, posix.join(directory, posix.basename(directoryOf(path)))]
    .map((one) => one.replace(/^\.$/, ""))
    .includes(directoryOf(path));
  if (!isBeside || text.includes("{{")) return [];
  const isOnly = repository.dockerfiles.length === 1;
  return text.split(/^---.*$/m).flatMap((part) =>
    workloadContainers(parseYaml(part)).flatMap((container): DescribedContainer[] => {
      const image = textOf(valueAt(container, "image")) ?? "";
      const short = /([^/:@]+)(?::[^/]*)?(?:@.*)?$/.exec(image)?.[1] ?? "";
      // Without a Dockerfile's name to compare with, an image of somebody's own registry is what is built here.
      const isOwn =
        directory === ""
          ? isOnly && /^[^/]+\.[^/]+\//.test(image)
          : short === posix.basename(directory);
      if (!isOwn) return [];
      const security = valueAt(container, "securityContext");
      const readOnly = flagOf(valueAt(security, "readOnlyRootFilesystem"));
      const name = textOf(valueAt(container, "name")) ?? short;
      return [{ path, name, kind: "kubernetes", readOnly }];
    }),
  );
}

/** The containers of a workload that goes on running. */
function workloadContainers(manifest: unknown): readonly unknown[] {
  const kind = textOf(valueAt(manifest, "kind")) ?? "";
  if (!["Pod", "Deployment", "StatefulSet", "DaemonSet"].includes(kind)) return [];
  const spec = valueAt(manifest, "spec");
  const pod = kind === "Pod" ? spec : valueAt(valueAt(spec, "template"), "spec");
  return itemsOf(valueAt(pod, "containers"));
}

function flagOf(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/**
 * A compose file with a service's root filesystem made read-only, in the file's own style.
 * @returns null when the file is written in a way that one line does not do it
 */
export function withReadOnlyRoot(text: string, service: string): string | null {
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(/\r?\n/);
  const services = lines.findIndex((line) => /^services:\s*(?:#.*)?$/.test(line));
  const at = lines.findIndex(
    (line, index) => index > services && /^ +\S/.test(line) && line.trim() === `${service}:`,
  );
  if (services === -1 || at === -1) return null;
  const indent = /^ */.exec(lines[at + 1] ?? "")?.[0] ?? "";
  const build = lines.findIndex((line, index) => index > at && line.startsWith(`${indent}build:`));
  if (build === -1) return null;
  let end = build + 1;
  while ((lines[end] ?? "").startsWith(`${indent} `)) end++;
  const changed = [...lines.slice(0, end), `${indent}read_only: true`, ...lines.slice(end)].join(
    ending,
  );
  return isOnlyChange(text, changed, service) ? changed : null;
}

/** Whether the new text says the same as the old one, and that the service's root filesystem is read-only. */
function isOnlyChange(before: string, after: string, service: string): boolean {
  const [old, changed] = [parseYaml(before), parseYaml(after)];
  const own = valueAt(valueAt(old, "services"), service);
  const services = {
    ...Object.fromEntries(entriesOf(valueAt(old, "services"))),
    [service]: { ...Object.fromEntries(entriesOf(own)), read_only: true },
  };
  const wanted = { ...Object.fromEntries(entriesOf(old)), services };
  return sorted(changed) === sorted(wanted);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    Array.isArray(one)
      ? one
      : entriesOf(one).length === 0
        ? one
        : Object.fromEntries([...entriesOf(one)].sort()),
  );
}

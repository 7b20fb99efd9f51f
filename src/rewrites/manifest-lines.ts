import type { BuildContext } from "../context/build-context.ts";
import { projectFilesIn } from "../context/manifests.ts";
import { neededFiles, requirementsToCopy } from "../context/needed-files.ts";
import { isSent } from "../context/sent-files.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import { partialCopy } from "../dockerfile/move-copy.ts";
import { joinRelative, relativeTo } from "../dockerfile/paths.ts";
import type { LateInstall, LateInstalls } from "../shell/layers/late-installs.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { directoryOf } from "../source/paths.ts";

/** What the install of a project reads besides its manifests, in words; null when nothing is known of it. */
export function readsBesides(install: LateInstall, context: BuildContext): string | null {
  if (install.tool === "pip") {
    const inContext = install.files.map((file) => pathInContext(install, file));
    return requirementsToCopy(
      inContext.filter((file) => file !== null),
      context,
    ).reason;
  }
  return neededFiles(context, install.from, install.tool, false).reason;
}

/** The path in the build context of a file in the project's directory of the image; null when it lies elsewhere. */
function pathInContext({ directory, from }: LateInstall, file: string): string | null {
  const below = relativeTo(directory, file);
  return below === null ? null : joinRelative(from, below);
}

/** The COPYs of all the manifests of a group; null where it is not known what they are. */
export function manifestLines(
  dockerfile: Dockerfile,
  group: LateInstalls,
  context: BuildContext,
): string[] | null {
  const lines = new Set<string>();
  for (const install of group.installs) {
    if (install.hasManifest) continue;
    const sources = manifestSources(install, group, context);
    if (sources === null) return null;
    const plain = sources.filter(({ source }) => !source.endsWith("/"));
    for (const below of new Set(plain.map((one) => one.below))) {
      const names = plain.filter((one) => one.below === below).map(({ source }) => source);
      lines.add(partialCopy(dockerfile, group.copied.copy, names, below));
    }
    for (const { source, below } of sources) {
      if (source.endsWith("/"))
        lines.add(partialCopy(dockerfile, group.copied.copy, [source], below));
    }
  }
  return [...lines];
}

interface ManifestSource {
  /** From the context's root; directories end with a slash. */
  readonly source: string;
  /** Where it goes, below the destination of the COPY. */
  readonly below: string;
}

function manifestSources(
  install: LateInstall,
  { copied }: LateInstalls,
  context: BuildContext,
): readonly ManifestSource[] | null {
  const { tool, files, from } = install;
  if (tool === "pip") {
    const inside = files.map((file) => relativeTo(copied.target, file));
    if (inside.some((path) => path === null)) return null;
    const sources = inside.map((path) => joinRelative(copied.source, path ?? ""));
    if (sources.some((source) => isMissing(source, context))) return null;
    const { files: wanted } = requirementsToCopy(sources, context);
    return wanted?.map((source) => ({ source, below: parentBelow(source, copied.source) })) ?? null;
  }
  const project = projectFilesIn(context, from, tool);
  const isBuild = install.kind === "build";
  if (project === null && (tool === "go" ? isBuild : !copiesUnknown.has(tool))) return null;
  // Yarn 2 and later has settings and releases of its own in the repository.
  if (tool === "yarn" && project === null && hasFlag(install.call, "--immutable")) return null;
  const isLocked = hasFlag(install.call, ...lockedFlags);
  const names = neededFiles(context, from, tool, isLocked).files;
  if (names === null) return null;
  return names.map((name) => {
    const source = joinRelative(from, name);
    return { source, below: parentBelow(source, copied.source) };
  });
}

/** Flags with which an install fails when there is no lockfile. */
const lockedFlags = ["--frozen-lockfile", "--immutable", "--deploy", "--frozen"];

/** Whether a requirements file is not in the context, and the listing is that of a Python project: then a step makes it. */
function isMissing(source: string, context: BuildContext): boolean {
  if (isSent(context, source) !== false) return false;
  return (
    context.list("")?.some((name) => /\.py$|^requirements.*\.txt$|^pyproject/.test(name)) === true
  );
}

/** Tools whose files are known by name well enough where the directory is not known. */
const copiesUnknown = new Set<LateInstall["tool"]>([
  "npm",
  "yarn",
  "pnpm",
  "bun",
  "pipenv",
  "bundle",
  "mix",
  "composer",
  "poetry",
  "uv",
]);

/** The directory of a source, from the directory that is copied as a whole; of a directory, itself. */
function parentBelow(source: string, whole: string): string {
  const path = whole === "" ? source : source.slice(whole.length + 1);
  return directoryOf(path);
}

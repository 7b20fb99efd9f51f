import { projectFilesIn } from "../context/manifests.ts";
import type { BuildContext } from "../context/build-context.ts";
import { workdirOf } from "../dockerfile/context-copies.ts";
import type { DependencyTool } from "../dockerfile/dependency-tools.ts";
import { insertBefore } from "../dockerfile/instruction-edits.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import { relativeTo } from "../dockerfile/paths.ts";
import { rootStage } from "../dockerfile/queries.ts";
import type { LateInstall, LateInstalls } from "../shell/layers/late-installs.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { crateFirst } from "./crate-first.ts";
import type { InstallRewrite } from "./install-rewrite.ts";

/** How the dependencies of a build that gets them on the way are downloaded by themselves. */
const downloads: Partial<
  Record<DependencyTool, { readonly image: RegExp; readonly command: string }>
> = {
  go: { image: /(^|\/)golang$/, command: "go mod download" },
  mvn: { image: /(^|\/)maven$/, command: "mvn -B dependency:go-offline" },
  dotnet: { image: /(^|\/)dotnet\/sdk$/, command: "dotnet restore" },
};

/**
 * A step of its own that gets the dependencies before the source is copied, for a build that gets them on the way.
 * @param lines the COPYs of the manifests
 * @returns null where that may not be right
 */
export function dependenciesFirst(
  dockerfile: Dockerfile,
  group: LateInstalls,
  lines: readonly string[],
  context: BuildContext,
): InstallRewrite | null {
  const { copied, installs, stage } = group;
  const [first] = installs;
  if (first === undefined || installs.some(({ tool }) => tool !== first.tool)) return null;
  const isRoot = relativeTo(copied.target, workdirOf(copied.copy.state)) === "";
  if (!isRoot || first.from !== copied.source || setsUpAccess(dockerfile, group)) return null;
  if (first.tool === "cargo") return crateFirst(dockerfile, group, lines, context);
  const image = rootStage(stage).base.reference?.repository ?? "";
  const download = downloads[first.tool];
  if (download?.image.test(image) !== true) return null;
  // Private packages need what only the build's own step has; settings and other projects are named by flags.
  if (["GOPRIVATE", "GONOPROXY", "GOPROXY"].some((name) => first.run.state.lookup(name)))
    return null;
  if (first.tool !== "go" && !isPlainBuild(first, context)) return null;
  return {
    title: "Download the dependencies before the source is copied",
    edits: insertBefore(dockerfile, copied.copy, [...lines, `RUN ${download.command}`]),
  };
}

/** Whether the build, or a step between it and the COPY, has what gives access to private packages. */
function setsUpAccess(dockerfile: Dockerfile, { copied, installs, stage }: LateInstalls): boolean {
  const [first] = installs;
  return stage.instructions.some(
    (run) =>
      run.kind === "run" &&
      run.index > copied.copy.index &&
      run.index <= (first?.run.index ?? 0) &&
      (run.mounts.some(({ type }) => type === "secret" || type === "ssh") ||
        /\bgit config\b|netrc|ssh-|settings\.xml/.test(dockerfile.source.slice(run.span))),
  );
}

/** Whether a build takes the usual project of a directory that is known. */
function isPlainBuild({ tool, call, from }: LateInstall, context: BuildContext): boolean {
  if (projectFilesIn(context, from, tool) === null || call.command.name !== call.manager)
    return false;
  if (tool === "dotnet")
    return call.command.args.every(({ value }) => !/proj$|\.slnx?$/.test(value ?? ""));
  return !hasFlag(call, "-f", "--file", "-s", "--settings", "-P", "-pl", "--projects");
}

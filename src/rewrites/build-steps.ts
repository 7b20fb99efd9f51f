import { hubName } from "../dockerfile/known-images.ts";
import type { Dockerfile, RunInstruction, Stage } from "../dockerfile/model.ts";
import { rootStage } from "../dockerfile/queries.ts";
import type { PackageCall, PackageManager } from "../shell/model.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { packageCalls } from "../shell/package-managers/package-calls.ts";
import { isSystemManager } from "../shell/system-managers.ts";

/** A command that makes of the project what the image starts. */
export interface BuildStep {
  readonly run: RunInstruction;
  readonly call: PackageCall;
}

/** Managers whose builds leave a toolchain or sources behind that the result does not need. */
const building = new Set<PackageManager>([
  ..."go cargo mvn gradle dotnet npm yarn pnpm bun".split(" "),
] as PackageManager[]);

/** The builds of a project in the RUNs of a stage's lineage, oldest first. */
export function buildSteps(dockerfile: Dockerfile, stage: Stage): readonly BuildStep[] {
  const compiled = compiledInstalls(dockerfile, stage);
  return compiled.length > 0 ? compiled : projectBuilds(dockerfile, stage);
}

function projectBuilds(dockerfile: Dockerfile, stage: Stage): readonly BuildStep[] {
  return stage.lineage.toReversed().flatMap(({ instructions }) =>
    instructions.flatMap((run): BuildStep[] => {
      if (run.kind !== "run" || run.onbuild !== null) return [];
      const calls = packageCalls(dockerfile, run);
      if (cleansUp(calls)) return [];
      return calls.filter(isBuild).map((call) => ({ run, call }));
    }),
  );
}

function isBuild(call: PackageCall): boolean {
  const { manager, action, subcommand, packages } = call;
  if (!building.has(manager) || call.command.substituted) return false;
  if (action !== "build") {
    return (
      manager === "cargo" && action === "install" && packages.some(({ kind }) => kind === "path")
    );
  }
  switch (manager) {
    case "go":
      return subcommand !== "generate";
    case "cargo":
      return /^(build|b|rustc|auditable build)$/.test(subcommand ?? "");
    case "npm":
    case "yarn":
    case "pnpm":
      // What generates code builds nothing by itself.
      return /build|compile|bundle/.test((subcommand ?? "").replace(/^(rebuild|rb)$/, ""));
    case "dotnet":
      return subcommand === "publish" || subcommand === "build";
    default:
      return !hasFlag(call, "--help");
  }
}

/** Whether the RUN that builds takes away again what only the build needs. */
function cleansUp(calls: readonly PackageCall[]): boolean {
  const prunes = calls.some(
    ({ action, subcommand }) => action === "remove" && subcommand === "prune",
  );
  return (
    prunes || calls.some(({ command }) => command.args.some(({ value }) => value === "--purge"))
  );
}

const compilers = /^(gcc|g\+\+|clang|build-essential|build-base|gfortran|cargo|rustc)$/;

/** The installs by pip in an image of Python for which compilers were installed that stay in the image. */
function compiledInstalls(dockerfile: Dockerfile, stage: Stage): readonly BuildStep[] {
  const root = rootStage(stage).base.reference;
  if (root === null || hubName(root) !== "python") return [];
  const found: BuildStep[] = [];
  let hasCompiler = false;
  for (const run of stage.lineage.toReversed().flatMap(({ instructions }) => instructions)) {
    if (run.kind !== "run") continue;
    const calls = packageCalls(dockerfile, run);
    const removes = calls.some(({ action }) => action === "remove");
    for (const call of calls) {
      if (isSystemManager(call.manager)) {
        // In a branch it is for some platforms only.
        hasCompiler ||=
          !removes &&
          !call.command.conditional &&
          call.packages.some(({ name }) => compilers.test(name ?? ""));
      } else if (hasCompiler && call.manager === "pip" && call.action.startsWith("install")) {
        found.push({ run, call });
      }
    }
  }
  return found;
}

import type { DependencyTool } from "../../dockerfile/dependency-tools.ts";
import { resolvePath } from "../../dockerfile/paths.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { PackageCall } from "../model.ts";
import { flagValues, hasFlag } from "./flags.ts";
import { packageCalls } from "./package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { projectDirectoryOf } from "./working-directory.ts";

/** A call that installs a project's dependencies. */
export interface DependencyInstall {
  readonly run: RunInstruction;
  readonly call: PackageCall;
  readonly tool: DependencyTool;
  /**
   * `install`: it does nothing else. `build`: it compiles the project and installs what is missing on the way. `fetch`: it needs
   * less than the manifest, or cannot be moved (`pnpm fetch`, `cargo chef cook`, `go mod vendor`).
   */
  readonly kind: "install" | "build" | "fetch";
  /** The project's directory in the image, absolute. */
  readonly directory: string;
  /** What pip is told to read, absolute; empty for the others, which look for their manifest by name. */
  readonly files: readonly string[];
  /** Whether the call, as it is written, wants more of the project than its manifests. */
  readonly needsSource: boolean;
}

/** Most calls of one RUN that are judged, so that a generated RUN costs no more than its length. */
const mostCalls = 20;

/** The calls in a RUN that install a project's dependencies, in order; those in an unknown directory are left out. */
export function dependencyInstalls(
  dockerfile: Dockerfile,
  run: RunInstruction,
  workdir: string,
): readonly DependencyInstall[] {
  const script = shellOf(dockerfile, run);
  if (script === null) return [];
  const found: DependencyInstall[] = [];
  for (const call of packageCalls(dockerfile, run)) {
    const classified = classify(call);
    if (classified === null || call.command.substituted) continue;
    if (found.length === mostCalls) break;
    const directory = projectDirectoryOf(script, call, workdir);
    if (directory === null) continue;
    const named = classified.tool === "pip" ? requirementFiles(call) : [];
    // A URL, or a name that is known only when it runs.
    if (named === null) continue;
    const files = named.map((file) => resolvePath(directory, file));
    found.push({
      run,
      call,
      directory,
      files,
      needsSource: wantsSource(classified.tool, call),
      ...classified,
    });
  }
  return found;
}

type Classified = Pick<DependencyInstall, "tool" | "kind">;

type Classify = (call: PackageCall) => Classified | null;

/** Tools that install dependencies in a step of their own. */
const installsWith =
  (tool: DependencyTool): Classify =>
  ({ action }) =>
    action === "install-manifest" ? { tool, kind: "install" } : null;

/** Tools that get dependencies while they build. */
const buildsWith =
  (tool: DependencyTool): Classify =>
  ({ action }) =>
    action === "build" || action === "install-manifest" ? { tool, kind: "build" } : null;

const classifiers: Partial<Record<PackageCall["manager"], Classify>> = {
  npm: installsWith("npm"),
  yarn: installsWith("yarn"),
  bun: installsWith("bun"),
  pipenv: installsWith("pipenv"),
  poetry: installsWith("poetry"),
  bundle: installsWith("bundle"),
  composer: installsWith("composer"),
  gradle: buildsWith("gradle"),
  pnpm: (call) => {
    if (call.subcommand === "fetch") return { tool: "pnpm", kind: "fetch" };
    return call.subcommand === "deploy" ? null : installsWith("pnpm")(call);
  },
  pip: (call) =>
    call.subcommand === "install" && readsFiles(call) ? { tool: "pip", kind: "install" } : null,
  uv: (call) => {
    if (call.subcommand === "sync") return { tool: "uv", kind: "install" };
    const isPip = call.subcommand?.startsWith("pip ") === true;
    return isPip && readsFiles(call) ? { tool: "pip", kind: "install" } : null;
  },
  mix: ({ subcommand }) =>
    subcommand?.includes("deps.get") === true ? { tool: "mix", kind: "install" } : null,
  go: classifyGo,
  cargo: (call) => {
    if (call.subcommand === "chef cook") return { tool: "cargo", kind: "fetch" };
    return call.action === "install" && call.packages.some(({ kind }) => kind === "path")
      ? { tool: "cargo", kind: "build" }
      : buildsWith("cargo")(call);
  },
  dotnet: ({ subcommand, action }) => {
    if (subcommand === "restore") return { tool: "dotnet", kind: "install" };
    return action === "build" ? { tool: "dotnet", kind: "build" } : null;
  },
  mvn: (call) => (hasFlag(call, "-o") ? null : buildsWith("mvn")(call)),
};

function classify(call: PackageCall): Classified | null {
  if (hasFlag(call, "-g", "--global", "--offline") && call.manager !== "composer") return null;
  return classifiers[call.manager]?.(call) ?? null;
}

function classifyGo(call: PackageCall): Classified | null {
  if (call.flags.some(({ name, value }) => name === "-mod" && value === "vendor")) return null;
  // It needs the source, and builds after it download nothing.
  if (call.subcommand === "mod vendor") return { tool: "go", kind: "fetch" };
  if (call.subcommand === "mod download") return { tool: "go", kind: "install" };
  const builds = call.action === "build" || call.action === "install-manifest";
  return builds || /^(test|vet|run|list)$/.test(call.subcommand ?? "")
    ? { tool: "go", kind: "build" }
    : null;
}

const requirementFlags = [
  "-r",
  "--requirement",
  "--requirements",
  "-c",
  "--constraint",
  "--constraints",
];

function readsFiles(call: PackageCall): boolean {
  return hasFlag(call, "-r", "--requirement", "--requirements") || call.subcommand === "pip sync";
}

/** The files named by `-r` and `-c`; null when one of them is no local file or not known. */
function requirementFiles(call: PackageCall): readonly string[] | null {
  const flags = call.flags.filter(({ name }) => requirementFlags.includes(name));
  const files = flagValues(call, ...requirementFlags);
  if (call.subcommand === "pip sync") return null;
  return files.length < flags.length || files.some((file) => /:\/\/|^-$|^\/dev\//.test(file))
    ? null
    : files;
}

/** Whether a call would fail, or do something else, where only the manifests are. */
function wantsSource(tool: DependencyTool, call: PackageCall): boolean {
  switch (tool) {
    case "pip":
      return (
        call.packages.some(({ kind }) => kind === "path" || kind === "dynamic") ||
        call.flags.some(
          ({ name, value }) =>
            (name === "-f" || name === "--find-links") && !/^https?:/.test(value ?? ""),
        )
      );
    case "poetry":
      return !hasFlag(call, "--no-root");
    case "uv":
      return !hasFlag(call, "--no-install-project", "--no-install-workspace", "--no-install-local");
    case "composer":
      return !(hasFlag(call, "--no-scripts") && hasFlag(call, "--no-autoloader"));
    case "yarn":
      return call.subcommand !== null && call.subcommand !== "install";
    case "mix":
      return call.subcommand !== "deps.get";
    case "go":
      return call.subcommand !== "mod download";
    default:
      return false;
  }
}

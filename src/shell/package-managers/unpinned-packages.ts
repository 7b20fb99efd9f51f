import type { RunInstruction } from "../../dockerfile/model.ts";
import type { PackageCall, PackageManager, PackageSpec } from "../model.ts";
import { flagValue, hasFlag } from "./flags.ts";
import { redirectedVersions } from "./redirected-versions.ts";

/** What an install leaves open. */
export interface UnpinnedPackages {
  /** `none`: no version; `tag`: a name that moves (`latest`); `branch`: a repository without a commit or tag. */
  readonly kind: "none" | "tag" | "branch";
  /** One or more, in order. */
  readonly packages: readonly PackageSpec[];
}

/** Names for whatever is newest. */
const movingTags =
  /^(?:latest|next|canary|nightly|beta|alpha|rc|dev|edge|master|main|head|upgrade|stable)$/i;

/** Variables of the environment that name a file of versions. */
const constraintVariables: Partial<Record<PackageManager, readonly string[]>> = {
  pip: ["PIP_CONSTRAINT", "PIP_REQUIREMENT", "PIP_NO_INDEX"],
  uv: ["UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE_NEWER", "UV_NO_INDEX", "UV_OFFLINE"],
};

/** Flags that give the version of all that is installed. */
const versionFlags: Partial<Record<PackageManager, readonly string[]>> = {
  cargo: ["--version", "--vers"],
  gem: ["-v", "--version"],
  dotnet: ["--version"],
};

/**
 * The packages of a language that a call installs without saying which version, by what they lack. What a manifest, a
 * lockfile, a constraint file or a directory of wheels decides is not among them.
 * @param copied whether files of the project may be there, so that a manifest may hold the version
 */
export function unpinnedPackages(
  call: PackageCall,
  run: RunInstruction,
  copied: boolean,
): readonly UnpinnedPackages[] {
  if (call.action !== "install" || !names(call, copied) || isDecidedElsewhere(call, run)) return [];
  // A version that the shell takes for a redirection is written all the same.
  const redirected = new Set(redirectedVersions(call).map(({ spec }) => spec));
  const given = call.packages.filter((spec) => spec.kind !== "dynamic" && !redirected.has(spec));
  const found: UnpinnedPackages[] = [];
  const add = (kind: UnpinnedPackages["kind"], packages: readonly PackageSpec[]): void => {
    if (packages.length > 0) found.push({ kind, packages });
  };
  const named = given.filter(({ kind }) => kind === "named");
  add(
    "none",
    named.filter((spec) => spec.version === null && !isInGoModule(call, spec, copied)),
  );
  add(
    "tag",
    named.filter(({ version }) => version !== null && movingTags.test(version)),
  );
  add(
    "branch",
    given.filter((spec) => isBranch(call, spec)),
  );
  return found;
}

/** Whether a Go package without a version is part of Go or of the project, whose go.mod holds the version. */
function isInGoModule({ manager }: PackageCall, { text }: PackageSpec, copied: boolean): boolean {
  return manager === "go" && (copied || !/^[\w-]+(?:\.[\w-]+)+\//.test(text));
}

/** Whether a call is one of those that install programs or libraries by name, apart from a project's manifest. */
function names(call: PackageCall, copied: boolean): boolean {
  const { manager, subcommand } = call;
  const name = subcommand ?? "";
  switch (manager) {
    case "pip":
      return name === "install";
    case "pipx":
      return name === "install";
    case "uv":
      return name === "pip install" || name === "tool install";
    case "npm":
    case "pnpm":
    case "bun":
      // Without -g the project's manifest may hold a range, and the lockfile the version.
      return isGlobal(call) || (manager === "npm" && !copied);
    case "yarn":
      return name === "global add";
    case "gem":
      return true;
    case "go":
      return name === "install" || name === "get";
    case "cargo":
      return name === "install" || name === "binstall";
    case "dotnet":
      return name.startsWith("tool ");
    default:
      return false;
  }
}

function isGlobal(call: PackageCall): boolean {
  return hasFlag(call, "-g", "--global") || flagValue(call, "--location") === "global";
}

function isDecidedElsewhere(call: PackageCall, { state }: RunInstruction): boolean {
  const variables = constraintVariables[call.manager] ?? [];
  if (variables.some((name) => state.lookup(name) !== undefined)) return true;
  if (call.command.assignments.some(({ name }) => variables.includes(name))) return true;
  const ofVersion = versionFlags[call.manager] ?? [];
  // A version that a variable holds.
  if (call.flags.some(({ name, value }) => value === null && ofVersion.includes(name))) return true;
  switch (call.manager) {
    case "pip":
    case "uv":
      return hasFlag(
        call,
        ..."-r --requirement --requirements -c --constraint --constraints --override --overrides --group".split(
          " ",
        ),
        ..."--no-index -f --find-links --exclude-newer --dry-run --offline".split(" "),
      );
    case "gem":
      return hasFlag(call, "-l", "--local", "-g", "--file", "--explain");
    case "cargo":
      return (
        hasFlag(call, "--git", "--path", "--list") &&
        call.packages.every((spec) => !isBranch(call, spec))
      );
    case "npm":
    case "pnpm":
    case "bun":
      return hasFlag(call, "--dry-run", "--offline");
    default:
      return false;
  }
}

/** Whether a package is a repository of which no commit, tag or branch is named. */
function isBranch(call: PackageCall, { kind, text, version }: PackageSpec): boolean {
  if (kind !== "url") return false;
  switch (call.manager) {
    case "cargo":
      return !hasFlag(call, "--rev", "--tag", "--branch");
    case "pip":
    case "uv":
    case "pipx":
      return (
        /^(?:[\w.-]+\s*@\s*)?git\+[a-z]+:\/\/[^/\s]+\/[^@\s]+$/.test(text) && !text.includes("$")
      );
    case "npm":
      return version === null && /^(?:git[+:]|github:|gitlab:|[\w.-]+\/[\w.-]+$)/.test(text);
    default:
      return false;
  }
}

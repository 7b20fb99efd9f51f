import { baseUser } from "../../dockerfile/base-users.ts";
import type { Dockerfile, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { instructionsOfKind, rootStage } from "../../dockerfile/queries.ts";
import { runCaches } from "./left-caches.ts";
import type { PackageCall, PackageManager } from "../model.ts";
import { hasFlag } from "../package-managers/flags.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { plainPath } from "./removed-paths.ts";
import { yarnVersion } from "../package-managers/yarn-version.ts";

interface DownloadCache {
  /** Where it is for root in the usual image. */
  readonly targets: readonly string[];
  /** Matches the targets of mounts that serve it. */
  readonly mounted: RegExp;
  /** Variables that move it, or turn it off. */
  readonly variables: readonly string[];
  /** Flags that do so. */
  readonly flags: readonly string[];
  /** Whether what is installed lies in it, so that every RUN that works with it needs the mount. */
  readonly holdsPackages: boolean;
}

const caches: Readonly<Partial<Record<PackageManager, DownloadCache>>> = {
  pip: {
    targets: ["/root/.cache/pip"],
    mounted: /\.cache(?:\/pip)?$|pip/,
    variables: ["PIP_NO_CACHE_DIR", "PIP_CACHE_DIR", "XDG_CACHE_HOME"],
    flags: ["--no-cache-dir", "--no-cache", "--cache-dir", "--no-index"],
    holdsPackages: false,
  },
  uv: {
    targets: ["/root/.cache/uv"],
    mounted: /\.cache(?:\/uv)?$|uv/,
    variables: ["UV_NO_CACHE", "UV_CACHE_DIR", "XDG_CACHE_HOME"],
    flags: ["--no-cache", "-n", "--cache-dir", "--offline"],
    holdsPackages: false,
  },
  npm: {
    targets: ["/root/.npm"],
    mounted: /npm/,
    variables: ["npm_config_cache", "NPM_CONFIG_CACHE"],
    flags: ["--cache", "--offline"],
    holdsPackages: false,
  },
  yarn: {
    targets: ["/usr/local/share/.cache/yarn"],
    mounted: /yarn|\.cache$/,
    variables: ["YARN_CACHE_FOLDER", "XDG_CACHE_HOME"],
    flags: ["--cache-folder", "--offline"],
    holdsPackages: false,
  },
  pnpm: {
    targets: ["/root/.local/share/pnpm/store"],
    mounted: /pnpm/,
    variables: ["PNPM_HOME", "XDG_DATA_HOME", "npm_config_store_dir", "NPM_CONFIG_STORE_DIR"],
    flags: ["--store-dir", "--offline"],
    holdsPackages: false,
  },
  composer: {
    targets: ["/root/.composer/cache"],
    mounted: /composer|\/tmp/,
    variables: ["COMPOSER_CACHE_DIR", "COMPOSER_HOME", "XDG_CACHE_HOME"],
    flags: ["--no-cache", "--no-install"],
    holdsPackages: false,
  },
  go: {
    targets: ["/go/pkg/mod", "/root/.cache/go-build"],
    mounted: /\/go(?:\/|$)|go-build|gomod|\.cache$/,
    variables: ["GOMODCACHE", "GOCACHE", "GOFLAGS", "GOPROXY", "GOPATH"],
    flags: ["-mod", "-modcacherw"],
    holdsPackages: true,
  },
  cargo: {
    targets: ["/usr/local/cargo/registry", "/usr/local/cargo/git/db"],
    mounted: /cargo/,
    variables: ["CARGO_HOME", "CARGO_NET_OFFLINE"],
    flags: ["--offline", "--frozen"],
    holdsPackages: true,
  },
  mvn: {
    targets: ["/root/.m2"],
    mounted: /\.m2|maven/,
    variables: ["MAVEN_OPTS", "MAVEN_CONFIG", "MAVEN_ARGS"],
    flags: ["-o", "--offline", "-Dmaven.repo.local"],
    holdsPackages: true,
  },
  gradle: {
    targets: ["/root/.gradle"],
    mounted: /gradle/,
    variables: ["GRADLE_USER_HOME", "GRADLE_OPTS"],
    flags: ["--offline", "-g", "--gradle-user-home"],
    holdsPackages: true,
  },
  dotnet: {
    targets: ["/root/.nuget/packages"],
    mounted: /nuget/i,
    variables: ["NUGET_PACKAGES"],
    flags: ["--packages"],
    holdsPackages: true,
  },
};

/** What a stage fetches again whenever the layer of its RUN is built anew. */
export interface RepeatedDownload {
  readonly manager: PackageManager;
  /** The first call that does so. */
  readonly call: PackageCall;
  /** The RUNs that need the mounts, in order. */
  readonly runs: readonly RunInstruction[];
  /** The directories to mount; null when it is not known where they are. */
  readonly targets: readonly string[] | null;
}

/** The downloads of languages' package managers in a stage that no cache mount keeps; one for each manager. */
export function repeatedDownloads(
  dockerfile: Dockerfile,
  stage: Stage,
): readonly RepeatedDownload[] {
  const runs = instructionsOfKind(stage, "run").filter(({ onbuild }) => onbuild === null);
  const found: RepeatedDownload[] = [];
  for (const manager of Object.keys(caches) as PackageManager[]) {
    const cache = caches[manager];
    if (cache === undefined) continue;
    const download = repeatedBy(dockerfile, runs, manager, cache);
    if (download !== null)
      found.push({ ...download, targets: targetsIn(stage, manager, cache, download) });
  }
  return found;
}

function repeatedBy(
  dockerfile: Dockerfile,
  runs: readonly RunInstruction[],
  manager: PackageManager,
  cache: DownloadCache,
): Omit<RepeatedDownload, "targets"> | null {
  if (runs.some((run) => isMounted(run, cache))) return null;
  const users: RunInstruction[] = [];
  let first: PackageCall | null = null;
  for (const run of runs) {
    const calls = packageCalls(dockerfile, run).filter((call) => call.manager === manager);
    if (calls.length === 0) continue;
    // Who keeps, moves, empties or turns off the cache in one place has thought of it.
    if (isDecided(run, calls, cache) || isCleaned(dockerfile, run, manager)) return null;
    const call = calls.find(
      (one) => downloads(one) && !(manager === "yarn" && isModern(dockerfile, run, one)),
    );
    first ??= call ?? null;
    if (call !== undefined || cache.holdsPackages) users.push(run);
  }
  return first === null ? null : { manager, call: first, runs: users };
}

function isModern(dockerfile: Dockerfile, run: RunInstruction, call: PackageCall): boolean {
  return yarnVersion(dockerfile, run, call, false) !== "classic";
}

function isMounted({ mounts }: RunInstruction, cache: DownloadCache): boolean {
  return mounts.some(
    ({ target, type }) =>
      (type === "cache" || type === "tmpfs" || type === "bind") &&
      cache.mounted.test(plainPath(target ?? "")),
  );
}

function isDecided(
  run: RunInstruction,
  calls: readonly PackageCall[],
  cache: DownloadCache,
): boolean {
  return (
    cache.variables.some((name) => run.state.lookup(name) !== undefined) ||
    calls.some(
      (call) =>
        hasFlag(call, ...cache.flags) ||
        call.command.assignments.some(({ name }) => cache.variables.includes(name)),
    )
  );
}

/** Whether a RUN empties the cache itself. */
function isCleaned(dockerfile: Dockerfile, run: RunInstruction, manager: PackageManager): boolean {
  const calls = packageCalls(dockerfile, run);
  if (
    calls.some(
      (call) =>
        call.manager === manager &&
        call.action === "clean" &&
        call.subcommand?.includes("cache") === true,
    )
  )
    return true;
  const { left } = runCaches(dockerfile, run);
  // A cache that is known to be filled and is not left behind was emptied or turned off.
  const judged = ["pip", "npm", "yarn", "pnpm", "composer"].includes(manager);
  const fills = calls.some(
    (call) => call.manager === manager && call.action !== "build" && downloads(call),
  );
  return (
    judged &&
    fills &&
    !left.some(({ calls: kept }) => kept.some((call) => call.manager === manager))
  );
}

/** Whether a call fetches what a project depends on, or what it names. */
function downloads(call: PackageCall): boolean {
  const { manager, action } = call;
  if (action === "install-manifest") return true;
  if (manager === "pip" && call.subcommand === "wheel") return true;
  // A tool by its name, before any source: its layer is rebuilt when its version changes, and seldom else.
  if (action === "install" && (manager === "go" || manager === "cargo")) return false;
  if (action === "install")
    return call.packages.some(({ kind }) => kind !== "path") || manager === "pip";
  return (
    action === "build" &&
    ["go", "cargo", "mvn", "gradle", "dotnet"].includes(manager) &&
    !hasFlag(call, "--no-restore")
  );
}

/** Where the cache is in a stage that runs as root in an image that is known. */
function targetsIn(
  stage: Stage,
  manager: PackageManager,
  cache: DownloadCache,
  { runs }: Omit<RepeatedDownload, "targets">,
): readonly string[] | null {
  const image = rootStage(stage).base.reference;
  const root = runs.every(
    ({ state: { user } }) => user === null || /^(?:root|0)(?::|$)/.test(user.user?.value ?? ""),
  );
  const home = runs.some(({ state }) => state.lookup("HOME") !== undefined);
  if (image === null || !root || home || baseUser(image) !== "root") return null;
  const name = image.repository.slice(image.repository.lastIndexOf("/") + 1);
  switch (manager) {
    case "go":
      return name === "golang" ? cache.targets : null;
    case "cargo":
      return name === "rust" ? cache.targets : null;
    case "gradle":
      return name === "gradle" ? ["/home/gradle/.gradle"] : cache.targets;
    case "composer":
      return name === "composer" ? ["/tmp/cache"] : null;
    case "yarn":
      return name === "node" ? cache.targets : null;
    case "dotnet":
      // What a later RUN without a call of dotnet expects there cannot be seen.
      return null;
    default:
      return cache.targets;
  }
}

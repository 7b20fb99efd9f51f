import { hasFlag } from "./flags.ts";
import type { PackageCall, PackageManager } from "../model.ts";

/** What a package manager downloads and keeps for another time. */
export interface PackageCache {
  readonly name: CacheName;
  readonly managers: readonly PackageManager[];
  /** Whether a call of one of the managers puts something into it. */
  fills(call: PackageCall): boolean;
  /** Whether a call empties it. */
  cleans(call: PackageCall): boolean;
  /** Where it is; one of them when there are several. */
  readonly directories: readonly string[];
  /** Where it is below a home directory, without a slash at the beginning. */
  readonly inHome: readonly string[];
  /** Variables of the environment that move it. */
  readonly variables: readonly string[];
  /** Flags that move it. */
  readonly flags: readonly string[];
  /** Matches other paths whose removal empties it, where the place varies. */
  readonly alsoRemovedBy?: RegExp;
}

/** The caches that are known. `rpm` is that of yum, dnf, microdnf and tdnf. */
export type CacheName =
  "apt" | "apk" | "rpm" | "zypper" | "pip" | "npm" | "yarn" | "pnpm" | "gem" | "composer";

const isInstall = ({ action }: PackageCall): boolean =>
  action === "install" || action === "install-manifest" || action === "upgrade";

const isClean = ({ action }: PackageCall): boolean => action === "clean";

/** Whether it works on a directory that is made to be another system's root, or downloads nothing. */
const worksElsewhere = (call: PackageCall): boolean =>
  hasFlag(
    call,
    "--root",
    "--installroot",
    "--no-network",
    "--downloadonly",
    "--download-only",
    "--dry-run",
    "--help",
  );

const isOffline = (call: PackageCall): boolean =>
  hasFlag(
    call,
    "--offline",
    "--prefer-offline",
    "--dry-run",
    "--package-lock-only",
    "--lockfile-only",
  );

/** Every cache that is known. */
export const packageCaches: readonly PackageCache[] = [
  {
    name: "apt",
    managers: ["apt-get", "apt", "aptitude"],
    fills: (call) =>
      call.action === "update-index" && !hasFlag(call, "--print-uris", "-s", "--simulate"),
    // `clean` leaves the lists; `distclean` takes them along.
    cleans: ({ subcommand }) => subcommand === "distclean" || subcommand === "dist-clean",
    directories: ["/var/lib/apt/lists"],
    inHome: [],
    variables: [],
    flags: [],
  },
  {
    name: "apk",
    managers: ["apk"],
    fills: (call) =>
      (isInstall(call) || call.action === "update-index") &&
      !hasFlag(call, "--no-cache", "-p") &&
      !worksElsewhere(call),
    cleans: isClean,
    directories: ["/var/cache/apk", "/etc/apk/cache"],
    inHome: [],
    variables: [],
    flags: ["--cache-dir"],
  },
  {
    name: "rpm",
    managers: ["yum", "dnf", "microdnf", "tdnf"],
    fills: (call) => (isInstall(call) || call.action === "update-index") && !worksElsewhere(call),
    cleans: (call) =>
      isClean(call) &&
      call.command.args.some(
        ({ value }) => value === null || value === "all" || value === "metadata",
      ),
    directories: ["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5", "/var/cache/tdnf"],
    inHome: [],
    variables: [],
    flags: [],
  },
  {
    name: "zypper",
    managers: ["zypper"],
    fills: (call) => (isInstall(call) || call.action === "update-index") && !worksElsewhere(call),
    cleans: isClean,
    directories: ["/var/cache/zypp"],
    inHome: [],
    variables: [],
    flags: ["--cache-dir"],
  },
  {
    name: "pip",
    managers: ["pip"],
    fills: (call) =>
      isInstall(call) &&
      !hasFlag(call, "--no-cache-dir", "--no-cache", "--no-index", "--dry-run") &&
      !isLocalPip(call),
    cleans: isClean,
    directories: [],
    inHome: [".cache/pip"],
    variables: ["PIP_CACHE_DIR", "XDG_CACHE_HOME"],
    flags: ["--cache-dir"],
  },
  {
    name: "npm",
    managers: ["npm"],
    fills: (call) => isInstall(call) && !isOffline(call),
    cleans: isClean,
    directories: [],
    inHome: [".npm"],
    variables: ["npm_config_cache", "NPM_CONFIG_CACHE"],
    flags: ["--cache"],
  },
  {
    name: "yarn",
    managers: ["yarn"],
    fills: (call) => isInstall(call) && !isOffline(call),
    cleans: ({ subcommand }) => subcommand === "cache clean" || subcommand === "cache clear",
    directories: ["/usr/local/share/.cache/yarn"],
    inHome: [".cache/yarn", ".yarn", ".yarn-cache"],
    variables: ["YARN_CACHE_FOLDER", "XDG_CACHE_HOME"],
    flags: ["--cache-folder"],
  },
  {
    name: "pnpm",
    managers: ["pnpm"],
    fills: (call) => isInstall(call) && !isOffline(call),
    cleans: isClean,
    directories: ["/pnpm/store"],
    inHome: [".local/share/pnpm", ".pnpm-store", "pnpm"],
    variables: ["PNPM_HOME", "npm_config_store_dir", "NPM_CONFIG_STORE_DIR", "XDG_DATA_HOME"],
    flags: ["--store-dir"],
  },
  {
    name: "gem",
    managers: ["gem"],
    fills: (call) => isInstall(call) && !hasFlag(call, "--local", "-l", "--explain"),
    cleans: () => false,
    directories: [],
    inHome: [".gem"],
    variables: [],
    flags: ["--install-dir", "-i"],
    alsoRemovedBy: /(?:gem|bundle|ruby|GEM_HOME|BUNDLE_PATH).*cache|\.gem$/i,
  },
  {
    name: "composer",
    managers: ["composer"],
    fills: (call) => isInstall(call) && !hasFlag(call, "--no-cache", "--no-install", "--dry-run"),
    cleans: isClean,
    directories: ["/tmp/cache"],
    inHome: [".composer", ".cache/composer"],
    variables: ["COMPOSER_CACHE_DIR", "COMPOSER_HOME", "XDG_CACHE_HOME"],
    flags: [],
  },
];

/** Whether pip installs only what is there already, without what it needs. */
function isLocalPip(call: PackageCall): boolean {
  return (
    call.packages.length > 0 &&
    call.packages.every(({ kind }) => kind === "path") &&
    hasFlag(call, "--no-deps") &&
    hasFlag(call, "--no-build-isolation")
  );
}

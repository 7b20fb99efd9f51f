import type { RunInstruction } from "../../dockerfile/model.ts";
import type { PackageCall, PackageManager } from "../model.ts";
import { flagValues, hasFlag } from "./flags.ts";

/** Why an install brings what a project needs for its development only. */
export type DevelopmentInstall =
  /** The package manager does so unless it is told otherwise. */
  | { readonly kind: "default" }
  /** A flag asks for it. */
  | { readonly kind: "asked"; readonly flag: string }
  /** A file of requirements says so by its name. */
  | { readonly kind: "file"; readonly file: string };

/** Flags that leave development dependencies out, or that say outright which groups are wanted. */
const deciding: Partial<Record<PackageManager, readonly string[]>> = {
  npm: "--omit --production --only --include --also --dev -g --global --package-lock-only --dry-run --workspace -w".split(
    " ",
  ),
  yarn: "--production --prod -P --mode --help --version -v --frozen-lockfile=false".split(" "),
  pnpm: "--prod -P --production --dev -D --global -g --lockfile-only --filter -F --dry-run".split(
    " ",
  ),
  bun: "--production -p --omit --global -g --dry-run".split(" "),
  composer: "--no-dev --dev --dry-run --no-install".split(" "),
  bundle: "--without --with --deployment --path".split(" "),
  poetry: "--only --without --no-dev --with --only-root --dry-run --help".split(" "),
  uv: "--no-dev --only-group --no-group --no-default-groups --group --dev --only-dev --all-groups --extra --all-extras --script --dry-run".split(
    " ",
  ),
};

/** Variables that do the same; any value counts, but for NODE_ENV. */
const variables: Partial<Record<PackageManager, readonly string[]>> = {
  npm: [
    "NPM_CONFIG_OMIT",
    "npm_config_omit",
    "NPM_CONFIG_PRODUCTION",
    "npm_config_production",
    "NPM_CONFIG_ONLY",
  ],
  yarn: ["YARN_PRODUCTION"],
  pnpm: ["NPM_CONFIG_PRODUCTION", "npm_config_production", "PNPM_PROD"],
  composer: ["COMPOSER_NO_DEV"],
  bundle: ["BUNDLE_WITHOUT", "BUNDLE_ONLY"],
  poetry: ["POETRY_WITHOUT", "POETRY_NO_DEV"],
  uv: ["UV_NO_DEV", "UV_NO_DEFAULT_GROUPS", "UV_NO_GROUP"],
};

const installs: Partial<Record<PackageManager, RegExp>> = {
  npm: /^(?:install|i|ci|clean-install|ic)$/,
  yarn: /^(?:install)?$/,
  pnpm: /^(?:install|i|ci)$/,
  bun: /^(?:install|i|ci)$/,
  composer: /^(?:install|i)$/,
  bundle: /^(?:install)?$/,
  poetry: /^(?:install|sync)$/,
  uv: /^sync$/,
  pipenv: /^(?:install|sync)$/,
  pip: /^install$/,
};

/** Why a call installs development dependencies of a project; null when it does not, or when that is not known. */
export function isForDevelopment(
  call: PackageCall,
  run: RunInstruction,
): DevelopmentInstall | null {
  const { manager, action, subcommand } = call;
  if (!installs[manager]?.test(subcommand ?? "")) return null;
  if (manager === "pip") {
    const file = flagValues(call, "-r", "--requirement").find((name) => isDevelopmentFile(name));
    return file === undefined ? null : { kind: "file", file };
  }
  if (action !== "install-manifest") return null;
  if (manager === "pipenv") {
    const flag = ["--dev", "-d"].find((name) => hasFlag(call, name));
    return flag === undefined ? null : { kind: "asked", flag };
  }
  return isDecided(call, run) ? null : { kind: "default" };
}

/** `requirements-dev.txt`, `dev-requirements.txt`, `requirements/test.txt` */
function isDevelopmentFile(path: string): boolean {
  const name = path
    .replace(/^.*(?=requirements\/)/, "")
    .replace(/^.*\/(?!.*\/)(?<!requirements\/)/, "");
  return /(?:^|[-_./])(?:dev|devel|development|tests?|testing|lint|linting|local)(?=[-_.]|$)/i.test(
    name,
  );
}

function isDecided(call: PackageCall, { state }: RunInstruction): boolean {
  const { manager, command } = call;
  if (deciding[manager]?.some((name) => hasFlag(call, name)) === true) return true;
  // What a variable holds may be any flag.
  if (command.args.some(({ value, text }) => value === null && /^["']?\$/.test(text))) return true;
  const given = command.assignments.map(({ name }) => name);
  const named = variables[manager] ?? [];
  if (named.some((name) => given.includes(name) || state.lookup(name) !== undefined)) return true;
  if (!["npm", "yarn", "pnpm"].includes(manager)) return false;
  const inline = command.assignments.findLast(({ name }) => name === "NODE_ENV");
  const known = inline ?? state.lookup("NODE_ENV");
  // Where a build argument sets it, or it says `development`, the author has thought of it.
  return known !== undefined;
}

/** The flag that leaves development dependencies out; null where one flag does not do it. */
export function productionFlag({ manager }: PackageCall): string | null {
  switch (manager) {
    case "npm":
      return "--omit=dev";
    case "yarn":
    case "bun":
      return "--production";
    case "pnpm":
      return "--prod";
    case "composer":
    case "uv":
      return "--no-dev";
    case "poetry":
      return "--only main";
    default:
      return null;
  }
}

/** Whether a call installs again without development dependencies, or takes them away. */
export function leavesOutDevelopment(call: PackageCall): boolean {
  return hasFlag(call, "--production", "--prod", "--no-dev", "--omit");
}

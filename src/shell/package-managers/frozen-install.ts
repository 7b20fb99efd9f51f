import type { SourceText } from "../../source/source-text.ts";
import { insertAt, remove, replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import type { PackageCall, PackageFlag } from "../model.ts";
import { hasFlag } from "./flags.ts";

/** The package managers that can install without keeping to their lockfile. */
export type LooseInstaller = "npm" | "yarn" | "pnpm";

/** Subcommands that install the project, those that do something else besides left out. */
const subcommands: Readonly<Record<LooseInstaller, readonly (string | null)[]>> = {
  npm: ["install", "i", "in", "ins", "inst", "insta", "instal", "isnt", "isntal", "isntall", "add"],
  yarn: [null, "install"],
  pnpm: ["install", "i"],
};

/** Flags by which an install keeps to the lockfile, or says outright that it will not: both are the author's decision. */
const decided: Readonly<Record<LooseInstaller, readonly string[]>> = {
  npm: [
    "-g",
    "--global",
    "--no-package-lock",
    "--package-lock",
    "--package-lock-only",
    "--location",
    "--dry-run",
  ],
  yarn: [
    ..."--frozen-lockfile --immutable --immutable-cache --pure-lockfile --no-lockfile --no-immutable".split(
      " ",
    ),
    ..."--mode --offline --check-cache --help --version -v".split(" "),
  ],
  pnpm: [
    ..."--frozen-lockfile --no-frozen-lockfile --lockfile-only --fix-lockfile --no-lockfile".split(
      " ",
    ),
    ..."--offline --global -g --dry-run".split(" "),
  ],
};

/** Whether a call installs a project in a way that may change, or pass over, what the lockfile says. */
export function installsLoosely(
  call: PackageCall,
): call is PackageCall & { manager: LooseInstaller } {
  const { manager } = call;
  if (manager !== "npm" && manager !== "yarn" && manager !== "pnpm") return false;
  if (call.action !== "install-manifest" || !subcommands[manager].includes(call.subcommand))
    return false;
  return !call.flags.some(({ name }) => decided[manager].includes(name));
}

/** Flags of `npm install` that `npm ci` knows too and that mean the same there. */
const npmFlags = new Set(
  (
    "--omit --include --no-audit --audit --no-fund --fund --ignore-scripts --legacy-peer-deps --strict-peer-deps --force -f " +
    "--loglevel --silent -s --quiet -q --verbose -d -dd -ddd --unsafe-perm --cache --prefer-offline --prefer-online --offline " +
    "--prefix -C --registry --no-progress --progress --no-bin-links --foreground-scripts --no-color --color --workspace -w " +
    "--workspaces --include-workspace-root --install-links --cpu --os --libc --no-update-notifier --fetch-timeout " +
    "--fetch-retries --fetch-retry-mintimeout --fetch-retry-maxtimeout --maxsockets --userconfig --globalconfig"
  ).split(" "),
);

/** Flags that are for what `npm ci` never does, so that nothing is lost without them. */
const npmNeedless = new Set(["--no-save"]);

/**
 * The edits that make a loose install keep to the lockfile: `npm ci` with the same flags, or the flag for it.
 * @param flag what yarn and pnpm are given
 * @param omits whether this npm knows `--omit` (npm 7 and later)
 * @returns null when a flag has no counterpart that is known, and for words in quotes (an exec form's are)
 */
export function frozenInstallEdits(
  source: SourceText,
  call: PackageCall,
  flag: string,
  omits: boolean,
): TextEdit[] | null {
  const at = call.subcommandSpan;
  const name = call.command.nameSpan;
  const last = at ?? name;
  if (last === null || /["']/.test(source.slice(last))) return null;
  if (call.manager !== "npm")
    return [insertAt(last.end, at === null ? ` install ${flag}` : ` ${flag}`)];
  if (at === null || call.subcommand === null || source.slice(at) !== call.subcommand) return null;
  const edits = [replaceExpected(source, at, call.subcommand, "ci")];
  for (const one of call.flags) {
    const edit = npmFlagEdit(source, one, omits);
    if (edit === null) return null;
    if (edit !== "keep") edits.push(edit);
  }
  return edits;
}

function npmFlagEdit(
  source: SourceText,
  flag: PackageFlag,
  omits: boolean,
): TextEdit | "keep" | null {
  const text = source.slice(flag.span);
  if (npmNeedless.has(flag.name)) return remove({ start: flag.span.start - 1, end: flag.span.end });
  const omitted = omittedBy(flag);
  // A shared word (`-dP`) cannot be taken apart here.
  if (omitted !== null) {
    if (!text.startsWith(flag.name)) return null;
    const end = flag.valueSpan?.end ?? flag.span.end;
    return omits ? { start: flag.span.start, end, newText: `--omit=${omitted}` } : "keep";
  }
  return npmFlags.has(flag.name) ? "keep" : null;
}

/** What an older flag leaves out, by its name of today. */
function omittedBy({ name, value }: PackageFlag): "dev" | "optional" | null {
  switch (name) {
    case "--production":
    case "--prod":
    case "-P":
      return value === null || value === "true" ? "dev" : null;
    case "--only":
      return value === "production" || value === "prod" ? "dev" : null;
    case "--no-optional":
      return "optional";
    default:
      return null;
  }
}

/** Whether an environment variable set for one command tells yarn and pnpm that they run in a CI, where they keep to the lockfile. */
export function isForCi(call: PackageCall): boolean {
  return call.command.assignments.some(({ name }) => name === "CI") && !hasFlag(call, "--help");
}

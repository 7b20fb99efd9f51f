import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import type { PackageCall, ShellCommand, ShellScript, ShellWord } from "../model.ts";
import { hasFlag } from "../package-managers/flags.ts";
import { packageCallOf } from "../package-managers/package-calls.ts";
import { directoryOf } from "../package-managers/working-directory.ts";

/** Programs that neither read nor change a project's files. */
const harmless = new Set(
  (
    "echo printf true : set export unset umask ulimit curl wget addgroup adduser useradd groupadd usermod corepack " +
    "locale-gen update-ca-certificates ldconfig gpg apt-key add-apt-repository apt-mark apt-cache dpkg dpkg-reconfigure " +
    "dpkg-architecture sleep date uname whoami id which arch nproc getent rustup nvm n"
  ).split(" "),
);

/** Programs that are harmless when all they name lies outside of the project. */
const filePrograms = new Set(
  "rm mkdir chmod chown ln cp mv touch install tar unzip sed grep find cat ls tee source . [ test".split(
    " ",
  ),
);

const systemManagers = new Set(
  "apt-get apt aptitude apk yum dnf microdnf tdnf zypper pacman gem pipx conda".split(" "),
);

/** What is asked of a command: where the project will lie, and where the script starts. */
export interface SourceQuestion {
  readonly script: ShellScript;
  /** Absolute: where the source is copied to. */
  readonly source: string;
  readonly workdir: string;
  /** Directories of the project that exist before the source is copied. */
  readonly existing: ReadonlySet<string>;
}

/**
 * Whether a command does the same when the project's source is copied after it. What is not known to be so is taken not to be.
 */
export function isSourceFree(command: ShellCommand, question: SourceQuestion): boolean {
  if (
    !command.redirects.every((redirect) => isOutside(redirect.target, redirect.operator, question))
  )
    return false;
  if (command.name === null) return command.words.length === 0;
  if (command.name === "cd") return leadsSomewhere(command, question);
  const call = packageCallOf(command);
  if (call !== null) return isFreeCall(call);
  if (harmless.has(command.name)) return true;
  if (filePrograms.has(command.name)) return namesOnlyOutside(command, question);
  if (/^(git|python[\d.]*|virtualenv|node)$/.test(command.name)) return isFreeTool(command);
  return false;
}

function isFreeCall(call: PackageCall): boolean {
  const { manager, action, subcommand, packages } = call;
  if (hasFlag(call, "--version", "-V", "--help")) return true;
  if (action === "clean" || action === "update-index") return true;
  const named =
    packages.length > 0 && packages.every(({ kind }) => kind !== "path" && kind !== "dynamic");
  if (systemManagers.has(manager)) return packages.every(({ kind }) => kind !== "path");
  if (action === "other")
    return /^(config|set|env|version|--version|self update)\b/.test(subcommand ?? "");
  if (manager === "mix") return (subcommand ?? "").startsWith("local.");
  if (action === "upgrade" || !named) return false;
  if (action !== "install") return false;
  // Without -g these write into the project's own manifest.
  const ownsManifest = [
    "npm",
    "yarn",
    "pnpm",
    "bun",
    "composer",
    "poetry",
    "pipenv",
    "dotnet",
    "bundle",
  ].includes(manager);
  if (ownsManifest)
    return (
      hasFlag(call, "-g", "--global", "--tool-path") || (subcommand ?? "").startsWith("global ")
    );
  return (
    !hasFlag(call, "-r", "--requirement", "-c", "--constraint", "--path") &&
    !/^add\b/.test(subcommand ?? "")
  );
}

/** `git config --global`, `python -m venv /opt/venv`, `node --version`. */
function isFreeTool(command: ShellCommand): boolean {
  const values = command.args.map(({ value }) => value);
  if (values.length === 1 && /^(--version|-v|-V)$/.test(values[0] ?? "")) return true;
  if (command.name === "git") return values[0] === "config" && values.includes("--global");
  return (
    command.name === "virtualenv" ||
    (values[0] === "-m" && (values[1] === "venv" || values[1] === "ensurepip"))
  );
}

/** Whether a `cd` leads to where something is before the source is copied. */
function leadsSomewhere(
  command: ShellCommand,
  { script, source, workdir, existing }: SourceQuestion,
): boolean {
  const target = command.args.at(-1)?.value ?? null;
  const directory = directoryOf(script, command, workdir);
  if (target === null || directory === null || target.startsWith("-") || /[~*?]/.test(target))
    return false;
  const reached = resolvePath(directory, target);
  return existing.has(reached) || relativeTo(source, reached) === null;
}

function namesOnlyOutside(command: ShellCommand, question: SourceQuestion): boolean {
  // The first operand of these is an owner or a mode.
  const begin = command.name === "chown" || command.name === "chmod" ? 1 : 0;
  const operands = command.args.filter(({ text }) => !text.startsWith("-")).slice(begin);
  return operands.every((word) => {
    const { value } = word;
    if (
      value !== null &&
      !value.startsWith("/") &&
      /^([-+=!\]]|[ugoa]*[-+=]|\d+$|s[/|#@,])/.test(value)
    )
      return true;
    return isOutside(word, ">", question);
  });
}

/** Whether a path is known to lie outside of the project. */
function isOutside(word: ShellWord | null, operator: string, { source }: SourceQuestion): boolean {
  if (operator.includes("<<") || operator.includes("&") || word === null) return true;
  const path = word.value ?? word.text.replace(/^"|"$/g, "");
  if (/^(~|\$HOME|\$\{HOME\})(\/|$)/.test(path)) return true;
  if (word.value === null || !path.startsWith("/")) return false;
  const clean = resolvePath("/", path);
  return relativeTo(source, clean) === null && relativeTo(clean, source) === null;
}

import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { PackageCall, PackageManager, ShellCommand } from "../model.ts";
import { packageCallOf, packageCalls } from "./package-calls.ts";
import { shellOf } from "../parse-shell.ts";

/** The package managers that share an index of what can be installed, by the one that gives them their name. */
export const indexFamilies: ReadonlyMap<PackageManager, IndexFamily> = new Map([
  ["apt-get", "apt"],
  ["apt", "apt"],
  ["aptitude", "apt"],
  ["apk", "apk"],
  ["yum", "rpm"],
  ["dnf", "rpm"],
  ["microdnf", "rpm"],
  ["tdnf", "rpm"],
  ["zypper", "zypper"],
  ["pacman", "pacman"],
]);

/** A group of package managers that read the same index. */
export type IndexFamily = "apt" | "apk" | "rpm" | "zypper" | "pacman";

/** What a RUN does with the index of one family. */
export type IndexWork =
  /** It brings the index up to date and nothing in it can be using it. */
  | "updates-only"
  /** It updates and uses it, or runs something that may do so. */
  | "updates-and-uses"
  /** It installs or upgrades with what index there is. */
  | "uses"
  | "nothing";

/** What the commands of a RUN do with the index of a family of package managers. */
export function indexWork(
  dockerfile: Dockerfile,
  run: RunInstruction,
  family: IndexFamily,
): IndexWork {
  const calls = packageCalls(dockerfile, run).filter(
    ({ manager }) => indexFamilies.get(manager) === family,
  );
  const uses = calls.some(
    (call) => !isIndexUpdate(call) && call.action !== "clean" && call.action !== "remove",
  );
  if (!calls.some(isIndexUpdate)) return uses ? "uses" : "nothing";
  return uses || mayUseIndex(dockerfile, run) ? "updates-and-uses" : "updates-only";
}

/** Whether a RUN runs a script, or a program that is not known, which may be using an index. */
export function mayUseIndex(dockerfile: Dockerfile, run: RunInstruction): boolean {
  return (shellOf(dockerfile, run)?.commands ?? []).some(mayInstall);
}

/** Whether a call does nothing but bring the index up to date. */
export function isIndexUpdate({ action, manager, subcommand }: PackageCall): boolean {
  if (action === "update-index") return true;
  return subcommand === "check-update" && indexFamilies.get(manager) === "rpm";
}

/** Programs that are known to install nothing from an index. */
const harmless = new Set([
  ..."echo printf cat tee sed awk grep cut tr head tail sort uniq wc xargs rm mkdir rmdir touch cp mv ln chmod chown".split(
    " ",
  ),
  ..."find ls pwd cd set export unset true false : test [ [[ exit return sleep date env umask ulimit which type".split(
    " ",
  ),
  ..."command curl wget gpg gpg2 apt-key rpm rpmkeys dpkg dpkg-reconfigure add-apt-repository apt-add-repository".split(
    " ",
  ),
  ..."dpkg-divert dpkg-architecture lsb_release uname id whoami hostname basename dirname realpath readlink".split(
    " ",
  ),
  ..."yum-config-manager locale-gen update-locale update-ca-certificates tar unzip gzip gunzip xz sha256sum md5sum".split(
    " ",
  ),
  ..."useradd groupadd adduser addgroup usermod install ldconfig apt-mark apt-config yes".split(
    " ",
  ),
]);

/** Whether a command may be using an index in a way that does not show: a script, a program that is not known. */
function mayInstall(command: ShellCommand): boolean {
  if (command.words.length === 0 || packageCallOf(command) !== null) return false;
  return command.name === null || !harmless.has(command.name);
}

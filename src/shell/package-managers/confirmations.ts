import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { PackageCall, ShellScript } from "../model.ts";
import { flagValue, flagValues, hasFlag } from "./flags.ts";
import { hasInput } from "../reading/standard-input.ts";
import { variableArguments } from "../reading/variable-arguments.ts";
import { isSettingWritten, type WrittenSetting } from "../written-settings.ts";

const yes = "(?:true|yes|1|on|with|enable)";

const aptSetting: WrittenSetting = {
  text: new RegExp(`Assume-Yes["'\\s=]+${yes}|"?quiet"?["'\\s=]+2`, "i"),
  file: /apt\.conf/,
};

const rpmSetting: WrittenSetting = {
  text: new RegExp(`(?:assumeyes|defaultyes|assume_yes)\\s*=\\s*["']?${yes}`, "i"),
  file: /(?:yum|dnf)(?:5)?\.conf/,
};

/** Calls that change nothing, and those that have another answer. */
const asksNothing = [
  ..."--help --simulate --just-print --dry-run --recon --no-act --print-uris --assume-no --assumeno".split(
    " ",
  ),
  "--force-yes",
];

/**
 * Whether a package manager call stops to ask before it changes something: no flag, setting or input answers for the
 * user. False where that is not known, because a variable may hold the flag.
 */
export function asksForConfirmation(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  call: PackageCall,
): boolean {
  if (!changesPackages(call)) return false;
  if (hasFlag(call, ...asksNothing) || isAnswered(dockerfile, run, call)) return false;
  const { values, unknown } = variableArguments(call, script, run.state);
  if (unknown.length > 0) return false;
  if (
    values.some((value) =>
      /^-[a-zA-Z]*(?:y|n$|qq)|^--(?:yes|assume-?yes|non-interactive|no-confirm)$/.test(value),
    )
  ) {
    return false;
  }
  return !hasInput(script, call.command);
}

/** Whether a call installs, upgrades or removes something. */
function changesPackages({ action, subcommand, command }: PackageCall): boolean {
  if (action === "install" || action === "upgrade" || action === "remove") return true;
  if (subcommand === "swap" || subcommand === "downgrade") return true;
  if (subcommand !== "module" && subcommand !== "copr") return false;
  return command.args.some(({ value }) => /^(?:enable|disable|reset|switch-to)$/.test(value ?? ""));
}

/** Whether flags or settings answer for the user. */
function isAnswered(dockerfile: Dockerfile, run: RunInstruction, call: PackageCall): boolean {
  switch (call.manager) {
    case "apt-get":
    case "apt":
    case "aptitude":
      return isAptAnswered(dockerfile, run, call);
    case "yum":
    case "dnf":
    case "tdnf":
    case "microdnf":
      return isRpmAnswered(dockerfile, run, call);
    case "zypper":
      return hasFlag(call, "-y", "--no-confirm", "-n", "--non-interactive");
    default:
      return true;
  }
}

function isAptAnswered(dockerfile: Dockerfile, run: RunInstruction, call: PackageCall): boolean {
  if (hasFlag(call, "-y", "--yes", "--assume-yes")) return true;
  // aptitude is only quieter for `-qq`.
  const quiet = hasFlag(call, "-qq", "-s") || flagValue(call, "--quiet") === "2";
  if (quiet && call.manager !== "aptitude") return true;
  if (flagValues(call, "-o", "--option").some((value) => aptSetting.text.test(value))) return true;
  return (
    run.state.lookup("APT_CONFIG") !== undefined || isSettingWritten(dockerfile, run, aptSetting)
  );
}

function isRpmAnswered(dockerfile: Dockerfile, run: RunInstruction, call: PackageCall): boolean {
  if (hasFlag(call, "-y", "--assumeyes", "--yes")) return true;
  if (flagValues(call, "--setopt").some((value) => rpmSetting.text.test(value))) return true;
  // Its `module enable` changes settings only, and asks nowhere.
  if (call.manager === "microdnf" && (call.subcommand === "module" || !hasAskingMicrodnf(run)))
    return true;
  return isSettingWritten(dockerfile, run, rpmSetting);
}

/** Releases in names of the enterprise distributions' images: `ubi9-minimal`, `almalinux:9-minimal`, `centos:stream9`. */
const enterpriseRelease = /(?:\b(?:ubi|rhel|el|stream)|linux[:/]|\bubi-minimal:)(\d{1,2})(?!\d)/;

/**
 * Whether microdnf asks in an image: version 3.6 brought the question, with release 9 of the enterprise distributions and
 * Fedora 34. Before that it always assumed a yes, and of most images it is not known what they stand on.
 */
function hasAskingMicrodnf({ stage }: RunInstruction): boolean {
  const base = stage?.lineage.at(-1)?.base.reference?.text ?? "";
  const release = enterpriseRelease.exec(base)?.[1];
  if (release !== undefined) return Number(release) >= 9;
  return Number(/\bfedora(?:-minimal)?:(\d+)/.exec(base)?.[1] ?? 0) >= 34;
}

import { insertArgument } from "../../shell/edits/chain-edits.ts";
import { asksForConfirmation } from "../../shell/package-managers/confirmations.ts";
import { hasFlag } from "../../shell/package-managers/flags.ts";
import type { PackageCall } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import type { Rule } from "../rule.ts";

export const interactivePackageInstall: Rule = {
  name: "interactive-package-install",
  category: "packages",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A package manager asks for a confirmation that nobody can give in a build",
  why:
    "Nobody answers during a build: the package manager finds its input closed, takes that for a no, and the build " +
    "fails. It may go well today, because apt does not ask when it installs nothing but what is named, and break on the " +
    "day a package gains a dependency.",
  sources: [
    {
      title: "Debian: apt-get(8), --yes",
      url: "https://manpages.debian.org/bookworm/apt/apt-get.8.en.html",
    },
    {
      title: "DNF command reference, --assumeyes",
      url: "https://dnf.readthedocs.io/en/latest/command_ref.html",
    },
  ],
  aliases: ["DL3014", "DL3030", "DL3034", "DL3038", "DS-0021"],
  fix: "safe",
  words: ["apt", "yum", "dnf", "zypper"],
  ignoreWhen: "a file that the build brings along sets the answer.",
  scope: "instruction",
  examples: [
    {
      bad: "FROM debian:12.8\nRUN apt-get update && apt-get install --no-install-recommends curl\n",
      good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
      fixed:
        "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
    },
    {
      bad: "FROM fedora:41\nRUN dnf install gcc \\\n        make && \\\n    dnf clean all\n",
      good: "FROM fedora:41\nRUN dnf -y install gcc \\\n        make && \\\n    dnf clean all\n",
      fixed: "FROM fedora:41\nRUN dnf install -y gcc \\\n        make && \\\n    dnf clean all\n",
    },
    {
      bad: "FROM opensuse/leap:15.6\nRUN zypper install curl && zypper clean --all\n",
      good: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl && zypper clean --all\n",
      fixed:
        "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl && zypper clean --all\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN apt-get -qq install curl\n",
    "FROM debian:12.8\nRUN apt-get install -q=2 curl\n",
    "FROM debian:12.8\nRUN apt-get install -q -q curl\n",
    "FROM debian:12.8\nRUN apt-get install -qy curl\n",
    "FROM debian:12.8\nRUN apt-get install --assume-yes curl\n",
    "FROM debian:12.8\nRUN apt-get -o APT::Get::Assume-Yes=true install curl\n",
    "FROM debian:12.8\nRUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes\nRUN apt-get install curl\n",
    "FROM debian:12.8\nRUN yes | apt-get install curl\n",
    "FROM debian:12.8\nRUN yes | (apt-get update && apt-get install curl)\n",
    "FROM debian:12.8\nARG APT_FLAGS\nRUN apt-get install $APT_FLAGS curl\n",
    "FROM debian:12.8\nENV APT_FLAGS='-y --no-install-recommends'\nRUN apt-get install $APT_FLAGS curl\n",
    "FROM debian:12.8\nRUN apt-get install --dry-run curl\n",
    "FROM debian:12.8\nRUN apt-get update\n",
    "FROM fedora:41\nRUN dnf install --assumeyes gcc\n",
    "FROM fedora:41\nRUN echo assumeyes=1 >> /etc/dnf/dnf.conf && dnf install gcc\n",
    "FROM fedora:41\nRUN dnf --setopt=assumeyes=True install gcc\n",
    "FROM opensuse/leap:15.6\nRUN zypper -n in curl\n",
    "FROM opensuse/leap:15.6\nRUN zypper install --no-confirm curl\n",
    "FROM redhat/ubi8-minimal:8.10\nRUN microdnf install curl\n",
    "FROM example.com/database:21-slim\nRUN microdnf module enable nodejs:20 && microdnf install nodejs\n",
    "FROM alpine:3.22\nRUN apk add curl\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      const script = run.kind === "run" ? shellOf(dockerfile, run) : null;
      if (run.kind !== "run" || script === null) continue;
      for (const call of packageCalls(dockerfile, run)) {
        if (call.subcommandSpan === null || !asksForConfirmation(dockerfile, run, script, call))
          continue;
        const flag = call.manager === "zypper" ? "--non-interactive" : "-y";
        const after = call.manager === "zypper" ? call.command.nameSpan : call.subcommandSpan;
        const sayable = `\`${call.manager} ${call.subcommand ?? ""}\``;
        const seldom = seldomCause(call);
        yield {
          message:
            seldom === null
              ? `${sayable} asks before it goes on, and in a build nobody answers: the build fails. Add \`${flag}\`.`
              : `${sayable} asks ${seldom}, and in a build nobody answers: the build fails then. Add \`${flag}\`.`,
          ...(seldom === null
            ? {}
            : { severity: "warning" as const, confidence: "medium" as const }),
          span: {
            start: call.command.nameSpan?.start ?? call.command.span.start,
            end: call.subcommandSpan.end,
          },
          aliases: aliasesOf(call),
          fix:
            after === null
              ? undefined
              : {
                  title: `Add ${flag}`,
                  safety: "safe",
                  edits: [insertArgument(script, after, flag)],
                },
        };
      }
    }
  },
};

/** When a call asks that mostly has nothing to ask about; null for one that asks as a rule. */
function seldomCause(call: PackageCall): string | null {
  // apt asks when it changes more than what it was told to, which an upgrade of one package seldom does.
  if (hasFlag(call, "--only-upgrade")) return "when more has to change than what is named";
  // `apt-get autoremove`: behind an install there is seldom a package that nothing needs.
  if (needsNothingElse(call)) return "as soon as it needs other packages too";
  const namesNothing = call.action === "remove" && call.packages.length === 0;
  return namesNothing ? "as soon as there is something to remove" : null;
}

/** Packages of Debian that need and recommend nothing that its images lack, `zip` besides `unzip`. apt installs them unasked. */
const alone = new Set("less make patch sudo time tree tzdata unzip".split(" "));

/** Whether `apt-get install` is given such packages only. */
function needsNothingElse({ manager, action, packages }: PackageCall): boolean {
  if (action !== "install" || (manager !== "apt" && manager !== "apt-get")) return false;
  const names = packages.map(({ name }) => name ?? "");
  return (
    names.length > 0 &&
    names.every((name) => alone.has(name) || (name === "zip" && names.includes("unzip")))
  );
}

/** The ids by which other tools know exactly this call. */
function aliasesOf({ manager, subcommand }: PackageCall): readonly string[] {
  const name = subcommand ?? "";
  switch (manager) {
    case "apt-get":
      return name === "install" ? ["DL3014", "DS-0021"] : [];
    case "yum":
      return /(?:^|\s|group|local)install$/.test(name) ? ["DL3030"] : [];
    case "dnf":
    case "microdnf":
      return /(?:^|\s|group|local)install$/.test(name) ? ["DL3038"] : [];
    case "zypper":
      return /^(?:install|in|remove|rm|source-install|si|patch)$/.test(name) ? ["DL3034"] : [];
    default:
      return [];
  }
}

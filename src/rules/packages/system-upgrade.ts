import type { PackageCall } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { hasFlag } from "../../shell/package-managers/flags.ts";
import { isSystemManager } from "../../shell/system-managers.ts";
import type { Rule } from "../rule.ts";

export const systemUpgrade: Rule = {
  name: "system-upgrade",
  category: "packages",
  severity: "info",
  confidence: "high",
  presets: ["strict", "hadolint"],
  summary: "The build upgrades every package of the base image",
  why:
    "An upgrade in the build puts a second copy of each changed package on top of the base image's, often 50 MB and more, and " +
    "what the image holds depends on the day it was built; the cached layer then keeps that state until something before " +
    "it changes. A newer base image brings the same updates without the copies, and shows in the file which they are. " +
    "hadolint knows only `zypper dist-upgrade`, Trivy only `apt-get dist-upgrade`; here every upgrade of everything counts.",
  sources: [
    {
      title: "Docker: Building best practices, rebuild your images often",
      url: "https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often",
    },
  ],
  aliases: ["DL3035", "DS-0024"],
  fix: "none",
  ignoreWhen:
    "security updates must reach you faster than the base image's publisher brings them out, and the build runs without cache.",
  scope: "instruction",
  examples: [
    {
      bad: "FROM debian:12.8-slim\nRUN apt-get update && apt-get dist-upgrade -y && rm -rf /var/lib/apt/lists/*\n",
      good: "FROM debian:12.9-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      bad: "FROM alpine:3.21.0\nRUN apk upgrade --no-cache\n",
      good: "FROM alpine:3.21.3\nRUN apk add --no-cache curl\n",
    },
    {
      bad: "FROM opensuse/leap:15.6\nRUN zypper -n dist-upgrade && zypper clean --all\n",
      good: "FROM opensuse/leap:15.6\nRUN zypper -n install curl && zypper clean --all\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y --only-upgrade openssl\n",
    "FROM rockylinux:9.3\nRUN dnf upgrade -y openssl && dnf update -y --security\n",
    "FROM opensuse/leap:15.6\nRUN zypper -n patch --category security\n",
    "FROM archlinux:base-20250101.0.285000\nRUN pacman -Syu --noconfirm\n",
    "FROM alpine:3.22\nRUN apk add --no-cache --upgrade apk-tools\n",
    "FROM ruby:3.4\nRUN gem update\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      for (const call of packageCalls(dockerfile, run)) {
        if (!upgradesAll(call)) continue;
        yield {
          message:
            `\`${call.manager} ${call.subcommand ?? ""}\` puts new copies of the base image's packages into this layer, and what they are ` +
            "depends on the day. Take a newer base image, and upgrade single packages by name.",
          span: call.subcommandSpan ?? call.command.span,
          aliases: aliasesOf(call),
        };
      }
    }
  },
};

/** Whether a call upgrades all that is installed. Arch has no other way: it knows no partial upgrades. */
function upgradesAll(call: PackageCall): boolean {
  if (call.action !== "upgrade" || !isSystemManager(call.manager) || call.manager === "pacman")
    return false;
  if (call.subcommand === "patch" || call.subcommand?.endsWith("-minimal") === true) return false;
  return !hasFlag(
    call,
    ..."--security --sec-severity --secseverity --advisory --advisories --cve --cves --bz --bzs --bugfix".split(
      " ",
    ),
    ..."-s --simulate --dry-run --just-print --download-only -d --downloadonly --installroot --root".split(
      " ",
    ),
  );
}

/** The ids by which other tools know exactly this call. */
function aliasesOf({ manager, subcommand }: PackageCall): readonly string[] {
  if (manager === "zypper")
    return /^(?:dist-upgrade|dup)$/.test(subcommand ?? "") ? ["DL3035"] : [];
  return manager === "apt-get" && subcommand === "dist-upgrade" ? ["DS-0024"] : [];
}

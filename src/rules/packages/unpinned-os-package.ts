import type { PackageCall, PackageManager, PackageSpec } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { listed } from "../../shell/listed.ts";
import { join } from "../../source/span.ts";
import type { Rule } from "../rule.ts";

/** How each manager is given a version, and the id by which others know that it was not. */
const managers: Partial<
  Record<PackageManager, { readonly separator: string; readonly alias: string | null }>
> = {
  "apt-get": { separator: "=", alias: "DL3008" },
  apt: { separator: "=", alias: null },
  apk: { separator: "=", alias: "DL3018" },
  yum: { separator: "-", alias: "DL3033" },
  zypper: { separator: "=", alias: "DL3037" },
  dnf: { separator: "-", alias: "DL3041" },
  microdnf: { separator: "-", alias: "DL3041" },
  tdnf: { separator: "-", alias: null },
};

export const unpinnedOsPackage: Rule = {
  name: "unpinned-os-package",
  category: "packages",
  severity: "info",
  confidence: "high",
  presets: ["hadolint"],
  summary: "A package of the operating system is installed without a version",
  why:
    "Without a version each build installs what the archive holds that day. This rule is off but in the preset `hadolint`, " +
    "because a pin costs more than it gives here: Debian, Ubuntu and Alpine delete a version from their archives as soon " +
    "as a newer one is there, so that a pinned build fails after the next security update, and until then it holds the update " +
    "back. A base image pinned by tag or digest, rebuilt often, gives the same steadiness.",
  sources: [
    {
      title: "Docker: Building best practices, version pinning",
      url: "https://docs.docker.com/build/building/best-practices/#version-pinning",
    },
  ],
  aliases: ["DL3008", "DL3018", "DL3033", "DL3037", "DL3041"],
  fix: "none",
  ignoreWhen: "the archive deletes old versions, as those of Debian, Ubuntu and Alpine do.",
  scope: "instruction",
  examples: [
    {
      bad: "FROM debian:12.8-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
      good:
        "FROM debian:12.8-slim\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1-10+deb12u8 && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN apk add --no-cache curl jq\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl=8.14.1-r1 jq~1.7\n",
    },
    {
      bad: "FROM rockylinux:9.3\nRUN dnf install -y nginx && dnf clean all\n",
      good: "FROM rockylinux:9.3\nRUN dnf install -y nginx-1.20.1 && dnf clean all\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nARG V=7.88\nRUN apt-get install -y curl=$V git=1:2.39.* nano/bookworm-backports\n",
    "FROM debian:12.8\nRUN apt-get install -y ./local.deb /tmp/other.deb\n",
    "FROM debian:12.8\nRUN apt-get install -y $PACKAGES && xargs apt-get install -y < packages.txt\n",
    "FROM debian:12.8\nRUN apt-get build-dep -y nginx && apt-get remove -y gcc\n",
    "FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc=14.2.0-r6 && apk del .build\n",
    "FROM rockylinux:9.3\nRUN dnf install -y https://example.com/x.rpm @development\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      for (const call of packageCalls(dockerfile, run)) {
        const how = managers[call.manager];
        const loose = how === undefined ? [] : unpinned(call);
        const [first] = loose;
        if (how === undefined || first === undefined) continue;
        const names = loose.map(({ name }) => name ?? "");
        yield {
          message:
            `${listed(names)} ${names.length === 1 ? "has" : "have"} no version: each build installs what the archive holds that day. ` +
            `If that must not change, write \`${names[0] ?? ""}${how.separator}<version>\`.`,
          span: join(first.span, loose.at(-1)?.span ?? first.span),
          aliases: how.alias === null ? [] : [how.alias],
        };
      }
    }
  },
};

/** The packages of an install that name neither a version nor a release to take it from. */
function unpinned({ action, subcommand, packages }: PackageCall): readonly PackageSpec[] {
  if (action !== "install" || !/^(?:install|add|in)$/.test(subcommand ?? "")) return [];
  return packages.filter(
    ({ kind, version, text }) => kind === "named" && version === null && !text.includes("/"),
  );
}

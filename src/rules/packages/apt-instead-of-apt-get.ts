import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { PackageCall } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

/** The program that has the same subcommand with the same meaning, for those of `apt`. */
const twins: ReadonlyMap<string, string> = new Map([
  ..."install reinstall remove purge autoremove autopurge update clean autoclean build-dep source download changelog upgrade dist-upgrade"
    .split(" ")
    .map((name) => [name, "apt-get"] as const),
  ..."search show showsrc policy depends rdepends"
    .split(" ")
    .map((name) => [name, "apt-cache"] as const),
]);

/** What to use for those that have no twin. */
const others: ReadonlyMap<string, string> = new Map([
  ["list", "dpkg-query --list"],
  ["full-upgrade", "apt-get dist-upgrade"],
]);

export const aptInsteadOfAptGet: Rule = {
  name: "apt-instead-of-apt-get",
  category: "packages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A script calls `apt`, whose behaviour is made for people at a terminal",
  why:
    "`apt` is meant for people at a terminal: its manual page says that its behaviour and its output may change between " +
    "versions, and it warns of that in every build log. `apt-get` and `apt-cache` do the same work and stay as they are, " +
    "so a build does not break with the next release of the base image.",
  sources: [
    {
      title: "Debian manual pages: apt(8), Script usage and differences from other apt tools",
      url: "https://manpages.debian.org/stable/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS",
    },
  ],
  aliases: ["DL3027", "CKV_DOCKER_9"],
  fix: "safe",
  scope: "instruction",
  words: ["apt"],
  examples: [
    {
      bad: "FROM debian:12.8-slim\nRUN apt update && apt install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
      good:
        "FROM debian:12.8-slim\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
      fixed:
        "FROM debian:12.8-slim\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      bad: "FROM ubuntu:24.04\nRUN apt show openssl \\\n    | grep Version\n",
      good: "FROM ubuntu:24.04\nRUN apt-cache show openssl \\\n    | grep Version\n",
      fixed: "FROM ubuntu:24.04\nRUN apt-cache show openssl \\\n    | grep Version\n",
    },
    {
      bad: "FROM debian:12.8-slim\nRUN aptitude install -y vim-tiny\n",
      good: "FROM debian:12.8-slim\nRUN apt-get install -y vim-tiny\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN rm -rf /var/lib/apt/lists/* /etc/apt/apt.conf.d/x\n",
    "FROM debian:12.8\nRUN apt-mark hold curl && apt-key list\n",
    "FROM debian:12.8\nRUN echo apt install curl\n",
    "FROM debian:12.8\nRUN apt-get install -y apt aptitude\n",
    "FROM debian:12.8\nCOPY apt /usr/local/bin/apt-wrapper\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      const calls = packageCalls(dockerfile, run).filter(
        ({ manager }) => manager === "apt" || manager === "aptitude",
      );
      // One word is wrong in all of them: they are said, and changed, together.
      const [first] = calls;
      if (first === undefined) continue;
      const { manager, command } = first;
      yield {
        message:
          manager === "apt"
            ? `\`${nameOf(first)}\` is for people at a terminal: its behaviour may change between versions. Use \`${betterNames(calls)}\` in a RUN.`
            : `\`${nameOf(first)}\` is for people at a terminal and has to be installed first. Use \`apt-get\` in a RUN.`,
        span: command.nameSpan ?? command.span,
        aliases: calls.some((call) => call.manager === "apt") ? ["DL3027", "CKV_DOCKER_9"] : [],
        fix: fixOf(dockerfile, run, calls),
      };
    }
  },
};

function nameOf({ manager, subcommand }: PackageCall): string {
  return subcommand === null ? manager : `${manager} ${subcommand}`;
}

function betterNames(calls: readonly PackageCall[]): string {
  const found = calls.map(
    ({ subcommand }) => twins.get(subcommand ?? "") ?? others.get(subcommand ?? "") ?? "apt-get",
  );
  return [...new Set(found)].join("` and `");
}

/** Every call renamed; nothing when one of them has no twin. */
function fixOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  calls: readonly PackageCall[],
): Fix | undefined {
  if (shellOf(dockerfile, run)?.form === "exec-shell") return undefined;
  const edits: TextEdit[] = [];
  for (const { manager, subcommand, command } of calls) {
    const twin = manager === "apt" ? twins.get(subcommand ?? "") : undefined;
    if (twin === undefined || command.nameSpan === null) return undefined;
    const written = dockerfile.source.slice(command.nameSpan);
    if (!/(?:^|["'/])apt["']?$/.test(written)) return undefined;
    const renamed = written.replace(/apt(["']?)$/, `${twin}$1`);
    edits.push(replaceExpected(dockerfile.source, command.nameSpan, written, renamed));
  }
  // `apt upgrade` also installs new packages, `apt-get upgrade` does not.
  const same = calls.every(({ subcommand }) => subcommand !== "upgrade");
  return {
    title: `Use ${betterNames(calls).replaceAll("`", "")}`,
    safety: same ? "safe" : "review",
    edits,
  };
}

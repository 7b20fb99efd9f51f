import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import {
  indexFamilies,
  indexWork,
  isIndexUpdate,
  type IndexFamily,
} from "../../shell/index-updates.ts";
import { joinRuns, nextRun } from "../../shell/join-runs.ts";
import { mountsCache, runCaches } from "../../shell/left-caches.ts";
import type { PackageCall } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import type { Fix, Rule } from "../rule.ts";

export const packageIndexUpdateAlone: Rule = {
  name: "package-index-update-alone",
  category: "packages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "The package index is updated in one RUN and used in another",
  why:
    "Docker keeps the layer of `apt-get update` as long as the line does not change. Change the install line months " +
    "later, and it works on the index of that day: versions that have left the archive give 404 errors, and what still " +
    "installs lacks the security updates since. In one RUN, every change of the install brings a fresh index.",
  sources: [
    {
      title: "Docker: Building best practices, apt-get",
      url: "https://docs.docker.com/build/building/best-practices/#apt-get",
    },
  ],
  aliases: ["DS-0017", "CKV_DOCKER_5"],
  fix: "review",
  ignoreWhen: "the image is never built from a cache.",
  scope: "file",
  examples: [
    {
      bad:
        "FROM debian:12.8\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl\n" +
        "RUN rm -rf /var/lib/apt/lists/*\n",
      good:
        "FROM debian:12.8\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
      fixed:
        "FROM debian:12.8\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      bad:
        "FROM ubuntu:24.04\nRUN apt-get update\n# what the server needs\nRUN apt-get install -y \\\n        curl \\\n" +
        "        git && \\\n    rm -rf /var/lib/apt/lists/*\n",
      good:
        "FROM ubuntu:24.04\nRUN apt-get update && \\\n    apt-get install -y \\\n        curl \\\n        git && \\\n" +
        "    rm -rf /var/lib/apt/lists/*\n",
      fixed:
        "FROM ubuntu:24.04\nRUN apt-get update && \\\n    # what the server needs\n    apt-get install -y \\\n        curl \\\n" +
        "        git && \\\n    rm -rf /var/lib/apt/lists/*\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN apk update\nENV LANG=C.UTF-8\nRUN apk add curl\n",
      good: "FROM alpine:3.22\nENV LANG=C.UTF-8\nRUN apk add --no-cache curl\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN apt-get update && apt-get upgrade -y\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get dist-upgrade -y\n",
    "FROM debian:12.8\nRUN apt-get update; apt install -y curl\n",
    "FROM debian:12.8\nRUN apt-get update && ./install-packages.sh\n",
    "FROM debian:12.8\nRUN apt-get update && cat packages.txt | xargs apt-get install -y\n",
    "FROM debian:12.8\nRUN apt-get update && npx playwright install-deps\n",
    "FROM debian:12.8\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n",
    "FROM alpine:3.22\nRUN apk update && apk upgrade\n",
    "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
    "FROM fedora:41\nRUN dnf update -y\n",
    "FROM centos:7.9.2009\nRUN yum -y update\n",
    "FROM node:22.12\nRUN npm update\n",
    "FROM debian:12.8\nRUN apt-get install -y curl\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      const update = packageCalls(dockerfile, run).findLast(isIndexUpdate);
      const family = update === undefined ? undefined : indexFamilies.get(update.manager);
      if (update === undefined || family === undefined || !isAlone(dockerfile, run, update, family))
        continue;
      const install = installBehind(dockerfile, run, family);
      const name = `${update.manager} ${update.subcommand ?? ""}`.trim();
      const cure =
        install === null
          ? "Put it into the RUN that installs"
          : `Join it with the install on line ${dockerfile.source.lineAt(install.span.start)}`;
      yield {
        message:
          `\`${name}\` stands in a RUN of its own, which is cached: a later change of the install works on an old index, ` +
          `with packages that are outdated or gone (404). ${cure}.`,
        span: {
          start: update.command.nameSpan?.start ?? update.command.span.start,
          end: update.subcommandSpan?.end ?? update.command.span.end,
        },
        aliases: aliasesOf(update),
        fix: install === null ? undefined : fixOf(dockerfile, run, install, family),
      };
    }
  },
};

function isAlone(
  dockerfile: Dockerfile,
  run: RunInstruction,
  update: PackageCall,
  family: IndexFamily,
): boolean {
  if (update.command.conditional || update.command.substituted || mountsCache(run, family))
    return false;
  return indexWork(dockerfile, run, family) === "updates-only";
}

/** The install directly behind an update; null when something else stands there. */
function installBehind(
  dockerfile: Dockerfile,
  run: RunInstruction,
  family: IndexFamily,
): RunInstruction | null {
  const next = nextRun(dockerfile, run);
  return next !== null && indexWork(dockerfile, next, family) === "uses" ? next : null;
}

/** Joins update and install, and the clean-up that follows as a RUN of its own. */
function fixOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  install: RunInstruction,
  family: IndexFamily,
): Fix | undefined {
  const after = nextRun(dockerfile, install);
  const cleanUp = after !== null && onlyCleans(dockerfile, after, family) ? after : null;
  const all = cleanUp === null ? null : joinRuns(dockerfile, [run, install, cleanUp]);
  const edits = all ?? joinRuns(dockerfile, [run, install]);
  if (edits === null) return undefined;
  const title =
    all === null ? "Join the update with the install" : "Join update, install and clean-up";
  return { title, safety: "review", edits };
}

/** Whether a RUN does nothing but delete what the package manager left. */
function onlyCleans(dockerfile: Dockerfile, run: RunInstruction, family: IndexFamily): boolean {
  const cleaning = new Set(
    packageCalls(dockerfile, run)
      .filter(({ action }) => action === "clean")
      .map(({ command }) => command),
  );
  const commands = shellOf(dockerfile, run)?.commands ?? [];
  const only = commands.every((command) => command.name === "rm" || cleaning.has(command));
  return (
    only &&
    (cleaning.size > 0 || (family !== "pacman" && runCaches(dockerfile, run).emptied.has(family)))
  );
}

/** The ids by which other tools know exactly this call. */
function aliasesOf({ manager, subcommand }: PackageCall): readonly string[] {
  if (subcommand !== "update") return [];
  return manager === "aptitude" ? ["CKV_DOCKER_5"] : ["DS-0017", "CKV_DOCKER_5"];
}

import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { removeInstruction } from "../../dockerfile/instruction-edits.ts";
import { cleaningCommand } from "../../shell/edits/cache-fixes.ts";
import { onlyCleansUp } from "../../shell/layers/clean-up-runs.ts";
import {
  indexFamilies,
  indexWork,
  isIndexUpdate,
  mayUseIndex,
  type IndexFamily,
} from "../../shell/package-managers/index-updates.ts";
import { joinRuns, nextRun } from "../../shell/edits/join-runs.ts";
import { laterReader } from "../../shell/layers/layer-order.ts";
import { runCaches } from "../../shell/layers/left-caches.ts";
import { loneUpdate } from "../../shell/layers/lone-updates.ts";
import type { PackageCall } from "../../shell/model.ts";
import { hasFlag } from "../../shell/package-managers/flags.ts";
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
      bad: "FROM node:22-alpine\nRUN apk update\nRUN apk add --no-cache libc6-compat\n",
      good: "FROM node:22-alpine\nRUN apk add --no-cache libc6-compat\n",
      fixed: "FROM node:22-alpine\nRUN apk add --no-cache libc6-compat\n",
    },
    {
      bad: 'FROM debian:12.8\nCOPY server /usr/bin/\nRUN apt-get update\nCMD ["/usr/bin/server"]\n',
      good: 'FROM debian:12.8\nCOPY server /usr/bin/\nCMD ["/usr/bin/server"]\n',
      fixed: 'FROM debian:12.8\nCOPY server /usr/bin/\nCMD ["/usr/bin/server"]\n',
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
      const lone = run.kind === "run" ? loneUpdate(dockerfile, run) : null;
      if (run.kind !== "run" || lone === null) continue;
      const { call, family } = lone;
      const [install] = installsBehind(dockerfile, run, family);
      const name = `${call.manager} ${call.subcommand ?? ""}`.trim();
      const span = {
        start: call.command.nameSpan?.start ?? call.command.span.start,
        end: call.subcommandSpan?.end ?? call.command.span.end,
      };
      if (
        install !== undefined &&
        readers(dockerfile, run, family).every((one) => fetchesIndex(dockerfile, one))
      ) {
        yield {
          message:
            `\`${name}\` is of no use: the install on line ${dockerfile.source.lineAt(install.span.start)} fetches the index by itself. ` +
            "Leave it out.",
          span,
          aliases: aliasesOf(call),
          fix: dropUpdate(dockerfile, run),
        };
        continue;
      }
      if (isUnused(dockerfile, run, family)) {
        yield {
          message: `\`${name}\` is of no use: no RUN behind it installs from the index. Leave it out.`,
          span,
          aliases: aliasesOf(call),
          // Whoever builds on the image may count on it.
          confidence: "medium",
          fix: dropUpdate(dockerfile, run),
        };
        continue;
      }
      const cure =
        install === undefined
          ? "Put it into the RUN that installs"
          : `Join it with the install on line ${dockerfile.source.lineAt(install.span.start)}`;
      yield {
        message:
          `\`${name}\` stands in a RUN of its own, which is cached: a later change of the install works on an old index, ` +
          `with packages that are outdated or gone (404). ${cure}.`,
        span,
        aliases: aliasesOf(call),
        fix: fixOf(dockerfile, run, family),
      };
    }
  },
};

/** The RUNs behind an update, in the stages that are built on it too. */
function runsBehind(dockerfile: Dockerfile, run: RunInstruction): readonly RunInstruction[] {
  return dockerfile.instructions.filter(
    (one): one is RunInstruction =>
      one.kind === "run" &&
      one.index > run.index &&
      run.stage !== null &&
      one.stage?.lineage.includes(run.stage) === true,
  );
}

/** Those of them that may use its index. */
function readers(dockerfile: Dockerfile, run: RunInstruction, family: IndexFamily) {
  return runsBehind(dockerfile, run).filter((one) => indexWork(dockerfile, one, family) === "uses");
}

/** Whether nothing behind an update can be using its index; a trigger of ONBUILD has its RUNs in other files. */
function isUnused(dockerfile: Dockerfile, run: RunInstruction, family: IndexFamily): boolean {
  if (run.stage === null || run.onbuild !== null) return false;
  // A line that is no instruction may be the rest of this RUN.
  if (dockerfile.problems.length > 0) return false;
  return runsBehind(dockerfile, run).every((one) => {
    if (shellOf(dockerfile, one) === null || mayUseIndex(dockerfile, one)) return false;
    const [first] = packageCalls(dockerfile, one).filter(
      ({ manager }) => indexFamilies.get(manager) === family,
    );
    const work = indexWork(dockerfile, one, family);
    return work === "updates-and-uses"
      ? first !== undefined && isIndexUpdate(first)
      : work !== "uses";
  });
}

/** Whether a RUN only installs with `apk add --no-cache` or `--update-cache`, which look at no index that is there. */
function fetchesIndex(dockerfile: Dockerfile, install: RunInstruction): boolean {
  const calls = packageCalls(dockerfile, install).filter(({ manager }) => manager === "apk");
  return (
    calls.length > 0 &&
    calls.every(
      (call) =>
        call.action === "remove" || hasFlag(call, "--no-cache", "-U", "--update-cache", "--update"),
    )
  );
}

/** Takes a RUN away that does nothing else. */
function dropUpdate(dockerfile: Dockerfile, run: RunInstruction): Fix | undefined {
  if (shellOf(dockerfile, run)?.commands.length !== 1) return undefined;
  return {
    title: "Leave the update out",
    safety: "review",
    edits: removeInstruction(dockerfile, run),
  };
}

/** The install directly behind an update; with apt, all the RUNs there that install from its lists. */
function installsBehind(
  dockerfile: Dockerfile,
  run: RunInstruction,
  family: IndexFamily,
): RunInstruction[] {
  const found: RunInstruction[] = [];
  for (let next = nextRun(dockerfile, run); next !== null; next = nextRun(dockerfile, next)) {
    if (indexWork(dockerfile, next, family) !== "uses") break;
    found.push(next);
    // Other managers bring their index up to date by themselves where they need it.
    if (family !== "apt") break;
  }
  return found;
}

/** Joins update and installs, and the clean-up that follows as a RUN of its own; where there is none, it is added. */
function fixOf(dockerfile: Dockerfile, run: RunInstruction, family: IndexFamily): Fix | undefined {
  const installs = installsBehind(dockerfile, run, family);
  const last = installs.at(-1);
  if (last === undefined) return undefined;
  const after = nextRun(dockerfile, last);
  const row = [run, ...installs];
  if (after !== null && onlyCleans(dockerfile, after, family)) {
    const edits = joinRuns(dockerfile, [...row, after], addedCleaning(dockerfile, run, after));
    if (edits !== null)
      return { title: "Join update, install and clean-up", safety: "review", edits };
  }
  // What installs from these lists later on would find none.
  if (family === "apt" && laterReader(dockerfile, last) !== null) return undefined;
  const cleaning = addedCleaning(dockerfile, run, last);
  const edits = joinRuns(dockerfile, row, cleaning);
  if (edits === null) return undefined;
  const title =
    cleaning === null
      ? "Join the update with the install"
      : "Join the update with the install, and clean up";
  return { title, safety: "review", edits };
}

/** What has to be run at the end of the joined RUN so that the lists do not stay; null when it does so, or need not. */
function addedCleaning(
  dockerfile: Dockerfile,
  update: RunInstruction,
  last: RunInstruction,
): string | null {
  const left = runCaches(dockerfile, update).left.find(({ cache }) => cache.name === "apt");
  const isEmptied = runCaches(dockerfile, last).emptied.has("apt");
  return left === undefined || isEmptied ? null : cleaningCommand(dockerfile, left);
}

/** Whether a RUN does nothing but delete what the package manager left. */
function onlyCleans(dockerfile: Dockerfile, run: RunInstruction, family: IndexFamily): boolean {
  if (!onlyCleansUp(dockerfile, run)) return false;
  const calls = packageCalls(dockerfile, run);
  const { emptied } = runCaches(dockerfile, run);
  return calls.length > 0 || (family !== "pacman" && emptied.has(family));
}

/** The ids by which other tools know exactly this call. */
function aliasesOf({ manager, subcommand }: PackageCall): readonly string[] {
  if (subcommand !== "update") return [];
  return manager === "aptitude" ? ["CKV_DOCKER_5"] : ["DS-0017", "CKV_DOCKER_5"];
}

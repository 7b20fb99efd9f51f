import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { imageRuns } from "../../dockerfile/queries.ts";
import { cacheRemedy, type CacheRemedy } from "../../shell/edits/cache-fixes.ts";
import { onlyCleansUp } from "../../shell/layers/clean-up-runs.ts";
import { joinRuns } from "../../shell/edits/join-runs.ts";
import {
  hasUnknownReader,
  lateCleaning,
  laterReader,
  scriptBehind,
} from "../../shell/layers/layer-order.ts";
import { runCaches, type LeftCache } from "../../shell/layers/left-caches.ts";
import { loneUpdate } from "../../shell/layers/lone-updates.ts";
import type { PackageCall } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import type { CacheName } from "../../shell/package-managers/package-caches.ts";
import { yarnVersion } from "../../shell/package-managers/yarn-version.ts";
import type { Problem, Rule, RuleContext } from "../rule.ts";

export const packageCacheLeftBehind: Rule = {
  name: "package-cache-left-behind",
  category: "packages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A package manager's cache stays in a layer of the image",
  why:
    "What a RUN leaves on disk is part of its layer for good; deleting it in a later RUN only hides it. Package lists " +
    "and downloads are of no use once the packages are installed, and everybody who pulls the image pays for them: " +
    "about 20 MB for the lists of Debian, 40 MB for those of Ubuntu, often more than 100 MB for the metadata of dnf, " +
    "and with pip and npm about as much again as the packages themselves take when packed.",
  sources: [
    {
      title: "Docker: Building best practices, apt-get",
      url: "https://docs.docker.com/build/building/best-practices/#apt-get",
    },
    {
      title: "Docker: Optimize cache usage in builds, cache mounts",
      url: "https://docs.docker.com/build/cache/optimize/#use-cache-mounts",
    },
  ],
  aliases: [
    ..."DL3009 DL3019 DL3032 DL3036 DL3040 DL3042 DL3060".split(" "),
    ..."DS-0015 DS-0019 DS-0020 DS-0025 DS-0027".split(" "),
  ],
  fix: "safe",
  ignoreWhen:
    "the image is a base for builds that install more packages from the same lists right away.",
  scope: "file",
  examples: [
    {
      bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
      good:
        "FROM debian:12.8\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
      fixed:
        "FROM debian:12.8\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      bad: "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
      good: "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n",
      fixed:
        "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN apk update && \\\n    apk add curl\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      fixed: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
    },
    {
      bad: "FROM fedora:41\nRUN dnf install -y \\\n        gcc \\\n        make\n",
      good: "FROM fedora:41\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y gcc make\n",
      fixed:
        "FROM fedora:41\nRUN dnf install -y \\\n        gcc \\\n        make \\\n        && dnf clean all\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y curl && apt-get clean && rm -r /var/lib/apt/lists/* /tmp/*\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y curl && apt-get dist-clean\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y curl && find /var/lib/apt/lists -type f -delete\n",
    'FROM debian:12.8\nRUN apt-get update && apt-get install -y curl; for d in /var/lib/apt/lists /tmp; do rm -rf "$d"; done\n',
    "FROM debian:12.8\nRUN tidy() { rm -rf /var/lib/apt/lists/*; }; apt-get update && apt-get install -y curl && tidy\n",
    "FROM debian:12.8\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl\n",
    "FROM debian:12.8\nRUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update && apt-get install -y curl\n",
    "FROM debian:12.8 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:12.8\nCOPY --from=build /a /a\n",
    "FROM alpine:3.22\nRUN apk --no-cache add curl\n",
    "FROM alpine:3.22\nRUN apk add --update curl && rm -rf /var/cache/apk/*\n",
    "FROM rockylinux:9.3\nRUN dnf install -y gcc && dnf clean all && rm -rf /var/cache/dnf\n",
    "FROM centos:7.9.2009\nRUN yum -y install gcc && rm -rf /var/cache/{yum,dnf}\n",
    "FROM python:3.13-slim\nENV PIP_NO_CACHE_DIR=0\nRUN pip install flask\n",
    "FROM python:3.13-slim\nARG PIP_NO_CACHE_DIR=1\nRUN pip install flask\n",
    "FROM python:3.13-slim\nRUN PIP_NO_CACHE_DIR=1 pip install flask\n",
    "FROM python:3.13-slim\nRUN export PIP_NO_CACHE_DIR=1 && pip install flask\n",
    "FROM python:3.13-slim\nRUN pip install flask && rm -rf ~/.cache\n",
    "FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache pip install flask\n",
    "FROM python:3.13-slim\nRUN pip config set global.no-cache-dir true\nRUN pip install flask\n",
    "FROM python:3.13-slim\nRUN pip install --no-index --find-links=/wheels flask\n",
    "FROM node:22.12-slim\nRUN npm ci && npm cache clean --force\n",
    "FROM node:22.12-slim\nENV npm_config_cache=/cache/npm\nRUN --mount=type=cache,target=/cache npm ci\n",
    "FROM node:22.12-slim\nRUN corepack enable\nRUN yarn install --immutable\n",
    "FROM composer:2.8\nENV COMPOSER_CACHE_DIR=/dev/null\nRUN composer install --no-dev\n",
  ],
  appliesTo: (dockerfile) =>
    imageRuns(dockerfile).some((run) => packageCalls(dockerfile, run).length > 0),
  *check(dockerfile, context) {
    for (const run of imageRuns(dockerfile)) {
      for (const left of runCaches(dockerfile, run).left) {
        const problem = judge(dockerfile, run, left, context);
        if (problem === null) continue;
        // The remedy is to join it with the install, as package-index-update-alone says.
        const alone = loneUpdate(dockerfile, run)?.family === left.cache.name;
        yield alone
          ? { ...problem, fix: undefined, yieldsTo: "package-index-update-alone" }
          : problem;
      }
    }
  },
};

/** The finding on one cache of a RUN; null where it is no left-over. */
function judge(
  dockerfile: Dockerfile,
  run: RunInstruction,
  left: LeftCache,
  context: RuleContext,
): Problem | null {
  const { cache, calls } = left;
  const [call] = calls;
  if (call === undefined) return null;
  const modernSettings = context.buildContext.exists(".yarnrc.yml") === true;
  const versions = calls.map((one) =>
    cache.name === "yarn" ? yarnVersion(dockerfile, run, one, modernSettings) : "classic",
  );
  if (versions.includes("modern")) return null;
  const reader = cache.name === "apt" ? laterReader(dockerfile, run) : null;
  const late = lateCleaning(dockerfile, run, cache.name);
  const remedy = reader === null ? remedyOf(dockerfile, run, left, late) : null;
  const script = cache.name === "apt" ? scriptBehind(dockerfile, run) : null;
  const sure =
    !versions.includes(null) &&
    script === null &&
    // Lists that are deleted later on purpose may be read by a script until then.
    !(cache.name === "apt" && late !== null && hasUnknownReader(dockerfile, run));
  const name = [call.manager, call.subcommand].filter(Boolean).join(" ");
  const advice = adviceOn(dockerfile, left, late, reader);
  return {
    message: `\`${name}\` leaves ${leftovers[cache.name]} in this layer. ${advice}`,
    span: {
      start: call.command.nameSpan?.start ?? call.command.span.start,
      end: call.subcommandSpan?.end ?? call.command.span.end,
    },
    aliases: [...new Set(calls.flatMap(aliasesOf))],
    ...minor[cache.name],
    fix:
      remedy === null
        ? undefined
        : {
            title:
              script === null ? remedy.title : `${remedy.title}: ${script} must not need the lists`,
            edits: remedy.edits,
            safety: sure ? "safe" : "review",
          },
  };
}

/** The remedy for a cache; a clean-up that stands directly behind the RUN, and is nothing else, is moved into it. */
function remedyOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  left: LeftCache,
  late: RunInstruction | null,
): CacheRemedy | null {
  if (late?.index === run.index + 1 && onlyCleansUp(dockerfile, late)) {
    const edits = joinRuns(dockerfile, [run, late]);
    if (edits !== null) return { title: "Move the clean-up into this RUN", edits };
  }
  return cacheRemedy(dockerfile, run, left);
}

/** What to do, and why what the file does about it is not enough. */
function adviceOn(
  { source }: Dockerfile,
  left: LeftCache,
  late: RunInstruction | null,
  reader: RunInstruction | null,
): string {
  if (reader !== null) {
    return `Line ${source.lineAt(reader.span.start)} installs from them: update there too, and clean up in each RUN.`;
  }
  if (late === null) return `${cureOf(left)}.`;
  return (
    `Cleaning up on line ${source.lineAt(late.span.start)} is too late: that only hides it in a new layer. ` +
    `${cureOf(left)}.`
  );
}

function cureOf({ cache, calls }: LeftCache): string {
  const manager = calls.at(-1)?.manager ?? "";
  if (cache.name === "rpm") return `Run \`${manager} clean all\` at the end of the same RUN`;
  if (cache.name !== "apk") return cures[cache.name];
  const subcommand = calls.find(({ action }) => action !== "update-index")?.subcommand ?? "add";
  return `Use \`apk ${subcommand} --no-cache\``;
}

const leftovers: Readonly<Record<CacheName, string>> = {
  apt: "the package lists (20 to 40 MB)",
  apk: "the package index",
  rpm: "the repositories' metadata and downloads, often more than 100 MB,",
  zypper: "the repositories' metadata and downloads",
  pip: "what it downloaded and built in `~/.cache/pip`",
  npm: "what it downloaded in `~/.npm`",
  yarn: "a second copy of the packages in its cache",
  pnpm: "packages that nothing uses in its store",
  gem: "the downloaded `.gem` files",
  composer: "what it downloaded in its cache",
};

const cures: Readonly<Record<Exclude<CacheName, "apk" | "rpm">, string>> = {
  apt: "Remove `/var/lib/apt/lists/*` at the end of the same RUN",
  zypper: "Run `zypper clean --all` at the end of the same RUN",
  pip: "Use `pip install --no-cache-dir` or a cache mount",
  npm: "Run `npm cache clean --force` at the end of the same RUN, or use a cache mount",
  yarn: "Run `yarn cache clean` at the end of the same RUN, or use a cache mount",
  pnpm: "Run `pnpm store prune` at the end of the same RUN, or use a cache mount",
  gem: "Remove the gems' `cache` directory at the end of the same RUN",
  composer: "Run `composer clear-cache` at the end of the same RUN, or use a cache mount",
};

/** pnpm's store shares its files with `node_modules` by hard links, and gems are small: there is little to win. */
const minor: Partial<Record<CacheName, Pick<Problem, "severity" | "confidence">>> = {
  pnpm: { severity: "info", confidence: "low" },
  gem: { severity: "info", confidence: "medium" },
};

/** The ids by which other tools know exactly this call. */
function aliasesOf({ manager, action, subcommand }: PackageCall): readonly string[] {
  const installs = action === "install";
  switch (manager) {
    case "apt":
    case "apt-get":
      return ["DL3009"];
    case "apk":
      return subcommand === "add" ? ["DL3019", "DS-0025"] : [];
    case "yum":
      return installs ? ["DL3032", "DS-0015"] : [];
    case "dnf":
      return installs ? ["DL3040", "DS-0019"] : [];
    case "microdnf":
      return installs ? ["DL3040", "DS-0027"] : [];
    case "zypper":
      return installs || subcommand === "patch" ? ["DL3036", "DS-0020"] : [];
    case "pip":
      return ["DL3042"];
    case "yarn":
      return subcommand === "install" ? ["DL3060"] : [];
    default:
      return [];
  }
}

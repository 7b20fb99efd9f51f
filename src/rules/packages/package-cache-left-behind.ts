import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { shippedStages } from "../../dockerfile/shipped-stages.ts";
import { cacheFix } from "../../shell/cache-fixes.ts";
import { lateCleaning, laterReader } from "../../shell/layer-order.ts";
import { runCaches, type LeftCache } from "../../shell/left-caches.ts";
import type { PackageCall } from "../../shell/model.ts";
import { yarnVersion } from "../../shell/yarn-version.ts";
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
  ignoreWhen: "the image is a base for builds that install more packages from the same lists right away.",
  scope: "file",
  examples: [
    {
      bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
      good:
        "FROM debian:12.8\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
      fixed:
        "FROM debian:12.8\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends curl \\\n    && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      bad: "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
      good: "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n",
      fixed: "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN apk update && \\\n    apk add curl\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      fixed: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
    },
    {
      bad: "FROM fedora:41\nRUN dnf install -y \\\n        gcc \\\n        make\n",
      good: "FROM fedora:41\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y gcc make\n",
      fixed: "FROM fedora:41\nRUN dnf install -y \\\n        gcc \\\n        make \\\n        && dnf clean all\n",
    },
  ],
  silentOn: [],
  *check(dockerfile, context) {
    const shipped = shippedStages(dockerfile);
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run" || run.stage === null || !shipped.has(run.stage)) continue;
      for (const left of runCaches(dockerfile, run).left) {
        const problem = judge(dockerfile, run, left, context);
        if (problem !== null) yield problem;
      }
    }
  },
};

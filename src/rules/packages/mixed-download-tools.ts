import { downloadOf } from "../../shell/downloads/downloads.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import type { ShellCommand } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import type { Rule } from "../rule.ts";

type Tool = "curl" | "wget";

/** The first download by each tool in a stage. */
type FirstUses = ReadonlyMap<Tool, ShellCommand>;

export const mixedDownloadTools: Rule = {
  name: "mixed-download-tools",
  category: "packages",
  severity: "info",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "One stage downloads with both curl and wget",
  why:
    "curl and wget do the same work here, so one of them is one package more to install, to pull and to patch, and whoever " +
    "reads the file has two sets of options to know.",
  sources: [
    {
      title: "Docker: Building best practices, don't install unnecessary packages",
      url: "https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages",
    },
  ],
  aliases: ["DL4001", "DS-0014"],
  fix: "none",
  ignoreWhen: "the base image has both.",
  scope: "file",
  words: ["wget"],
  examples: [
    {
      bad:
        "FROM debian:12.8-slim\nRUN wget -q https://example.com/a.tar.gz\n" +
        "RUN curl -fsSLO https://example.com/b.tar.gz\n",
      good:
        "FROM debian:12.8-slim\nRUN curl -fsSLO https://example.com/a.tar.gz\n" +
        "RUN curl -fsSLO https://example.com/b.tar.gz\n",
    },
    {
      bad:
        "FROM alpine:3.22 AS base\nRUN wget -q https://example.com/a.tar.gz\n" +
        "FROM base\nRUN apk add --no-cache curl && curl -fsSLO https://example.com/b.tar.gz\n",
      good:
        "FROM alpine:3.22 AS base\nRUN wget -q https://example.com/a.tar.gz\n" +
        "FROM base\nRUN wget -q https://example.com/b.tar.gz\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8 AS a\nRUN wget -q https://example.com/a\nFROM alpine:3.22\nRUN curl -fO https://example.com/b\n",
    "FROM debian:12.8\nRUN apt-get install -y curl wget && curl -fO https://example.com/b\n",
    "FROM debian:12.8\nRUN curl -fO https://example.com/b || wget https://example.com/b\n",
    "FROM debian:12.8\nRUN curl -fO https://example.com/b\nHEALTHCHECK CMD wget -q --spider http://localhost/\n",
    "FROM debian:12.8\nRUN curl --version && wget -q https://example.com/b\n",
  ],
  *check(dockerfile) {
    const uses = new Map<Stage, FirstUses>();
    for (const stage of dockerfile.stages) {
      const here = firstUses(dockerfile, stage);
      const before: FirstUses =
        (stage.parent === null ? undefined : uses.get(stage.parent)) ?? new Map();
      uses.set(stage, new Map([...here, ...before]));
      if (here.size === 0) continue;
      // Where both were in use before, it has been said there.
      if (before.size === 2) continue;
      const [first, second] = [...before, ...[...here].filter(([tool]) => !before.has(tool))];
      if (first === undefined || second === undefined) continue;
      const line = dockerfile.source.lineAt(first[1].span.start);
      yield {
        message:
          `\`${second[0]}\` here, \`${first[0]}\` on line ${line}: two tools for one job, and the image has to hold both. ` +
          "Use one of them.",
        span: second[1].nameSpan ?? second[1].span,
      };
    }
  },
};

/** The first download by each tool, in file order. What only runs when another one failed does not count. */
function firstUses(dockerfile: Dockerfile, stage: Stage): FirstUses {
  const found = new Map<Tool, ShellCommand>();
  for (const run of stage.instructions) {
    if (run.kind !== "run" || run.onbuild !== null) continue;
    for (const command of shellOf(dockerfile, run)?.commands ?? []) {
      const tool = command.conditional ? undefined : downloadOf(command, run.state)?.tool;
      if (tool !== undefined && !found.has(tool)) found.set(tool, command);
    }
  }
  return found;
}

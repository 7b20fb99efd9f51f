import { familyOfImage } from "../../dockerfile/image-family.ts";
import type { Dockerfile, ImageUse, Stage } from "../../dockerfile/model.ts";
import { flagOf, instructionsOfKind } from "../../dockerfile/queries.ts";
import { scratchStages } from "../../dockerfile/scratch-stages.ts";
import type { Rule } from "../rule.ts";

export const wholeFilesystemCopy: Rule = {
  name: "whole-filesystem-copy",
  category: "stages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "COPY --from takes the whole file system of another image",
  why:
    "Copying `/` onto `/` brings everything the other stage has: package caches, sources, credentials, its `/etc/passwd`. " +
    "It takes up the space once more on top of the base, overwrites the base's own files, and makes one layer of " +
    "everything that no other image can share. The point of a second stage is to take only what is needed.",
  sources: [
    {
      title: "Docker: Multi-stage builds",
      url: "https://docs.docker.com/build/building/multi-stage/",
    },
  ],
  aliases: ["DL3067"],
  fix: "none",
  ignoreWhen: "When an image is flattened into one layer on purpose, say so there:",
  scope: "file",
  words: ["from="],
  examples: [
    {
      bad: 'FROM golang:1.25.1 AS build\nRUN go build -o /app .\n\nFROM alpine:3.22\nCOPY --from=build / /\nCMD ["/app"]\n',
      good: 'FROM golang:1.25.1 AS build\nRUN go build -o /app .\n\nFROM alpine:3.22\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    },
    {
      bad: 'FROM debian:12.8\nCOPY --from=golang:1.25.1 ["/", "/"]\n',
      good: 'FROM debian:12.8\nCOPY --from=golang:1.25.1 ["/usr/local/go/", "/usr/local/go/"]\n',
    },
  ],
  silentOn: [
    "FROM alpine:3.22 AS rootfs\nRUN mkdir /out\nFROM scratch\nCOPY --from=rootfs /out/ /\n",
    "FROM scratch\nCOPY / /\n",
    "FROM alpine:3.22 AS build\nFROM alpine:3.22\nCOPY --from=build / /rootfs/\n",
    // A stage of files only, made to be copied whole.
    "FROM scratch AS files\nCOPY etc /etc/\nFROM alpine:3.22\nCOPY --from=files / /\n",
    "FROM alpine:3.22 AS build\nFROM alpine:3.22\nCOPY --from=build --exclude=proc / /\n",
    // An image of scripts alone, made for this.
    "FROM --platform=$BUILDPLATFORM tonistiigi/xx:1.6.1 AS xx\nFROM golang:1.25\nCOPY --from=xx / /\n",
    "FROM alpine:3.22\nCOPY --from=ghcr.io/acme/overlay:2 / /\n",
  ],
  *check(dockerfile) {
    const onScratch = scratchStages(dockerfile);
    const systems = systemStages(dockerfile);
    for (const copy of instructionsOfKind(dockerfile, "copy")) {
      const { from, stage } = copy;
      const source = copy.sources.find(({ value }) => isRoot(value));
      if (from === null || source === undefined || !isRoot(copy.destination?.value ?? "")) continue;
      if (flagOf(copy, "exclude") !== null || !isSystem(from, systems)) continue;
      const flattens = stage !== null && onScratch.has(stage);
      const cost = flattens
        ? "with its caches and build tools, in one layer and without its ENV, USER and CMD"
        : "on top of what is here: the image holds both, and files of the base are overwritten";
      yield {
        message: `\`COPY --from=${from.text}\` takes the whole file system, ${cost}. Copy only the paths that are needed.`,
        span: source.span,
        ...(flattens ? { severity: "info" as const } : {}),
      };
    }
  },
};

function isRoot(path: string): boolean {
  return /^\/+(?:\.\/*|\*)?$/.test(path);
}

/** Whether an image holds a whole system, not just the files of a tool that were put together to be copied. */
function isSystem({ stage, reference }: ImageUse, systems: ReadonlySet<Stage>): boolean {
  if (stage !== null) return systems.has(stage);
  const family = reference === null ? null : familyOfImage(reference);
  return family !== null && family !== "scratch";
}

/** The stages that stand on a system that is known, or that run commands of theirs. */
function systemStages({ stages }: Dockerfile): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  // Stages stand behind those they are built on.
  for (const stage of stages) {
    const inherits = stage.parent === null ? isSystem(stage.base, found) : found.has(stage.parent);
    if (inherits || stage.instructions.some(({ kind }) => kind === "run")) found.add(stage);
  }
  return found;
}

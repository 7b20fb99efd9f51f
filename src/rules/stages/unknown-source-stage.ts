import { isNamedContext } from "../../context/build-context.ts";
import { imageUses, type ImageUseSite } from "../../dockerfile/image-uses.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { circularGroups } from "../../dockerfile/stage-cycles.ts";
import { nearest } from "../../source/nearest.ts";
import type { Problem, Rule, RuleContext } from "../rule.ts";

/** A misspelt name is looked for among at most so many stages. */
const mostCandidates = 20;

/** Names longer than this, in UTF-16 code units, are no misspelt ones. */
const longestName = 64;

/** Definitions of builds that can give a name a meaning (`contexts = { tools = ... }`), at the context's root. */
const bakeFiles = ["docker-bake.hcl", "docker-bake.json", "docker-bake.override.hcl", "depot.json"];

export const unknownSourceStage: Rule = {
  name: "unknown-source-stage",
  category: "stages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "COPY --from names a stage that is not above it",
  why:
    "A name after `--from` that is no stage is taken for an image: the build tries to pull it from Docker Hub and stops, " +
    "or copies from whoever owns that name there. A stage further down is found by BuildKit but not by other builders.",
  sources: [
    {
      title: "Dockerfile reference: COPY --from",
      url: "https://docs.docker.com/reference/dockerfile/#copy---from",
    },
  ],
  aliases: ["DL3022"],
  fix: "none",
  ignoreWhen:
    "When the name is a named context that the build is given (`--build-context`), say so there:",
  scope: "file",
  words: ["from="],
  examples: [
    {
      bad: "FROM golang:1.25.1 AS builder\nRUN go build -o /app .\n\nFROM alpine:3.22\nCOPY --from=bulider /app /app\n",
      good: "FROM golang:1.25.1 AS builder\nRUN go build -o /app .\n\nFROM alpine:3.22\nCOPY --from=builder /app /app\n",
    },
    {
      bad: "FROM debian:12.8\nRUN make\n\nFROM debian:12.8-slim\nCOPY --from=build /out/app /app\n",
      good: "FROM debian:12.8 AS build\nRUN make\n\nFROM debian:12.8-slim\nCOPY --from=build /out/app /app\n",
    },
    {
      bad: "FROM node:22.12 AS build\nRUN npm run build\n\nFROM nginx:1.27.3\nCOPY --from=2 /dist /usr/share/nginx/html\n",
      good: "FROM node:22.12 AS build\nRUN npm run build\n\nFROM nginx:1.27.3\nCOPY --from=build /dist /usr/share/nginx/html\n",
    },
  ],
  silentOn: [
    "FROM --platform=linux/amd64 golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build /x /x\n",
    "FROM golang:1.25 AS Build\nFROM alpine:3.22\nCOPY --from=build /x /x\n",
    "FROM alpine:3.22\nCOPY --from=nginx:1.27.3 /etc/nginx /etc/nginx\n",
    "FROM alpine:3.22\nCOPY --from=ghcr.io/astral-sh/uv /uv /uv\n",
    // Perhaps a named context, perhaps an official image.
    "FROM alpine:3.22\nCOPY --from=assets /x /x\n",
    "FROM php:8.3\nRUN true\nFROM php:8.3\nCOPY --from=composer /usr/bin/composer /usr/bin/\nCOPY --from=0 /x /x\n",
    "FROM alpine:3.22 AS web\nFROM alpine:3.22\nCOPY --from=web /x /x\nCOPY --from=shared-files /y /y\n",
    "FROM alpine:3.22\nONBUILD COPY --from=build /x /x\n",
  ],
  *check(dockerfile, context) {
    const circles = circularGroups(dockerfile.stages);
    const unnamed = firstUnusedUnnamed(dockerfile);
    for (const site of imageUses(dockerfile)) {
      const { instruction, use, where } = site;
      if (where === "from" || instruction.onbuild !== null || instruction.stage === null) continue;
      if (use.text.includes("$") || use.scratch) continue;
      const problem =
        use.stage === null
          ? unknownName(dockerfile, site, instruction.stage, unnamed, context)
          : stageBelow(dockerfile, site, instruction.stage, use.stage, circles);
      if (problem === null || isNamedContext(context.buildContext, use.text)) continue;
      yield { span: use.span, ...(where === "copy" ? {} : { aliases: [] }), ...problem };
    }
  },
};

type Found = Omit<Problem, "span">;

function stageBelow(
  { source }: Dockerfile,
  { use }: ImageUseSite,
  stage: Stage,
  found: Stage,
  circles: ReadonlyMap<Stage, number>,
): Found | null {
  const isCircle = circles.has(stage) && circles.get(stage) === circles.get(found);
  if (found.index <= stage.index || isCircle) return null;
  const line = source.lineAt(found.span.start);
  return {
    severity: "info",
    message:
      `The stage \`${use.text}\` stands further down (line ${line}). BuildKit finds it all the same; other builders only ` +
      "know the stages above and try to pull an image of that name. Move the stage up.",
  };
}

function unknownName(
  { stages, source }: Dockerfile,
  { use, where }: ImageUseSite,
  stage: Stage,
  unnamed: Stage | null,
  { buildContext }: RuleContext,
): Found | null {
  const { text } = use;
  if (/^\+?\d+$/.test(text) && where === "copy") {
    const count =
      stages.length === 1
        ? "is one stage, number 0"
        : `are ${stages.length} stages, numbers 0 to ${stages.length - 1}`;
    return {
      severity: "error",
      message: `There is no stage number ${text}: there ${count}. The build stops here. Name the stage instead.`,
    };
  }
  // What has a tag, a digest or a path is an image.
  if (/[:@/.]/.test(text) || text.length > longestName) return null;
  const names = stages
    .slice(Math.max(0, stage.index - mostCandidates), stage.index)
    .flatMap(({ name }) => name ?? []);
  const meant = nearest(text, names);
  if (meant !== null) {
    return {
      message: `There is no stage \`${text}\`, so an image of that name is pulled from Docker Hub. Did you mean \`${meant}\`?`,
    };
  }
  // The name may be that of an official image, or of a context that the build is given.
  if (unnamed === null || unnamed.index >= stage.index || !stageLike.test(text)) return null;
  if (bakeFiles.some((file) => buildContext.exists(file) === true)) return null;
  const { image, span } = unnamed.from;
  return {
    confidence: "medium",
    message:
      `There is no stage \`${text}\`, so an image of that name is pulled from Docker Hub. If the stage on line ` +
      `${source.lineAt(span.start)} is meant, name it: \`FROM ${image.text} AS ${text}\`.`,
  };
}

/** Names that stages have and official images do not. */
const stageLike =
  /^(?:[\w-]*[_-])?(?:build|builder|building|base|deps|dependencies|install|installer|compile|compiler|assets|source|src|stage\d*|step\d*|dist|prod|production|release|test|dev|publish|package|download|downloader|final|runtime|node_modules|vendor)(?:[_-][\w-]*)?$/i;

/** The first stage that has no name and that nothing uses by its number, the last one aside. */
function firstUnusedUnnamed(dockerfile: Dockerfile): Stage | null {
  const needed = new Set(dockerfile.stages.flatMap(({ dependencies }) => dependencies));
  return (
    dockerfile.stages.find(
      (stage) => stage.name === null && stage !== dockerfile.finalStage && !needed.has(stage),
    ) ?? null
  );
}

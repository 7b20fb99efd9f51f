import { matchesPattern } from "../../dockerfile/copy-sources.ts";
import { imageUses } from "../../dockerfile/image-uses.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { stageLabel } from "../../dockerfile/queries.ts";
import type { Rule } from "../rule.ts";

/** Words in the names of stages that are built by `--target`, not for the image. */
const targetWords = new Set(
  (
    "test tests testing tester unit integration e2e spec coverage analyze analyse analysis dev devel develop development devcontainer local " +
    "watch debug debugger lint linter linting format fmt check checks validate verify audit scan ci cd bench benchmark " +
    "docs doc documentation prod production release releases runtime run runner final app server serve deploy publish " +
    "export output out dist artifact artifacts binary binaries bin bundle package packages image images target default " +
    "all main latest shell repl update vendor vendored generate generated gen codegen proto sbom sandbox playground demo " +
    "example examples sample cli tool tools tooling migrate migration migrations seed staging preview storybook full " +
    "slim minimal lite nightly canary cross snapshot"
  ).split(" "),
);

/** Words in the names of stages that make something for another one. */
const producerWords = new Set(
  (
    "build builder builds building base deps dep dependencies install installer compile compiler fetch fetcher download " +
    "downloader source sources src assets cache common prepare planner cacher stage intermediate temp tmp"
  ).split(" "),
);

/** Instructions that say that an image is to be started. */
const starts = new Set(["cmd", "entrypoint", "healthcheck", "expose"]);

/** From the first variable of a name to the last one. */
const variables = /\$(?:\{.*\}|\w+)(?:.*\$(?:\{.*\}|\w+))?/;

/** More names made of variables than this are taken to mean any stage. */
const mostPatterns = 50;

export const unusedStage: Rule = {
  name: "unused-stage",
  category: "stages",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "A stage is built on by nothing and copied from by nothing",
  why:
    "BuildKit leaves out a stage that the last one does not need, so what it was meant to make or to check never " +
    "happens. Older builders build it all the same, which costs its whole build time. More often than not a " +
    "`COPY --from` was forgotten or names another stage. Stages whose name or command says that they are built by " +
    "`--target` (`test`, `dev`, `lint` ...) are left alone.",
  sources: [
    {
      title: "Docker: Multi-stage builds, stop at a specific build stage",
      url: "https://docs.docker.com/build/building/multi-stage/#stop-at-a-specific-build-stage",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "When the stage is built by `--target`, a bake file or a compose file, say so there:",
  scope: "file",
  examples: [
    {
      bad:
        "FROM golang:1.25.1 AS builder\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n\n" +
        'FROM alpine:3.22\nCOPY app /app\nCMD ["/app"]\n',
      good:
        "FROM golang:1.25.1 AS builder\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n\n" +
        'FROM alpine:3.22\nCOPY --from=builder /app /app\nCMD ["/app"]\n',
    },
    {
      bad:
        "FROM node:22.12 AS deps\nCOPY package.json package-lock.json ./\nRUN npm ci\n\n" +
        "FROM node:22.12 AS build\nCOPY . .\nRUN npm ci && npm run build\n\n" +
        "FROM nginx:1.27.3\nCOPY --from=build /dist /usr/share/nginx/html\n",
      good:
        "FROM node:22.12 AS deps\nCOPY package.json package-lock.json ./\nRUN npm ci\n\n" +
        "FROM deps AS build\nCOPY . .\nRUN npm run build\n\n" +
        "FROM nginx:1.27.3\nCOPY --from=build /dist /usr/share/nginx/html\n",
    },
  ],
  silentOn: [
    "FROM golang:1.25 AS build\nRUN go build\nFROM build AS test\nRUN go test ./...\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    "FROM node:22 AS development\nRUN npm ci\nFROM node:22\nRUN npm ci --omit=dev\n",
    'FROM alpine:3.22 AS api\nCMD ["/api"]\nFROM alpine:3.22 AS worker\nCMD ["/worker"]\n',
    "FROM alpine:3.22 AS build-amd64\nFROM alpine:3.22 AS build-arm64\nFROM build-${TARGETARCH}\n",
    "ARG BASE=base-slim\nFROM alpine:3.22 AS base-slim\nFROM alpine:3.22 AS base-full\nFROM ${BASE}\n",
    "FROM alpine:3.22 AS data\nRUN echo 1 > /x\nFROM alpine:3.22\nRUN --mount=type=bind,from=data,target=/data cat /data/x\n",
    "FROM alpine:3.22 AS build\nRUN echo 1 > /x\nFROM alpine:3.22\nCOPY --from=0 /x /x\n",
    "FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch AS files\nCOPY --from=build /a /\nFROM alpine:3.22\nCOPY a /a\n",
    "FROM alpine:3.22 AS build\nRUN echo 1 > /x\nFROM alpine:3.22\nONBUILD COPY --from=build /x /x\n",
    "FROM alpine:3.22\n",
    "FROM alpine:3.22 AS simple\nRUN ./a\nFROM alpine:3.22 AS complex\nRUN ./b\nFROM alpine:3.22 AS signed\nRUN ./c\nFROM alpine:3.22 AS meta\nRUN ./d\n",
    "FROM golang:1.25 AS build\nRUN go build\nFROM build AS functionaltest\nRUN go test ./...\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS gopls-analyze\nRUN gopls check\nFROM alpine:3.22\nCMD date\n",
    "ARG DEBUG\nFROM alpine:3.22 AS kit-linux\nRUN echo 1 > /x\nFROM kit-$TARGETOS${DEBUG:+-debug}\nCMD date\n",
    "# kept current by a bot\nFROM python:3.13 AS linter-image\nFROM otel/weaver:0.18 AS weaver\n",
  ],
  *check(dockerfile) {
    // A list of images, kept up to date by a bot and read by something else.
    if (dockerfile.instructions.every(({ kind }) => kind === "from" || kind === "arg")) return;
    const used = usedStages(dockerfile);
    const needed = new Set(dockerfile.stages.flatMap(({ dependencies }) => dependencies));
    // What only an unused stage needs is unused because of that one.
    const unused = dockerfile.stages.filter((stage) => !used.has(stage) && !needed.has(stage));
    if (unused.length > mostLeftOver) return;
    for (const stage of unused) {
      const what =
        stage.name === null ? `Stage ${stageLabel(stage)}` : `The stage \`${stage.name}\``;
      yield {
        message:
          `${what} is used by no other stage and is not the last one, so BuildKit leaves it out and what it does never ` +
          "happens. Copy from it, build on it, or delete it.",
        span: stage.from.name?.span ?? stage.from.image.span,
      };
    }
  },
};

/** So many stages may be forgotten; more of them are targets, each built by its name. */
const mostLeftOver = 2;

/** The stages that the last one, one built by `--target`, or a name made of variables needs. */
function usedStages(dockerfile: Dockerfile): ReadonlySet<Stage> {
  const used = new Set<Stage>(targets(dockerfile));
  const patterns = new Set<string>();
  for (const { use, instruction } of imageUses(dockerfile)) {
    if (use.text.includes("$")) {
      patterns.add(use.text.replace(variables, "*").toLowerCase());
    }
    // A trigger of ONBUILD may need it in a build elsewhere.
    if (instruction.onbuild !== null && use.stage !== null) used.add(use.stage);
  }
  for (const stage of patterns.size > 0 ? dockerfile.stages : []) {
    const name = stage.name?.toLowerCase() ?? null;
    if (name === null) continue;
    if (patterns.size > mostPatterns || [...patterns].some((one) => matchesPattern(name, one))) {
      used.add(stage);
    }
  }
  for (const stage of used) for (const dependency of stage.dependencies) used.add(dependency);
  return used;
}

/** The last stage, and those that may well be built by `--target`. */
function targets({ stages, finalStage }: Dockerfile): Stage[] {
  const startable = new Set<Stage>();
  return stages.filter((stage) => {
    const inherits = stage.parent !== null && startable.has(stage.parent);
    if (inherits || stage.instructions.some(({ kind }) => starts.has(kind))) startable.add(stage);
    if (stage === finalStage) return true;
    if (stage.name === null) return false;
    const words = stage.name.toLowerCase().split(/[^a-z0-9]+/);
    if (words.some((word) => targetWords.has(word) || /tests?$/.test(word))) return true;
    if (words.some((word) => producerWords.has(word))) return false;
    // What can be started, or only holds files to be exported, is something to ask for.
    return startable.has(stage) || stage.base.scratch;
  });
}

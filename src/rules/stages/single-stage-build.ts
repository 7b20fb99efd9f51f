import { rewriteOf } from "../../rewrites/recipes.ts";
import {
  singleStageBuild as findSingleStage,
  type SingleStage,
} from "../../rewrites/single-stage.ts";
import type { Rule } from "../rule.ts";

export const singleStageBuild: Rule = {
  name: "single-stage-build",
  category: "stages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary:
    "The image is built and run in one stage, so that the toolchain and the source ship with it",
  why:
    "What builds a program is many times larger than the program: compilers, headers, development dependencies, caches and the " +
    "source itself. In one stage all of it is pulled by every host, has to be patched, and serves whoever breaks in. " +
    "A second stage that copies only the result is often a tenth of the size or less (a Go service: 1.2 GB against 8 to 15 MB).",
  sources: [
    {
      title: "Docker: Multi-stage builds",
      url: "https://docs.docker.com/build/building/multi-stage/",
    },
    {
      title: "Docker: Building best practices, use multi-stage builds",
      url: "https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the image is there to build or to develop with:",
  scope: "file",
  examples: [
    {
      bad: 'FROM golang:1.25-alpine\nWORKDIR /app\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o server .\nEXPOSE 8080\nCMD ["./server"]\n',
      good:
        "FROM golang:1.25-alpine AS builder\nWORKDIR /app\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n" +
        'RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o server .\n\n' +
        'FROM gcr.io/distroless/static-debian13:nonroot\nWORKDIR /app\nCOPY --from=builder /app/server ./server\nEXPOSE 8080\nCMD ["./server"]\n',
      fixed:
        "FROM golang:1.25-alpine AS builder\nWORKDIR /app\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n" +
        'RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o server .\n\n' +
        'FROM gcr.io/distroless/static-debian13:nonroot\nWORKDIR /app\nCOPY --from=builder /app/server ./server\nEXPOSE 8080\nCMD ["./server"]\n',
    },
  ],
  silentOn: [],
  appliesTo: ({ finalStage, ...dockerfile }) => finalStage !== null && dockerfile.stages.length > 0,
  *check(dockerfile, { path, buildContext }) {
    const found = findSingleStage(dockerfile, path, buildContext);
    if (found === null) return;
    const split = rewriteOf(found);
    yield {
      message: messageOf(found),
      span: found.stage.from.image.span,
      fix: split === null ? undefined : { ...split, safety: "review" },
    };
  },
};

function messageOf({ builds, start, dockerfile }: SingleStage): string {
  const commands = [
    ...new Set(
      builds.map(({ call }) =>
        [call.command.name ?? call.manager, call.subcommand].filter(Boolean).join(" "),
      ),
    ),
  ];
  const shown = dockerfile.source.slice(start.instruction.keywordSpan).toUpperCase();
  return (
    `This stage builds (\`${commands.join("`, `")}\`) and runs what it built, so the toolchain and the source are part of the image. ` +
    `Build in one stage, and copy what ${shown} starts into a second one.`
  );
}

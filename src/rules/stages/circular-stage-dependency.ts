import { imageUses } from "../../dockerfile/image-uses.ts";
import type { Stage } from "../../dockerfile/model.ts";
import { stageLabel } from "../../dockerfile/queries.ts";
import { circularGroups, pathBetween } from "../../dockerfile/stage-cycles.ts";
import type { Rule } from "../rule.ts";

export const circularStageDependency: Rule = {
  name: "circular-stage-dependency",
  category: "stages",
  severity: "error",
  confidence: "high",
  presets: ["recommended"],
  summary: "Stages need each other, so that none can be built first",
  why:
    "A stage is built when all that it copies from or stands on is finished. Stages that need each other can never " +
    "begin: BuildKit stops with `circular dependency detected on stage`, also when another target is asked for.",
  sources: [
    {
      title: "Dockerfile reference: COPY --from",
      url: "https://docs.docker.com/reference/dockerfile/#copy---from",
    },
  ],
  aliases: [],
  fix: "none",
  scope: "file",
  words: ["from="],
  examples: [
    {
      bad:
        "FROM node:22.12 AS web\nCOPY --from=api /openapi.json /src/\nRUN npm run build\n\n" +
        "FROM golang:1.25.1 AS api\nCOPY --from=web /src/dist /static\nRUN go build -o /openapi.json .\n",
      good:
        "FROM golang:1.25.1 AS schema\nRUN go run ./schema > /openapi.json\n\n" +
        "FROM node:22.12 AS web\nCOPY --from=schema /openapi.json /src/\nRUN npm run build\n\n" +
        "FROM golang:1.25.1 AS api\nCOPY --from=web /src/dist /static\nRUN go build -o /api .\n",
    },
    {
      bad:
        "FROM debian:12.8 AS base\nRUN --mount=type=bind,from=tools,target=/t cp /t/tool /usr/bin/\n\n" +
        "FROM base AS tools\nRUN make tool\n",
      good: "FROM debian:12.8 AS tools\nRUN make tool\n\nFROM debian:12.8 AS base\nCOPY --from=tools /tool /usr/bin/\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22 AS a\nFROM a AS b\nCOPY --from=a /x /x\nFROM b\nCOPY --from=a /y /y\n",
    "FROM alpine:3.22 AS a\nCOPY --from=a /x /y\n",
    "FROM alpine:3.22 AS a\nCOPY --from=b /x /x\nFROM alpine:3.22 AS b\n",
    "FROM b AS a\nFROM a AS b\n",
  ],
  *check(dockerfile) {
    const group = circularGroups(dockerfile.stages);
    const said = new Set<number>();
    for (const { use, instruction } of imageUses(dockerfile)) {
      const { stage } = instruction;
      if (stage === null || use.stage === null || use.stage === stage) continue;
      // FROM only knows the stages above it, so a circle has a COPY or a mount from further down.
      const number = group.get(stage);
      if (number === undefined || number !== group.get(use.stage) || said.has(number)) continue;
      if (use.stage.index < stage.index || instruction.onbuild !== null) continue;
      said.add(number);
      yield {
        message:
          `\`${stageLabel(stage)}\` needs \`${use.text}\`, which in turn needs \`${stageLabel(stage)}\` ` +
          `(${describe(stage, use.stage)}): no builder can finish either. Move what both need into a stage of its own.`,
        span: use.span,
      };
    }
  },
};

/** The circle as a chain of names, of which at most the first six are given. */
function describe(from: Stage, to: Stage): string {
  const names = [from, ...pathBetween(to, from)].map(stageLabel);
  const shown = names.length > 6 ? [...names.slice(0, 5), "...", names.at(-1) ?? ""] : names;
  return shown.join(" → ");
}

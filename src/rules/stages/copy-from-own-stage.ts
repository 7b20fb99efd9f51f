import { imageUses } from "../../dockerfile/image-uses.ts";
import type { Rule } from "../rule.ts";

export const copyFromOwnStage: Rule = {
  name: "copy-from-own-stage",
  category: "stages",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "COPY --from names the stage it stands in",
  why:
    "A stage cannot copy from itself: it is not finished. BuildKit stops with `circular dependency detected`. What is " +
    "meant is either another stage, or a file that is already there and can be copied or moved by RUN.",
  sources: [
    {
      title: "Dockerfile reference: COPY --from",
      url: "https://docs.docker.com/reference/dockerfile/#copy---from",
    },
  ],
  aliases: ["DL3023", "DS-0006"],
  fix: "none",
  scope: "file",
  words: ["from="],
  examples: [
    {
      bad: "FROM golang:1.25.1 AS build\nRUN go build -o /out/app .\nCOPY --from=build /out/app /usr/local/bin/app\n",
      good: "FROM golang:1.25.1 AS build\nRUN go build -o /out/app .\nRUN cp /out/app /usr/local/bin/app\n",
    },
    {
      bad: "FROM node:22.12\nRUN npm run build\n\nFROM nginx:1.27.3\nCOPY --from=1 /dist /usr/share/nginx/html\n",
      good: "FROM node:22.12\nRUN npm run build\n\nFROM nginx:1.27.3\nCOPY --from=0 /dist /usr/share/nginx/html\n",
    },
  ],
  silentOn: [
    // The name is that of a stage of another file when the trigger runs.
    "FROM alpine:3.22 AS build\nONBUILD COPY --from=build /x /x\n",
    "FROM alpine:3.22 AS build\nRUN echo 1 > /x\nFROM build\nCOPY --from=build /x /y\n",
  ],
  *check(dockerfile) {
    for (const { use, instruction, where } of imageUses(dockerfile)) {
      if (where === "from" || use.stage === null || use.stage !== instruction.stage) continue;
      if (instruction.onbuild !== null) continue;
      const isCopy = where === "copy";
      yield {
        message:
          `\`${isCopy ? "COPY --from=" : "--mount from="}${use.text}\` means the stage it stands in, which is not finished ` +
          "yet: the build stops. Name the stage that makes the files, or use `RUN cp` for files that are already here.",
        span: use.span,
        ...(isCopy ? {} : { aliases: [] }),
      };
    }
  },
};

import type { Stage } from "../../dockerfile/model.ts";
import type { Rule } from "../rule.ts";

export const duplicateStageName: Rule = {
  name: "duplicate-stage-name",
  category: "stages",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "Two stages have one name",
  why:
    "Stage names are compared without regard to case, and a second stage of a name hides the first: `COPY --from` and " +
    "`--target` then mean another stage than the one you read, and BuildKit may refuse the file.",
  sources: [
    {
      title: "Docker build checks: DuplicateStageName",
      url: "https://docs.docker.com/reference/build-checks/duplicate-stage-name/",
    },
  ],
  aliases: ["DL3024", "DuplicateStageName", "DS-0012", "CKV_DOCKER_11"],
  fix: "none",
  scope: "file",
  words: [" as", "\tas"],
  examples: [
    {
      bad:
        "FROM golang:1.25 AS build\nRUN go build -o /app .\n\n" +
        "FROM node:22 AS build\nRUN npm run build\n\n" +
        "FROM alpine:3.22\nCOPY --from=build /app /app\n",
      good:
        "FROM golang:1.25 AS server\nRUN go build -o /app .\n\n" +
        "FROM node:22 AS web\nRUN npm run build\n\n" +
        "FROM alpine:3.22\nCOPY --from=server /app /app\n",
    },
    {
      bad: "FROM alpine:3.22 AS base\nFROM debian:12 AS Base\n",
      good: "FROM alpine:3.22 AS base\nFROM debian:12 AS debian-base\n",
    },
  ],
  *check({ stages, source }) {
    const first = new Map<string, Stage>();
    for (const stage of stages) {
      const { name } = stage.from;
      if (name === null) continue;
      const key = name.value.toLowerCase();
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, stage);
        continue;
      }
      const line = source.lineAt(earlier.from.span.start);
      yield {
        message:
          `The stage name \`${name.value}\` is taken by the stage on line ${line}: what refers to it no longer says ` +
          "which one is meant. Give each stage a name of its own.",
        span: name.span,
      };
    }
  },
};

import type { Rule } from "../rule.ts";

/** Names that BuildKit gives a meaning of its own, and which. */
const reserved: ReadonlyMap<string, string> = new Map([
  ["scratch", "the empty image"],
  ["context", "the build context"],
]);

export const reservedStageName: Rule = {
  name: "reserved-stage-name",
  category: "stages",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A stage is named `scratch` or `context`",
  why:
    "`scratch` is the empty image and `context` the build context. A stage of that name cannot be told from them: what " +
    "`FROM scratch` or `--from=context` then takes depends on the builder, and newer versions refuse the name.",
  sources: [
    {
      title: "Docker build checks: ReservedStageName",
      url: "https://docs.docker.com/reference/build-checks/reserved-stage-name/",
    },
  ],
  aliases: ["DL3063", "ReservedStageName"],
  fix: "none",
  scope: "file",
  words: ["scratch", "context"],
  examples: [
    {
      bad: "FROM alpine:3.22 AS scratch\nRUN apk add --no-cache curl\n",
      good: "FROM alpine:3.22 AS base\nRUN apk add --no-cache curl\n",
    },
    {
      bad:
        "FROM node:22.12 AS context\nCOPY . /src\n\n" +
        "FROM nginx:1.27.3\nCOPY --from=context /src/dist /usr/share/nginx/html\n",
      good:
        "FROM node:22.12 AS source\nCOPY . /src\n\n" +
        "FROM nginx:1.27.3\nCOPY --from=source /src/dist /usr/share/nginx/html\n",
    },
  ],
  silentOn: [
    "FROM scratch AS export\nCOPY app /\n",
    "FROM alpine:3.22 AS context-files\nCOPY . /\n",
  ],
  *check({ stages }) {
    for (const { from } of stages) {
      const meaning = from.name === null ? undefined : reserved.get(from.name.value.toLowerCase());
      if (from.name === null || meaning === undefined) continue;
      yield {
        message:
          `The stage name \`${from.name.value}\` is reserved: it means ${meaning}, so what refers to it can be taken for ` +
          "that. Give the stage another name.",
        span: from.name.span,
      };
    }
  },
};

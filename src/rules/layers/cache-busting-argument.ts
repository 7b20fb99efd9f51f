import { insertAfter, removeInstruction } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile } from "../../dockerfile/model.ts";
import { bustingArguments, type BustingArgument } from "../../shell/layers/changing-arguments.ts";
import type { Fix, Rule } from "../rule.ts";

export const cacheBustingArgument: Rule = {
  name: "cache-busting-argument",
  category: "layers",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "An argument that changes with every build stands before the installs",
  why:
    "Every RUN behind an ARG has its value in the environment, whether it uses it or not, and so has to run again when the value " +
    "changes; an ENV that takes it over does the same. A commit or a build date is another one in every build, so above the installs it takes the " +
    "cache away from all of them. Below them it costs nothing.",
  sources: [
    {
      title: "Docker: Dockerfile reference, impact of ARG on build caching",
      url: "https://docs.docker.com/reference/dockerfile/#impact-on-build-caching",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the packages are to be installed anew in every build.",
  scope: "file",
  words: ["arg"],
  examples: [
    {
      bad:
        "FROM node:22\nARG GIT_COMMIT\nLABEL org.opencontainers.image.revision=$GIT_COMMIT\nWORKDIR /app\nCOPY package*.json ./\n" +
        'RUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
      good:
        "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nARG GIT_COMMIT\n" +
        'LABEL org.opencontainers.image.revision=$GIT_COMMIT\nCOPY . .\nCMD ["node", "server.js"]\n',
      fixed:
        "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nARG GIT_COMMIT\n" +
        'LABEL org.opencontainers.image.revision=$GIT_COMMIT\nCOPY . .\nCMD ["node", "server.js"]\n',
    },
    {
      bad:
        "FROM golang:1.25 AS build\nARG VERSION=dev\nRUN apt-get update && apt-get install -y protobuf-compiler && rm -rf /var/lib/apt/lists/*\n" +
        'COPY . .\nRUN go build -ldflags "-X main.version=$VERSION" -o /a .\n',
      good:
        "FROM golang:1.25 AS build\nRUN apt-get update && apt-get install -y protobuf-compiler && rm -rf /var/lib/apt/lists/*\n" +
        'ARG VERSION=dev\nCOPY . .\nRUN go build -ldflags "-X main.version=$VERSION" -o /a .\n',
      fixed:
        "FROM golang:1.25 AS build\nRUN apt-get update && apt-get install -y protobuf-compiler && rm -rf /var/lib/apt/lists/*\n" +
        'ARG VERSION=dev\nCOPY . .\nRUN go build -ldflags "-X main.version=$VERSION" -o /a .\n',
    },
  ],
  silentOn: [
    "ARG GIT_COMMIT\nFROM node:22\nRUN npm install -g serve\n",
    "FROM node:22\nARG NODE_ENV=production\nRUN npm ci\n",
    "FROM alpine:3.22\nARG VERSION=1.2.3\nRUN apk add --no-cache tool=$VERSION\n",
    "FROM alpine:3.22\nARG VERSION\nRUN apk add --no-cache tool && tool configure\n",
    "FROM alpine:3.22\nARG VERSION\nRUN apk add --no-cache tool=$VERSION\n",
    "FROM node:22\nARG CACHEBUST=1\nRUN npm ci\n",
    "FROM node:22\nARG GIT_COMMIT\nRUN npm run build\n",
    "FROM node:22\nRUN npm ci\nARG GIT_COMMIT\nENV COMMIT=$GIT_COMMIT\n",
    "FROM node:22\nARG GIT_COMMIT\nCOPY . .\nLABEL revision=$GIT_COMMIT\n",
    "FROM python:3.13\nARG BUILD_DATE\nRUN pip install .\n",
  ],
  *check(dockerfile) {
    for (const busting of bustingArguments(dockerfile)) {
      const { argument, name, first } = busting;
      yield {
        message:
          `\`${name}\` changes with every build, and so the RUN on line ${dockerfile.source.lineAt(first.span.start)}, which does not ` +
          "need it, runs again each time. Move it below the installs.",
        span: argument.span,
        fix: fixOf(dockerfile, busting),
      };
    }
  },
};

function fixOf(dockerfile: Dockerfile, { group, last, name }: BustingArgument): Fix | undefined {
  const { source } = dockerfile;
  const texts = group.map(({ span }) => source.slice(span));
  if (texts.some((text) => text.includes("\n"))) return undefined;
  const removed = group.flatMap((one) => removeInstruction(dockerfile, one));
  // A comment above them would go with them.
  if (removed.some(({ start, end }) => /^[ \t]*#/m.test(source.text.slice(start, end))))
    return undefined;
  return {
    title: `Move ${name} below the installs (check that none of them reads it)`,
    safety: "review",
    edits: [...removed, ...insertAfter(dockerfile, last, texts)],
  };
}

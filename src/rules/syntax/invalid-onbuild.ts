import type { Rule } from "../rule.ts";

export const invalidOnbuild: Rule = {
  name: "invalid-onbuild",
  category: "syntax",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "ONBUILD is given an instruction that it cannot run",
  why:
    "A trigger of ONBUILD runs inside another image's build, right behind its FROM. FROM, MAINTAINER and another ONBUILD cannot " +
    "run there, and BuildKit refuses the file.",
  sources: [
    { title: "Docker: ONBUILD", url: "https://docs.docker.com/reference/dockerfile/#onbuild" },
    { title: "hadolint: DL3043", url: "https://github.com/hadolint/hadolint/wiki/DL3043" },
  ],
  aliases: ["DL3043"],
  fix: "none",
  scope: "file",
  words: ["onbuild"],
  examples: [
    {
      bad: "FROM node:22.12.0\nONBUILD ONBUILD COPY . /app\n",
      good: "FROM node:22.12.0\nONBUILD COPY . /app\n",
    },
    {
      bad: "FROM node:22.12.0\nONBUILD FROM debian:12.8\n",
      good: "FROM node:22.12.0\nONBUILD COPY --from=debian:12.8 /etc/debian_version /\n",
    },
    {
      bad: "FROM node:22.12.0\nONBUILD MAINTAINER someone\n",
      good: "FROM node:22.12.0\nONBUILD LABEL org.opencontainers.image.authors=someone\n",
    },
    {
      bad: "FROM node:22.12.0\nONBUILD\n",
      good: "FROM node:22.12.0\nONBUILD RUN npm ci\n",
    },
  ],
  silentOn: [
    "FROM node:22.12.0\nONBUILD WORKDIR /app\nONBUILD RUN npm ci\n",
    "FROM alpine:3.22\nRUN echo ONBUILD FROM\n",
  ],
  *check({ problems }) {
    for (const problem of problems) {
      if (problem.kind !== "invalid-onbuild") continue;
      yield { message: problem.message, span: problem.span };
    }
  },
};

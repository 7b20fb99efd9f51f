import { dockerignoreOf } from "../../context/dockerignore.ts";
import { unwantedFiles } from "../../context/unwanted-files.ts";
import { firstBroadSource } from "../../dockerfile/broad-copies.ts";
import type { Rule } from "../rule.ts";

export const missingDockerignore: Rule = {
  name: "missing-dockerignore",
  category: "copy",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "The whole build context is copied and there is no .dockerignore",
  why:
    "Without a .dockerignore the whole directory is sent and copied: the history in `.git`, packages and build output of the machine that " +
    "builds, `.env` files with secrets. The image grows, secrets ship, and each change of any of these files makes the layer's cache useless.",
  sources: [
    {
      title: "Docker: .dockerignore files",
      url: "https://docs.docker.com/build/concepts/context/#dockerignore-files",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the context is made for the build and holds only what belongs into the image.",
  scope: "file",
  examples: [
    {
      bad: "FROM node:22.12.0\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json src/ ./\nRUN npm ci\n",
      files: { "package.json": "{}", "src/server.js": "" },
    },
    {
      bad: "FROM python:3.13.1\nADD ./ /app\n",
      good: "FROM python:3.13.1\nADD app/ /app\n",
      files: { "pyproject.toml": "", "app/main.py": "" },
    },
  ],
  silentOn: ["FROM node:22.12.0\nWORKDIR /app\nCOPY . .\n"],
  appliesTo: (dockerfile) => firstBroadSource(dockerfile) !== null,
  *check(dockerfile, { buildContext }) {
    const source = firstBroadSource(dockerfile);
    if (source === null || dockerignoreOf(buildContext).kind !== "missing") return;
    const unwanted = unwantedFiles(buildContext);
    if (unwanted.length === 0) return;
    const lines = unwanted.map(({ line }) => `\`${line}\``).join(", ");
    yield {
      message:
        `\`${source.value}\` copies the whole build context, and no .dockerignore keeps anything out of it. ` +
        `Add a .dockerignore beside it with at least the ${unwanted.length === 1 ? "line" : "lines"} ${lines}.`,
      span: source.span,
    };
  },
};

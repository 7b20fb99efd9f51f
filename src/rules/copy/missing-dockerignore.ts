import { dockerignoreOf } from "../../context/dockerignore.ts";
import { newDockerignore } from "../../context/dockerignore-edits.ts";
import { unwantedFor } from "../../context/unwanted-files.ts";
import { firstBroadSource } from "../../dockerfile/broad-copies.ts";
import { contextNeeds } from "../../shell/context-needs.ts";
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
  fix: "review",
  ignoreWhen: "the context is made for the build and holds only what belongs into the image.",
  scope: "file",
  examples: [
    {
      bad: "FROM node:22.12.0\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json src/ ./\nRUN npm ci\n",
      files: { "package.json": "{}", "src/server.js": "" },
      fixedFiles: {
        ".dockerignore":
          "# Not needed in the image: history, local settings, logs\n.git\n.env\n**/*.log\n**/.DS_Store\n.idea\n.vscode\n\n" +
          "# Node.js\n**/node_modules\ncoverage\n",
      },
    },
    {
      bad: "FROM python:3.13.1\nADD ./ /app\n",
      good: "FROM python:3.13.1\nADD app/ /app\n",
      files: { "pyproject.toml": "", "app/main.py": "" },
      fixedFiles: {
        ".dockerignore":
          "# Not needed in the image: history, local settings, logs\n.git\n.env\n**/*.log\n**/.DS_Store\n.idea\n.vscode\n\n" +
          "# Python\n**/__pycache__\n.venv\n**/.pytest_cache\n",
      },
    },
  ],
  silentOn: ["FROM node:22.12.0\nWORKDIR /app\nCOPY . .\n"],
  appliesTo: (dockerfile, { buildContext }) => {
    if (firstBroadSource(dockerfile) === null) return false;
    const { kind } = dockerignoreOf(buildContext);
    // Without one it matters only where there is something to keep out.
    return kind === "missing"
      ? unwantedFor(buildContext, contextNeeds(dockerfile)).some(({ minor }) => minor !== true)
      : kind === "file";
  },
  *check(dockerfile, { buildContext }) {
    const source = firstBroadSource(dockerfile);
    if (source === null || dockerignoreOf(buildContext).kind !== "missing") return;
    const all = unwantedFor(buildContext, contextNeeds(dockerfile));
    const unwanted = all.filter(({ minor }) => minor !== true);
    if (unwanted.length === 0) return;
    const lines = unwanted.map(({ line }) => `\`${line}\``).join(", ");
    yield {
      message:
        `\`${source.value}\` copies the whole build context, and no .dockerignore keeps anything out of it. ` +
        `Add a .dockerignore beside it with at least the ${unwanted.length === 1 ? "line" : "lines"} ${lines}.`,
      span: source.span,
      fix: {
        title: "Add a .dockerignore: check that the build needs nothing that it names",
        safety: "review",
        edits: [],
        files: [{ path: ".dockerignore", text: newDockerignore(all) }],
      },
    };
  },
};

import { appendIgnoreLines } from "../../context/dockerignore-edits.ts";
import { dockerignoreOf, ignoringLine, type Dockerignore } from "../../context/dockerignore.ts";
import { unwantedFor, type UnwantedFile } from "../../context/unwanted-files.ts";
import { firstBroadSource } from "../../dockerfile/broad-copies.ts";
import { contextNeeds } from "../../shell/context-needs.ts";
import type { Rule } from "../rule.ts";

export const dockerignoreGap: Rule = {
  name: "dockerignore-gap",
  category: "copy",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The .dockerignore lets through what has no business in an image",
  why:
    "What .dockerignore does not name is sent to the builder and copied with the whole context: history, packages and build output of " +
    "the machine that builds, settings with secrets. Each of them changes often and makes the layer's cache useless.",
  sources: [
    {
      title: "Docker: .dockerignore files",
      url: "https://docs.docker.com/build/concepts/context/#dockerignore-files",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the image is only ever built from a fresh checkout that has none of these.",
  scope: "file",
  examples: [
    {
      bad: "FROM node:22.12.0\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json src/ ./\nRUN npm ci\n",
      files: { ".dockerignore": "*.md\n.git\n", "package.json": "{}", "src/server.js": "" },
      fixedFiles: { ".dockerignore": "*.md\n.git\n**/node_modules\n" },
    },
    {
      bad: "FROM python:3.13.1\nCOPY . /app\n",
      good: "FROM python:3.13.1\nCOPY app/ /app/\n",
      files: {
        ".dockerignore": ".git\n**/__pycache__\n.venv\n",
        ".env": "",
        "pyproject.toml": "",
        "app/main.py": "",
      },
      fixedFiles: { ".dockerignore": ".git\n**/__pycache__\n.venv\n.env\n" },
    },
  ],
  silentOn: ["FROM node:22.12.0\nWORKDIR /app\nCOPY . .\n"],
  appliesTo: (dockerfile, { buildContext }) =>
    firstBroadSource(dockerfile) !== null && dockerignoreOf(buildContext).kind === "file",
  *check(dockerfile, { buildContext }) {
    const source = firstBroadSource(dockerfile);
    if (source === null) return;
    const known = dockerignoreOf(buildContext);
    if (known.kind !== "file") return;
    const { file } = known;
    const left = unwantedFor(buildContext, contextNeeds(dockerfile)).filter(
      (one) => one.minor !== true && isLetThrough(file, one),
    );
    if (left.length === 0) return;
    const text = buildContext.readText?.(file.path) ?? null;
    const lines = left.map(({ line }) => line);
    const names = left.map(({ line, what }) => `\`${line}\` (${what})`).join(", ");
    yield {
      message:
        `\`${source.value}\` copies the whole build context, and \`${file.path}\` does not keep out ${names}. ` +
        `Add ${left.length === 1 ? "that line" : "those lines"} to it.`,
      span: source.span,
      confidence: left.some(({ present, path }) => present && path !== ".git") ? "high" : "medium",
      fix:
        text === null
          ? undefined
          : {
              title:
                `Add ${lines.map((line) => `\`${line}\``).join(", ")} to ${file.path}: ` +
                `check that no build with this context needs ${lines.length === 1 ? "it" : "them"}`,
              safety: "review",
              edits: [],
              files: [{ path: file.path, text: appendIgnoreLines(text, lines) }],
            },
    };
  },
};

/** Whether nothing keeps a path out, and no exception says that it is wanted. */
function isLetThrough(file: Dockerignore, { path }: UnwantedFile): boolean {
  const isWanted = file.lines.some(({ exception, matches }) => exception && matches(path));
  // A line that holds at the root only is what another rule speaks of.
  if (path.endsWith("/__pycache__") && ignoringLine(file, "__pycache__") !== null) return false;
  // A line for what lies in it, such as `node_modules/*`, keeps it out as well.
  return !isWanted && [path, `${path}/x`].every((one) => ignoringLine(file, one) === null);
}

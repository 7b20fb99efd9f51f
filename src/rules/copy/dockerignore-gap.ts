import { dockerignoreOf, ignoringLine, type Dockerignore } from "../../context/dockerignore.ts";
import { unwantedFiles, type UnwantedFile } from "../../context/unwanted-files.ts";
import { firstBroadSource } from "../../dockerfile/broad-copies.ts";
import { contextSourcesOf } from "../../dockerfile/context-sources.ts";
import type { Dockerfile } from "../../dockerfile/model.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import type { Rule } from "../rule.ts";

/** What git is asked by builds that write their version into what they make. */
const historyQuestions = new Set([
  "describe",
  "rev-parse",
  "log",
  "show",
  "rev-list",
  "tag",
  "submodule",
  "status",
]);

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
  fix: "none",
  ignoreWhen: "the image is only ever built from a fresh checkout that has none of these.",
  scope: "file",
  examples: [
    {
      bad: "FROM node:22.12.0\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json src/ ./\nRUN npm ci\n",
      files: { ".dockerignore": "*.md\n.git\n", "package.json": "{}", "src/server.js": "" },
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
    },
  ],
  silentOn: ["FROM node:22.12.0\nWORKDIR /app\nCOPY . .\n"],
  appliesTo: (dockerfile) => firstBroadSource(dockerfile) !== null,
  *check(dockerfile, { buildContext }) {
    const source = firstBroadSource(dockerfile);
    if (source === null) return;
    const known = dockerignoreOf(buildContext);
    if (known.kind !== "file") return;
    const { file } = known;
    const wanted = contextSourcesOf(dockerfile).map(({ path }) => path);
    const gaps = unwantedFiles(buildContext).filter(
      (one) => isLetThrough(file, one) && !wanted.some((path) => isWithin(path, one.path)),
    );
    const left = gaps.filter(({ path }) => path !== ".git" || !asksForHistory(dockerfile));
    if (left.length === 0) return;
    const names = left.map(({ line, what }) => `\`${line}\` (${what})`).join(", ");
    yield {
      message:
        `\`${source.value}\` copies the whole build context, and \`${file.path}\` does not keep out ${names}. ` +
        `Add ${left.length === 1 ? "that line" : "those lines"} to it.`,
      span: source.span,
      confidence: left.some(({ present, path }) => present && path !== ".git") ? "high" : "medium",
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

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** Whether a RUN asks git for the history that was copied. */
function asksForHistory(dockerfile: Dockerfile): boolean {
  return instructionsOfKind(dockerfile, "run").some((run) =>
    shellOf(dockerfile, run)?.commands.some(
      ({ name, args }) =>
        name === "git" && args.some(({ value }) => historyQuestions.has(value ?? "")),
    ),
  );
}

import { dockerignoreOf, hasExceptionBelow, ignoringLine } from "../../context/dockerignore.ts";
import { contextSourcesOf } from "../../dockerfile/context-sources.ts";
import type { Rule } from "../rule.ts";

/** Most sources that are looked for: each costs a walk over all patterns. */
const mostSources = 200;

export const ignoredCopySource: Rule = {
  name: "ignored-copy-source",
  category: "copy",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "COPY names a path that .dockerignore keeps out of the build context",
  why:
    "What .dockerignore matches is never sent to the builder. A COPY or ADD of it stops the build with `not found`, although the file " +
    "lies there for everyone to see.",
  sources: [
    {
      title: "Docker build checks: CopyIgnoredFile",
      url: "https://docs.docker.com/reference/build-checks/copy-ignored-file/",
    },
  ],
  aliases: ["CopyIgnoredFile"],
  fix: "none",
  ignoreWhen: "the image is built with another context than this directory.",
  scope: "file",
  examples: [
    {
      bad: 'FROM node:22.12.0\nWORKDIR /app\nCOPY dist/ ./\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22.12.0 AS build\nWORKDIR /app\nCOPY src ./src\nRUN npm run build\nFROM node:22.12.0\nWORKDIR /app\nCOPY --from=build /app/dist ./\nCMD ["node", "server.js"]\n',
      files: { ".dockerignore": "node_modules\ndist\n", "dist/server.js": "", "src/server.js": "" },
    },
    {
      bad: "FROM alpine:3.22\nADD docs/guide.md /usr/share/doc/\n",
      good: "FROM alpine:3.22\nADD docs/README.md /usr/share/doc/\n",
      files: {
        ".dockerignore": "docs/*.md\n!docs/README.md\n",
        "docs/guide.md": "",
        "docs/README.md": "",
      },
    },
  ],
  silentOn: ["FROM alpine:3.22\nCOPY dist /app\n"],
  *check(dockerfile, { buildContext }) {
    const sources = contextSourcesOf(dockerfile).slice(0, mostSources);
    if (sources.length === 0) return;
    const known = dockerignoreOf(buildContext);
    if (known.kind !== "file") return;
    for (const { copy, word, path } of sources) {
      const line = ignoringLine(known.file, path);
      if (line === null || hasExceptionBelow(known.file, path)) continue;
      yield {
        message:
          `\`${known.file.path}\` keeps \`${path}\` out of the build context (line ${line.line}: \`${line.text}\`), so ${copy.keyword} does not find it ` +
          `and the build stops. Add \`!${path}\` behind that line, or copy it from a stage that makes it.`,
        span: word.span,
      };
    }
  },
};

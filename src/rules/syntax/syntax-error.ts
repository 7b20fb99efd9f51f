import type { SyntaxProblem } from "../../dockerfile/model.ts";
import { templateLine, templateValue } from "../../dockerfile/templates.ts";
import type { Fix, Rule } from "../rule.ts";

/** BuildKit warns of an empty line and goes on; what ONBUILD cannot run is a rule of its own. */
const judgedElsewhere = new Set<SyntaxProblem["kind"]>(["empty-continuation", "invalid-onbuild"]);

export const syntaxError: Rule = {
  name: "syntax-error",
  category: "syntax",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security", "hadolint"],
  summary: "BuildKit refuses the file here",
  why:
    "What cannot be read cannot be built: `docker build` stops before the first step. The rest of the file is judged " +
    "all the same.",
  sources: [
    { title: "Dockerfile reference", url: "https://docs.docker.com/reference/dockerfile/" },
  ],
  aliases: ["DL1000", "DL3061"],
  fix: "review",
  scope: "file",
  examples: [
    {
      bad: "FROM alpine:3.22\nRUM apk add --no-cache curl\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      fixed: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
    },
    {
      bad: "FROM alpine:3.22\nCOPY --chwon=1000:1000 app /app\n",
      good: "FROM alpine:3.22\nCOPY --chown=1000:1000 app /app\n",
      fixed: "FROM alpine:3.22\nCOPY --chown=1000:1000 app /app\n",
    },
    {
      bad: "RUN apk add --no-cache curl\nFROM alpine:3.22\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN <<EOF\napk add --no-cache curl\n",
      good: "FROM alpine:3.22\nRUN <<EOF\napk add --no-cache curl\nEOF\n",
    },
  ],
  silentOn: [
    "# syntax=docker/dockerfile:1\nARG V=3.22\nFROM alpine:${V}\nRUN <<A cat <<B\na\nA\nb\nB\n",
    "FROM alpine:3.22\nONBUILD COPY . /app\n",
  ],
  judgesTemplates: true,
  *check(dockerfile) {
    const { problems, source } = dockerfile;
    const line = templateLine(dockerfile);
    const template = line ?? templateValue(dockerfile);
    if (template !== null) {
      yield {
        message:
          `\`${source.slice(template)}\` belongs to a template language: ` +
          (line === null
            ? "the file is judged as it stands, and what it is rendered to may be something else."
            : "another program makes the Dockerfile from this file, so its instructions are not judged."),
        span: template,
        severity: "info",
        confidence: "low",
        aliases: [],
      };
      return;
    }
    for (const problem of problems) {
      if (judgedElsewhere.has(problem.kind)) continue;
      yield {
        message: problem.message,
        span: problem.span,
        aliases: problem.kind === "instruction-before-from" ? ["DL3061"] : ["DL1000"],
        fix: fixOf(problem, source.slice(problem.span)),
      };
    }
  },
};

function fixOf({ suggestion, span }: SyntaxProblem, found: string): Fix | undefined {
  if (suggestion === undefined) return undefined;
  return {
    title: `Write ${suggestion} instead of ${found}`,
    safety: "review",
    edits: [{ start: span.start, end: span.end, newText: suggestion }],
  };
}

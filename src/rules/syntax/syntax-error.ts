import type { Dockerfile, SyntaxProblem } from "../../dockerfile/model.ts";
import { templateLine, templateValue } from "../../dockerfile/templates.ts";
import type { Fix, Problem, Rule } from "../rule.ts";

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
  *check(dockerfile, { path }) {
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
    const other = noDockerfile(dockerfile, path);
    if (other !== null) {
      yield other;
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

/** What `docker build` takes when no file is named. */
const plainName = /(?:^|\/)(?:Dockerfile|Containerfile)$/i;

/**
 * What is said of a file without stages that nobody may mean to build: one that holds no instruction at all, or, under a
 * name of its own, instructions without `FROM`, as parts have that a script puts together.
 * @returns null for all other files
 */
function noDockerfile({ problems, instructions }: Dockerfile, path: string): Problem | null {
  const noStage = problems.find(({ kind }) => kind === "no-stage");
  if (noStage === undefined || instructions.length === 0) return null;
  const isPlain = plainName.test(path);
  const doubt = { severity: "info", confidence: "medium" } as const;
  if (instructions.every(({ kind }) => kind === "unknown")) {
    return {
      message:
        "None of its lines is an instruction of a Dockerfile. If the file is something else, leave it out with `exclude` in the settings.",
      span: noStage.span,
      aliases: ["DL1000"],
      ...(isPlain ? {} : doubt),
    };
  }
  if (isPlain || problems.length > 1) return null;
  return {
    message:
      "The file has no `FROM`, so that it cannot be built as it stands. If it is a part of others, leave it out with `exclude` in the settings.",
    span: noStage.span,
    aliases: ["DL1000"],
    ...doubt,
  };
}

function fixOf({ suggestion, span }: SyntaxProblem, found: string): Fix | undefined {
  if (suggestion === undefined) return undefined;
  return {
    title: `Write ${suggestion} instead of ${found}`,
    safety: "review",
    edits: [{ start: span.start, end: span.end, newText: suggestion }],
  };
}

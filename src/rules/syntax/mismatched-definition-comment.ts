import type { Comment, Dockerfile, Instruction } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import type { Rule } from "../rule.ts";

export const mismatchedDefinitionComment: Rule = {
  name: "mismatched-definition-comment",
  category: "syntax",
  severity: "info",
  confidence: "medium",
  presets: ["strict"],
  summary: "The comment above a stage or build argument does not begin with its name",
  why:
    "`docker build --call=outline` and `--call=targets` show the comment right above a named stage or an ARG as its description, if it begins with " +
    "the name: `# VERSION is the release to fetch`. Any other comment there is left out. BuildKit's own check of this is experimental.",
  sources: [
    {
      title: "Docker build checks: InvalidDefinitionDescription",
      url: "https://docs.docker.com/reference/build-checks/invalid-definition-description/",
    },
  ],
  aliases: ["InvalidDefinitionDescription"],
  fix: "none",
  ignoreWhen: "nobody asks BuildKit for the outline of this file.",
  scope: "file",
  examples: [
    {
      bad: "FROM alpine:3.22\n# The release to fetch.\nARG VERSION=1.2.3\n",
      good: "FROM alpine:3.22\n# VERSION is the release to fetch.\nARG VERSION=1.2.3\n",
    },
    {
      bad: "FROM golang:1.25.1 AS base\n# Compiles the server.\nFROM base AS build\nRUN go build ./...\n",
      good: "FROM golang:1.25.1 AS base\n# build compiles the server.\nFROM base AS build\nRUN go build ./...\n",
    },
  ],
  silentOn: [
    "# The image.\nFROM alpine:3.22\n",
    "# Versions.\n\nARG VERSION=1.2.3\nFROM alpine:3.22\n",
    "# A note\n# VERSION is the release.\nARG VERSION=1.2.3\nFROM alpine:3.22\n",
    "FROM alpine:3.22\n# hadolint ignore=DL3006\nARG VERSION=1\n",
    "FROM alpine:3.22\n# ---------\nARG VERSION=1\n",
    "FROM alpine:3.22\nARG A=1 \\\n# why\n  B=2\n",
    "# syntax=docker/dockerfile:1\nFROM alpine:3.22 AS base\n",
    "# Copyright 2026 the authors\n# All rights reserved.\nARG VERSION=1\nFROM alpine:3.22\n",
  ],
  *check(dockerfile) {
    const above = new CommentsAbove(dockerfile);
    for (const instruction of dockerfile.instructions) {
      const names = definedNames(instruction);
      const comments = above.of(instruction).filter(({ text }) => describes(text));
      const [defined] = names;
      if (defined === undefined || comments.length === 0) continue;
      if (comments.some(({ text }) => isNotice(text) || names.some((one) => begins(text, one)))) {
        continue;
      }
      const what = instruction.kind === "from" ? "stage" : "build argument";
      yield {
        message:
          `BuildKit does not show the comment above as the description of the ${what} \`${defined.name}\`, because it does not begin ` +
          `with that name. Write \`# ${defined.name} ...\`, or leave an empty line below the comment.`,
        span: defined.span,
      };
    }
  },
};

/** The names that an instruction gives and a comment may describe. */
function definedNames(instruction: Instruction): readonly DefinedName[] {
  if (instruction.onbuild !== null) return [];
  if (instruction.kind === "arg") {
    return instruction.pairs.map(({ key, keySpan }) => ({ name: key, span: keySpan }));
  }
  if (instruction.kind !== "from" || instruction.name === null) return [];
  return [{ name: instruction.name.value, span: instruction.name.span }];
}

interface DefinedName {
  readonly name: string;
  readonly span: Span;
}

function begins(text: string, { name }: DefinedName): boolean {
  return text.startsWith(`${name} `);
}

/** Whether a comment is of the head of a file, with its licence. */
function isNotice(text: string): boolean {
  return /\b(?:copyright|licensed?|SPDX)\b/i.test(text);
}

/** Whether a comment has words for readers, rather than for a tool or the eye. */
function describes(text: string): boolean {
  return (
    /[\p{L}]/u.test(text) &&
    !/^(?:(?:hadolint|dockerfile-review|check|trivy|checkov|renovate|kics|syft|shellcheck)\b|-{3})/i.test(
      text,
    )
  );
}

/** Finds the comment lines right above instructions, asked for in file order. */
class CommentsAbove {
  private readonly dockerfile: Dockerfile;
  private at = 0;

  constructor(dockerfile: Dockerfile) {
    this.dockerfile = dockerfile;
  }

  of(instruction: Instruction): readonly Comment[] {
    const { comments, source } = this.dockerfile;
    while ((comments[this.at]?.span.start ?? Infinity) < instruction.span.start) this.at++;
    const found: Comment[] = [];
    const line = source.lineAt(instruction.span.start);
    for (let index = this.at - 1; index >= 0; index--) {
      const comment = comments[index];
      if (comment === undefined || comment.embedded || comment.line !== line - found.length - 1)
        break;
      found.push(comment);
    }
    return found.reverse();
  }
}

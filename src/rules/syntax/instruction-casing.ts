import { writesKeywordsLower } from "../../dockerfile/keyword-casing.ts";
import type { Dockerfile, Instruction } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import { replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import type { Rule } from "../rule.ts";

export const instructionCasing: Rule = {
  name: "instruction-casing",
  category: "syntax",
  severity: "info",
  confidence: "high",
  presets: ["recommended"],
  summary: "An instruction's keyword is not in the case of the others",
  why:
    "Keywords may be written in any case, and by habit they are capitals, which tells them from their arguments. One that differs " +
    "from the rest of the file looks like something else and is missed by searches.",
  sources: [
    {
      title: "Docker build checks: ConsistentInstructionCasing",
      url: "https://docs.docker.com/reference/build-checks/consistent-instruction-casing/",
    },
  ],
  aliases: ["ConsistentInstructionCasing"],
  fix: "safe",
  scope: "file",
  variations: { keywordCase: false },
  examples: [
    {
      bad: "FROM node:22.12.0\nWORKDIR /app\ncopy . .\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY . .\n",
      fixed: "FROM node:22.12.0\nWORKDIR /app\nCOPY . .\n",
    },
    {
      bad: "from debian:12.8 as base\nrun make\nEXPOSE 8080\n",
      good: "from debian:12.8 as base\nrun make\nexpose 8080\n",
      fixed: "from debian:12.8 as base\nrun make\nexpose 8080\n",
    },
    {
      bad: "From alpine:3.22 as base\nRun apk add --no-cache curl\n",
      good: "FROM alpine:3.22 AS base\nRUN apk add --no-cache curl\n",
      fixed: "FROM alpine:3.22 AS base\nRUN apk add --no-cache curl\n",
    },
  ],
  silentOn: [
    "from alpine:3.22\nrun true\n",
    "FROM alpine:3.22\nONBUILD RUN true\n",
    "FROM alpine:3.22 as base\nRUN true\n",
  ],
  *check(dockerfile) {
    const { source } = dockerfile;
    // MAINTAINER is to go, as another rule says.
    const keywords = dockerfile.instructions.filter(
      ({ kind }) => kind !== "unknown" && kind !== "maintainer",
    );
    const isLower = writesKeywordsLower(dockerfile);
    for (const instruction of keywords) {
      const wrong = keywordSpans(instruction).filter(
        (at) => source.slice(at) !== inCase(source.slice(at), isLower),
      );
      const [first] = wrong;
      if (first === undefined) continue;
      const found = source.slice(first);
      yield {
        message:
          `\`${found}\` differs from the other keywords, which are ${isLower ? "in small letters" : "capitals"}. ` +
          `Write \`${inCase(found, isLower)}\`.`,
        span: first,
        fix: {
          title: `Write ${inCase(found, isLower)}`,
          safety: "safe",
          edits: [...wrong, ...asOf(dockerfile, instruction, isLower)].map((at) =>
            recase(dockerfile, at, isLower),
          ),
        },
      };
    }
  },
};

/** The keywords of an instruction: that of ONBUILD, if there is one, and its own. */
function keywordSpans({ onbuild, keywordSpan }: Instruction): readonly Span[] {
  return onbuild === null ? [keywordSpan] : [onbuild.keywordSpan, keywordSpan];
}

/** The AS of a FROM, when it has to change with it. */
function asOf({ source }: Dockerfile, instruction: Instruction, isLower: boolean): readonly Span[] {
  if (instruction.kind !== "from" || instruction.asKeywordSpan === null) return [];
  const as = source.slice(instruction.asKeywordSpan);
  return as === inCase(as, isLower) ? [] : [instruction.asKeywordSpan];
}

function recase({ source }: Dockerfile, at: Span, isLower: boolean): TextEdit {
  const found = source.slice(at);
  return replaceExpected(source, at, found, inCase(found, isLower));
}

function inCase(keyword: string, isLower: boolean): string {
  return isLower ? keyword.toLowerCase() : keyword.toUpperCase();
}

import { cleanSource } from "../../dockerfile/context-sources.ts";
import { isRemoteSource } from "../../dockerfile/copy-sources.ts";
import type { Dockerfile, Word } from "../../dockerfile/model.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const sourceOutsideContext: Rule = {
  name: "source-outside-context",
  category: "copy",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "A source of COPY goes up out of the build context",
  why:
    "COPY and ADD see the build context and nothing beside it. BuildKit drops a `..` that would leave it, so `../shared` is taken " +
    "from the context's root: either there is none and the build stops, or it is another directory than the one that was meant. " +
    "The older builder refuses it.",
  sources: [
    {
      title: "Dockerfile reference: COPY, source",
      url: "https://docs.docker.com/reference/dockerfile/#source-1",
    },
    {
      title: "Docker: Build context",
      url: "https://docs.docker.com/build/concepts/context/",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "instruction",
  words: [".."],
  examples: [
    {
      bad: "FROM node:22\nWORKDIR /app\nCOPY ../shared ./shared\nCOPY . .\n",
      good: "FROM node:22\nWORKDIR /app\nCOPY shared ./shared\nCOPY service .\n",
      fixed: "FROM node:22\nWORKDIR /app\nCOPY shared ./shared\nCOPY . .\n",
    },
    {
      bad: "FROM alpine:3.22\nCOPY config/../../common.conf /etc/app/\n",
      good: "FROM alpine:3.22\nCOPY common.conf /etc/app/\n",
      fixed: "FROM alpine:3.22\nCOPY common.conf /etc/app/\n",
    },
    {
      bad: "FROM alpine:3.22\nCOPY .. /src\n",
      good: "FROM alpine:3.22\nCOPY . /src\n",
      fixed: "FROM alpine:3.22\nCOPY . /src\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nCOPY src/../lib /lib\nCOPY ./..a ..b c.. /x/\n",
    "FROM alpine:3.22 AS build\nFROM alpine:3.22\nCOPY --from=build ../out /out\n",
    "FROM alpine:3.22\nADD https://example.com/../a /a\nADD git@github.com:a/../b.git /b\n",
    "FROM alpine:3.22\nARG DIR\nCOPY ${DIR}/../x /x\nCOPY a ../b/\n",
  ],
  *check(dockerfile) {
    for (const copy of dockerfile.instructions) {
      if ((copy.kind !== "copy" && copy.kind !== "add") || copy.from !== null) continue;
      for (const word of copy.sources) {
        if (!leavesContext(word)) continue;
        const path = cleanSource(word.value) || ".";
        yield {
          message:
            `\`${word.value}\` cannot leave the build context: ${copy.keyword} takes \`${path}\` from its root instead. ` +
            "Write that, or build with the directory above as the context.",
          span: word.span,
          fix: fixOf(dockerfile, word, path),
        };
      }
    }
  },
};

/** Whether a source goes up from where nothing is above it. */
function leavesContext({ value, variables }: Word): boolean {
  if (variables.length > 0 || isRemoteSource(value) || value.includes("\\")) return false;
  let depth = 0;
  for (const part of value.split("/")) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return true;
  }
  return false;
}

function fixOf({ source }: Dockerfile, { value, span }: Word, path: string): Fix | undefined {
  if (source.slice(span) !== value) return undefined;
  const written = value.endsWith("/") && path !== "." ? `${path}/` : path;
  return {
    title: `Write ${written}, as it is read today (check that it is what you mean)`,
    safety: "review",
    edits: [replaceExpected(source, span, value, written)],
  };
}

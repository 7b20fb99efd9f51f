import { writesKeywordsLower } from "../../dockerfile/keyword-casing.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Rule } from "../rule.ts";

export const asKeywordCasing: Rule = {
  name: "as-keyword-casing",
  category: "stages",
  severity: "info",
  confidence: "high",
  presets: ["recommended"],
  summary: "The case of `as` differs from that of its FROM",
  why: "`FROM` and `AS` are two halves of one instruction; written in one case they are easier to find and to read.",
  sources: [
    {
      title: "Docker build checks: FromAsCasing",
      url: "https://docs.docker.com/reference/build-checks/from-as-casing/",
    },
  ],
  aliases: ["FromAsCasing"],
  fix: "safe",
  scope: "file",
  variations: { keywordCase: false },
  words: [" as", "\tas"],
  examples: [
    {
      bad: "FROM golang:1.25.1 as builder\nRUN go build -o /app .\n",
      good: "FROM golang:1.25.1 AS builder\nRUN go build -o /app .\n",
      fixed: "FROM golang:1.25.1 AS builder\nRUN go build -o /app .\n",
    },
    {
      bad: "from debian:12.8 AS deps\nrun make deps\n",
      good: "from debian:12.8 as deps\nrun make deps\n",
      fixed: "from debian:12.8 as deps\nrun make deps\n",
    },
  ],
  silentOn: [
    "from alpine:3.22\nrun true\nFROM alpine:3.22 as build\nrun true\n",
    "FROM alpine:3.22\n",
    "From alpine:3.22 As build\n",
    "from alpine:3.22 as build\n",
  ],
  *check(dockerfile) {
    const { stages, source } = dockerfile;
    const isLower = writesKeywordsLower(dockerfile);
    for (const { from } of stages) {
      if (from.asKeywordSpan === null) continue;
      const keyword = source.slice(from.keywordSpan);
      const as = source.slice(from.asKeywordSpan);
      // A FROM that is not in the case of the file is written anew, with its AS, by the rule for that.
      if (keyword !== (isLower ? "from" : "FROM")) continue;
      const fitting = isLower ? "as" : "AS";
      if (as === fitting) continue;
      yield {
        message: `\`${as}\` is not written like its \`${keyword}\`. Write \`${fitting}\`.`,
        span: from.asKeywordSpan,
        fix: {
          title: `Write ${fitting}`,
          safety: "safe",
          edits: [replaceExpected(source, from.asKeywordSpan, as, fitting)],
        },
      };
    }
  },
};

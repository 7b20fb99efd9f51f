import type { Dockerfile, KeyValue, KeyValueInstruction } from "../../dockerfile/model.ts";
import { span } from "../../source/span.ts";
import { insertAt, replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const legacyKeyValue: Rule = {
  name: "legacy-key-value",
  category: "syntax",
  severity: "info",
  confidence: "high",
  presets: ["recommended"],
  summary: "ENV or LABEL is written with a blank instead of `=`",
  why:
    "`ENV NAME value` is the old form. It takes one name only, and everything behind it, blanks and further `NAME=value` pairs " +
    "included, becomes the value without a warning. BuildKit warns of it and may refuse it one day.",
  sources: [
    {
      title: "Docker build checks: LegacyKeyValueFormat",
      url: "https://docs.docker.com/reference/build-checks/legacy-key-value-format/",
    },
  ],
  aliases: ["LegacyKeyValueFormat"],
  fix: "safe",
  scope: "instruction",
  words: ["env", "label"],
  examples: [
    {
      bad: "FROM node:22.12.0\nENV NODE_ENV production\n",
      good: "FROM node:22.12.0\nENV NODE_ENV=production\n",
      fixed: "FROM node:22.12.0\nENV NODE_ENV=production\n",
    },
    {
      bad: "FROM eclipse-temurin:21.0.5_11-jre\nENV JAVA_OPTS -Xms256m -Xmx512m\n",
      good: 'FROM eclipse-temurin:21.0.5_11-jre\nENV JAVA_OPTS="-Xms256m -Xmx512m"\n',
      fixed: 'FROM eclipse-temurin:21.0.5_11-jre\nENV JAVA_OPTS="-Xms256m -Xmx512m"\n',
    },
    {
      bad: "FROM alpine:3.22\nENV BUILD_DEPS \\\n\t\tgcc \\\n\t\tmake\n",
      good: 'FROM alpine:3.22\nENV BUILD_DEPS="gcc \\\n\t\tmake"\n',
      fixed: 'FROM alpine:3.22\nENV BUILD_DEPS="gcc \\\n\t\tmake"\n',
    },
    {
      bad: 'FROM alpine:3.22\nLABEL description "a small tool"\nENV PATH /opt/bin:$PATH\n',
      good: 'FROM alpine:3.22\nLABEL description="a small tool"\nENV PATH=/opt/bin:$PATH\n',
      fixed: 'FROM alpine:3.22\nLABEL description="a small tool"\nENV PATH=/opt/bin:$PATH\n',
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nENV A=1 B=2\nLABEL a=b\n",
    "FROM alpine:3.22\nARG A\n",
    'FROM alpine:3.22\nENV A= B="c d"\n',
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== "env" && instruction.kind !== "label") continue;
      const [pair] = instruction.pairs;
      if (pair?.legacy !== true || pair.value === null) continue;
      const swallowed = /(?:^|[ \t])([A-Za-z_]\w*)=/.exec(pair.value.text)?.[1];
      const isPair = swallowed !== undefined && !/["']/.test(pair.value.text);
      yield {
        message:
          `\`${instruction.keyword} ${pair.key}\` is followed by a blank instead of \`=\`: all of the rest becomes its value` +
          `${isPair && instruction.kind === "env" ? `, \`${swallowed}=...\` too` : ""}. Write \`${pair.key}=...\`.`,
        span: pair.span,
        fix: fixOf(dockerfile, instruction, pair),
      };
    }
  },
};

function fixOf(
  { source, escape }: Dockerfile,
  instruction: KeyValueInstruction,
  { key, keySpan, value }: KeyValue,
): Fix | undefined {
  if (value === null || instruction.pairs.length !== 1) return undefined;
  const gap = span(keySpan.end, value.span.start);
  const between = source.slice(gap);
  // The value may begin on the next line; a comment in between would be lost.
  const isGap = between
    .split(/\r?\n/)
    .every((line, index, lines) => line.trim() === (index < lines.length - 1 ? escape : ""));
  if (!isGap || /["'=\s]/.test(source.slice(keySpan))) return undefined;
  const quotes = quotesFor(value.text, escape);
  if (quotes === null) return undefined;
  return {
    title: `Write ${key}=`,
    safety: "safe",
    edits: [
      replaceExpected(source, gap, between, `=${quotes}`),
      ...(quotes === "" ? [] : [insertAt(value.span.end, quotes)]),
    ],
  };
}

/** The quotes that a value needs to stay one word of the same meaning; null when none serve. */
function quotesFor(text: string, escape: string): string | null {
  if (!/[ \t]/.test(text)) return "";
  if (/^"[^"]*"$/.test(text) && !text.includes(escape)) return "";
  if (/^'[^']*'$/.test(text)) return "";
  if (/["']/.test(text) || text.includes(escape)) return null;
  return '"';
}

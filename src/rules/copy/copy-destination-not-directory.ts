import type { CopyInstruction, Word } from "../../dockerfile/model.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { insertAt } from "../../source/text-edit.ts";
import type { Rule } from "../rule.ts";

export const copyDestinationNotDirectory: Rule = {
  name: "copy-destination-not-directory",
  category: "copy",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "Several sources are copied to a destination without a trailing slash",
  why:
    "With several sources the destination must be a directory, and only a slash at its end says so. Without it builders " +
    "refuse the instruction, or what is made depends on whether the directory is there already.",
  sources: [
    {
      title: "Docker: COPY, destination",
      url: "https://docs.docker.com/reference/dockerfile/#destination",
    },
    { title: "hadolint: DL3021", url: "https://github.com/hadolint/hadolint/wiki/DL3021" },
  ],
  aliases: ["DL3021", "DS-0011"],
  fix: "safe",
  scope: "instruction",
  examples: [
    {
      bad: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json package-lock.json /app\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json package-lock.json /app/\n",
      fixed: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json package-lock.json /app/\n",
    },
    {
      bad: 'FROM alpine:3.22\nCOPY ["a file", "b file", "/srv/my data"]\n',
      good: 'FROM alpine:3.22\nCOPY ["a file", "b file", "/srv/my data/"]\n',
      fixed: 'FROM alpine:3.22\nCOPY ["a file", "b file", "/srv/my data/"]\n',
    },
    {
      bad: "FROM alpine:3.22\nARG TARGET=/opt/tool\nCOPY --chown=1000:1000 bin lib ${TARGET}\n",
      good: "FROM alpine:3.22\nARG TARGET=/opt/tool\nCOPY --chown=1000:1000 bin lib ${TARGET}/\n",
      fixed: "FROM alpine:3.22\nARG TARGET=/opt/tool\nCOPY --chown=1000:1000 bin lib ${TARGET}/\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nCOPY a b .\nCOPY a b ./\nCOPY a b ..\nCOPY a b /x/.\nCOPY a b /\n",
    "FROM alpine:3.22\nCOPY a /b\nCOPY *.json /app\n",
    "FROM alpine:3.22\nARG DIR\nCOPY a b $DIR\nCOPY a b $UNSET\n",
    "FROM alpine:3.22\nARG DIR=/app/\nCOPY a b $DIR\n",
    "FROM alpine:3.22\nCOPY <<EOF /a\ntext\nEOF\n",
    "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY a b C:\\app\\\n",
    "FROM alpine:3.22\nCOPY a b # the rest\n",
    "FROM alpine:3.22\nCOPY {{ spec.version }}/root /opt\n",
  ],
  *check({ instructions, source, escape }) {
    for (const copy of instructions) {
      if (copy.kind !== "copy" && copy.kind !== "add") continue;
      const { destination } = copy;
      const count = copy.sources.length + copy.heredocs.length;
      if (destination === null || count < 2 || !lacksSlash(copy, destination)) continue;
      const windows = escape === "`" && /^[^/]*\\[^/]*$/.test(destination.value);
      const slash = windows ? "\\" : "/";
      const quote = /["']$/.exec(source.slice(destination.span)) === null ? 0 : 1;
      yield {
        message:
          `${copy.keyword} takes ${count} sources to \`${destination.value}\`, which is no directory without a ${windows ? "backslash" : "slash"} at its end. ` +
          `Write \`${destination.value}${slash}\`.`,
        span: destination.span,
        fix: {
          title: `Add the trailing ${windows ? "backslash" : "slash"}`,
          safety: "safe",
          edits: [insertAt(destination.span.end - quote, slash)],
        },
      };
    }
  },
};

function lacksSlash(copy: CopyInstruction, destination: Word): boolean {
  // What was meant as a comment, or belongs to a template, is no source.
  if (copy.exec === null && copy.sources.some(({ text }) => /^#|\{\{|\{%/.test(text))) return false;
  const value = expandWord(destination, copy.state.lookup);
  if (value === null || value === "" || value.startsWith("#")) return false;
  return !/(?:^|[/\\])\.{0,2}$/.test(value);
}

import { insertAt } from "../../source/text-edit.ts";
import type { Rule } from "../rule.ts";

export const relativeWorkdir: Rule = {
  name: "relative-workdir",
  category: "syntax",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A relative WORKDIR depends on the base image's working directory",
  why:
    "A relative WORKDIR is taken from the one before it. When the file has set none, that is the base image's, which " +
    "its maintainers may change: the files then land in another place without a change of yours.",
  sources: [
    {
      title: "Docker build checks: WorkdirRelativePath",
      url: "https://docs.docker.com/reference/build-checks/workdir-relative-path/",
    },
  ],
  aliases: ["DL3000", "DS-0009", "CKV_DOCKER_10", "WorkdirRelativePath"],
  fix: "review",
  scope: "instruction",
  words: ["workdir"],
  examples: [
    {
      bad: "FROM node:22\nWORKDIR app\nCOPY . .\n",
      good: "FROM node:22\nWORKDIR /app\nCOPY . .\n",
      fixed: "FROM node:22\nWORKDIR /app\nCOPY . .\n",
    },
    {
      bad: 'FROM debian:12\nWORKDIR "srv/my app"\n',
      good: 'FROM debian:12\nWORKDIR "/srv/my app"\n',
      fixed: 'FROM debian:12\nWORKDIR "/srv/my app"\n',
    },
  ],
  silentOn: [
    "FROM node:22\nWORKDIR /srv\nWORKDIR app\n",
    "FROM node:22 AS base\nWORKDIR /srv\nFROM base\nWORKDIR app\n",
    "FROM node:22\nWORKDIR $HOME\n",
    "FROM node:22\nENV APP=/app\nWORKDIR ${APP}/web\n",
    "FROM node:22\nARG ROOT\nWORKDIR ${ROOT}/web\n",
    "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:\\app\n",
    "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR \\app\n",
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== "workdir" || instruction.path === null) continue;
      const { path, state } = instruction;
      if (state.workdir !== null || state.workdirSetBy !== null) continue;
      // A leading variable may hold an absolute path; `C:\` and `\` are absolute on Windows.
      if (/^(\/|\\|\$|[A-Za-z]:)/.test(path.value) || path.value === "") continue;
      const quoted = /^["']/.test(path.text);
      const dotted = /^\.\.?(\/|$)/.test(path.value);
      yield {
        message:
          `\`WORKDIR ${path.text}\` is taken from the base image's working directory, which can change with the image. ` +
          `Write the whole path${dotted ? "" : `, for example \`/${path.value}\``}.`,
        span: path.span,
        fix: dotted
          ? undefined
          : {
              title: `Make it /${path.value}`,
              safety: "review",
              edits: [insertAt(path.span.start + (quoted ? 1 : 0), "/")],
            },
      };
    }
  },
};

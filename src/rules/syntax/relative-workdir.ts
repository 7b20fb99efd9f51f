import { baseWorkdir } from "../../dockerfile/base-workdir.ts";
import type { Stage } from "../../dockerfile/model.ts";
import { resolvePath } from "../../dockerfile/paths.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { replaceExpected } from "../../source/text-edit.ts";
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
      bad: "FROM golang:1.25\nWORKDIR ./src/app\nCOPY . .\n",
      good: "FROM golang:1.25\nWORKDIR /go/src/app\nCOPY . .\n",
      fixed: "FROM golang:1.25\nWORKDIR /go/src/app\nCOPY . .\n",
    },
    {
      bad: 'FROM debian:12\nWORKDIR "srv/my app"\n',
      good: 'FROM debian:12\nWORKDIR "/srv/my app"\n',
      fixed: 'FROM debian:12\nWORKDIR "/srv/my app"\n',
    },
  ],
  silentOn: [
    "FROM gcr.io/oss-fuzz-base/base-builder\nCOPY . $SRC/app\nWORKDIR app\n",
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
      const { path, state, stage } = instruction;
      if (state.workdir !== null || state.workdirSetBy !== null) continue;
      // A leading variable may hold an absolute path; `C:\` and `\` are absolute on Windows.
      if (/^(\/|\\|\$|[A-Za-z]:)/.test(path.value) || path.value === "") continue;
      if (stage !== null && isPromised(stage)) continue;
      const whole = wholePath(stage, path.value);
      const inside = { start: path.span.start, end: path.span.end };
      if (/^["']/.test(path.text)) {
        inside.start++;
        inside.end--;
      }
      yield {
        message:
          `\`WORKDIR ${path.text}\` is taken from the base image's working directory, which can change with the image. ` +
          `Write the whole path${whole === null ? "" : `, for example \`${whole}\``}.`,
        span: path.span,
        fix:
          whole === null || dockerfile.source.slice(inside) !== path.value
            ? undefined
            : {
                title: `Make it ${whole}`,
                safety: "review",
                edits: [replaceExpected(dockerfile.source, inside, path.value, whole)],
              },
      };
    }
  },
};

/**
 * Whether a stage stands on an image that promises its working directory to those who build on it: on OSS-Fuzz's, all of
 * a project lies below it (https://google.github.io/oss-fuzz/getting-started/new-project-guide/).
 */
function isPromised(stage: Stage): boolean {
  const { reference } = rootStage(stage).base;
  return reference?.registry === "gcr.io" && reference.repository.startsWith("oss-fuzz-base/");
}

/** Where a relative path leads: from the image's own directory, or from the root where that is not known; null when it cannot be told. */
function wholePath(stage: Stage | null, path: string): string | null {
  const base = stage === null ? null : baseWorkdir(stage);
  if (base !== null && !/[$`]/.test(path)) return resolvePath(base, path);
  return /^\.\.?(\/|$)/.test(path) ? null : `/${path}`;
}

import { baseWorkdir } from "../../dockerfile/base-workdir.ts";
import type { CopyInstruction, Instruction, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import type { Rule } from "../rule.ts";

export const relativeCopyDestination: Rule = {
  name: "relative-copy-destination",
  category: "copy",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "Files are copied to a relative destination although no WORKDIR is set",
  why:
    "A relative destination is taken from the working directory. When the file sets none, that is the base image's: often `/`, where " +
    "the files lie among the system's own, and in any case a place that changes with the image and not with the file.",
  sources: [
    {
      title: "Docker: COPY, destination",
      url: "https://docs.docker.com/reference/dockerfile/#destination",
    },
    { title: "hadolint: DL3045", url: "https://github.com/hadolint/hadolint/wiki/DL3045" },
  ],
  aliases: ["DL3045"],
  fix: "none",
  ignoreWhen: "the base image is your own and promises its working directory.",
  scope: "instruction",
  examples: [
    {
      bad: 'FROM python:3.13.1\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13.1\nWORKDIR /app\nCOPY app.py .\nCMD ["python", "app.py"]\n',
    },
    {
      bad: "FROM debian:12.8\nCOPY --chown=1000:1000 config.yml etc/app/\n",
      good: "FROM debian:12.8\nCOPY --chown=1000:1000 config.yml /etc/app/\n",
    },
  ],
  silentOn: [
    "FROM node:22.12.0 AS base\nWORKDIR /app\nFROM base\nCOPY . .\n",
    "FROM node:22.12.0\nWORKDIR $HOME\nCOPY . .\n",
    "FROM node:22.12.0\nWORKDIR app\nCOPY . .\n",
    "FROM scratch\nCOPY app .\n",
    "FROM alpine:3.22\nARG DIR=/app\nCOPY . $DIR\nCOPY . ${DIR}/x\n",
    "FROM alpine:3.22\nCOPY . $HOME/app\n",
    'FROM alpine:3.22\nCOPY a "/srv/data"\nCOPY ["a", "/b"]\n',
    "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY a C:\\b\nCOPY a c:/b\nCOPY a \\b\n",
  ],
  *check({ instructions }) {
    const told = new Set<Stage | null>();
    for (const copy of instructions) {
      if (copy.kind !== "copy" && copy.kind !== "add") continue;
      const { destination, stage } = copy;
      // One WORKDIR serves all of a stage.
      if (destination === null || stage === null || told.has(stage) || !isRelative(copy)) continue;
      told.add(stage);
      const directory = baseWorkdir(stage);
      const today = directory === null ? "" : ` (\`${directory}\` today)`;
      yield {
        message:
          `\`${destination.value}\` is taken from the base image's working directory${today}, because no WORKDIR is set. ` +
          "Set one above, or write the whole path.",
        span: destination.span,
        confidence: directory === null ? "medium" : "high",
        aliases: copy.kind === "copy" ? ["DL3045"] : [],
        yieldsTo: "trailing-comment",
      };
    }
  },
};

function isRelative({ destination, state, stage }: CopyInstruction & Instruction): boolean {
  if (destination === null || state.workdir !== null || state.workdirSetBy !== null) return false;
  if (stage === null || rootStage(stage).base.scratch) return false;
  // The end of a quoted path with blanks, which BuildKit splits: where it begins is not known.
  if (/^[^"']*["']$/.test(destination.text)) return false;
  // A leading variable without a known value may hold an absolute path.
  const value = expandWord(destination, state.lookup) ?? destination.value;
  return value !== "" && !/^(?:[/\\$#]|[A-Za-z]:)/.test(value);
}

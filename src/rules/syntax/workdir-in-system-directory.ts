import type { Dockerfile, WorkdirInstruction } from "../../dockerfile/model.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import { isInImage, nextInstruction } from "../../dockerfile/queries.ts";
import type { Problem, Rule } from "../rule.ts";

/** Directories that the kernel or the boot loader owns: nothing below them is a place for files of an image. */
const kernelDirectory = /^\/(?:proc|sys|dev|boot|initrd|lost\+found)(?:\/|$)/;

/** Those of them that Trivy's DS-0030 names. It speaks of what lies below them. */
const trivyDirectory = /^\/(?:proc|dev|boot|initrd|lost\+found)\//;

/** Directories that the distribution's packages fill. A directory of one's own below them is another matter. */
const distributionDirectory =
  /^\/(?:etc|bin|sbin|lib|lib32|lib64|libx32|usr|usr\/bin|usr\/sbin|usr\/lib|usr\/lib64|usr\/libexec|usr\/share|var|var\/lib|run)$/;

export const workdirInSystemDirectory: Rule = {
  name: "workdir-in-system-directory",
  category: "syntax",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "WORKDIR is a directory of the system",
  why:
    "What is copied or made in the working directory lands among the system's own files: it can replace some of them, and " +
    "nobody can tell yours from those of the distribution. `/proc`, `/sys` and `/dev` are mounted over when a container " +
    "starts, so what the image holds there is not seen at all, and a working directory that leads through `/proc` has been a way " +
    "out of containers (CVE-2024-21626).",
  sources: [
    {
      title: "Docker: Building best practices, WORKDIR",
      url: "https://docs.docker.com/build/building/best-practices/#workdir",
    },
    {
      title: "Trivy: DS-0030",
      url: "https://avd.aquasec.com/misconfig/dockerfile/general/avd-ds-0030/",
    },
  ],
  aliases: ["DS-0030"],
  fix: "none",
  ignoreWhen:
    "the image is there to change the system itself, for example the root file system of a distribution.",
  scope: "file",
  words: ["workdir"],
  examples: [
    {
      bad: "FROM debian:12.8\nWORKDIR /usr/bin\nCOPY tool ./\n",
      good: "FROM debian:12.8\nWORKDIR /opt/tool\nCOPY tool ./\n",
    },
    {
      bad: 'FROM alpine:3.22\nWORKDIR /proc/self/fd/8\nCMD ["ls"]\n',
      good: 'FROM alpine:3.22\nWORKDIR /srv\nCMD ["ls"]\n',
    },
    {
      bad: "FROM node:22.12.0\nWORKDIR /\nCOPY package.json ./\nRUN npm install\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\n",
    },
  ],
  silentOn: [
    "FROM nginx:1.27.3\nWORKDIR /etc/nginx\nCOPY nginx.conf .\n",
    "FROM debian:12.8\nWORKDIR /usr/src/app\nCOPY . .\n",
    "FROM debian:12.8\nWORKDIR /usr/local/bin\nCOPY tool .\n",
    "FROM debian:12.8\nWORKDIR /var/lib/app\n",
    "FROM scratch\nWORKDIR /\nCOPY app .\n",
    'FROM golang:1.25 AS build\nRUN go build -o /a .\nFROM scratch\nWORKDIR /bin/\nCOPY --from=build /a .\nCMD ["/bin/a"]\n',
    'FROM gcr.io/distroless/static:nonroot\nWORKDIR /\nCOPY manager .\nENTRYPOINT ["/manager"]\n',
    'FROM debian:12.8\nWORKDIR /build\nCOPY . .\nRUN make install\nWORKDIR /\nCMD ["app"]\n',
    "FROM debian:12.8\nARG DIR\nWORKDIR $DIR\n",
    "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR /bin\nWORKDIR C:\\Windows\n",
  ],
  *check(dockerfile) {
    for (const workdir of dockerfile.instructions) {
      if (workdir.kind !== "workdir" || workdir.path === null) continue;
      const directory = directoryBehind(dockerfile, workdir);
      if (directory === null || dockerfile.escape === "`") continue;
      const problem = problemOf(dockerfile, workdir, directory);
      if (problem !== null) yield { ...problem, span: workdir.path.span };
    }
  },
};

function problemOf(
  dockerfile: Dockerfile,
  workdir: WorkdirInstruction,
  directory: string,
): Omit<Problem, "span"> | null {
  if (kernelDirectory.test(directory)) {
    return {
      message:
        `\`${directory}\` belongs to the running system, not to the image: what is put there is hidden when a container starts. ` +
        "Work in a directory of your own, such as `/app`.",
      aliases: trivyDirectory.test(`${directory}/`) ? ["DS-0030"] : [],
    };
  }
  const family = workdir.stage === null ? null : familyOfStage(workdir.stage);
  // An image without a distribution has none of its files.
  if (distributionDirectory.test(directory) && family !== "scratch") {
    return {
      message:
        `\`${directory}\` holds the system's own files; whatever is copied or made here lands among them and can replace some. ` +
        "Work in a directory of your own, such as `/app`.",
      aliases: [],
    };
  }
  if (directory !== "/" || !fillsRoot(dockerfile, workdir)) return null;
  return {
    message:
      "The files that follow land in `/`, among the directories of the system. Work in a directory of your own, such as `/app`.",
    severity: "info",
    aliases: [],
  };
}

/** The working directory that a WORKDIR leads to, along its lineage; null when it is not known. */
function directoryBehind(dockerfile: Dockerfile, workdir: WorkdirInstruction): string | null {
  const { stage, path } = workdir;
  if (workdir.onbuild !== null || stage === null) return path?.value ?? null;
  const next = nextInstruction(dockerfile, workdir);
  const behind = [next?.state, stage.endState].find((state) => state?.workdirSetBy === workdir);
  return behind?.workdir ?? null;
}

/** Whether files of the image are copied into `/` by a relative path, where the base image has a system of its own. */
function fillsRoot(dockerfile: Dockerfile, workdir: WorkdirInstruction): boolean {
  const { stage } = workdir;
  if (stage === null || !isInImage(dockerfile, stage)) return false;
  const family = familyOfStage(stage);
  if (family === "scratch" || family === "distroless") return false;
  for (let at = workdir.index + 1; at < dockerfile.instructions.length; at++) {
    const next = dockerfile.instructions[at];
    if (next?.stage !== stage) return false;
    if (next.onbuild !== null) continue;
    if (next.kind === "workdir") return false;
    if (next.kind !== "copy" && next.kind !== "add") continue;
    if (/^\.\/?$/.test(next.destination?.value ?? "")) return true;
  }
  return false;
}

import { baseUser, type BaseUser } from "../../dockerfile/base-users.ts";
import { familyOfStage, type ImageFamily } from "../../dockerfile/image-family.ts";
import { insertBefore, insertAfter } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, ImageUse, Instruction, Stage } from "../../dockerfile/model.ts";
import { lastOfKind, rootStage } from "../../dockerfile/queries.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { dropsPrivileges } from "../../shell/privileges.ts";
import type { Fix, Rule } from "../rule.ts";

export const missingUser: Rule = {
  name: "missing-user",
  category: "user",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended", "security"],
  summary: "The image runs as root because no USER was ever set",
  why:
    "Without USER the container's process runs as root. Whoever takes over the process owns every file of the image and " +
    "every volume, and is one kernel or runtime flaw away from the host. Clusters that ask for `runAsNonRoot` refuse to " +
    "start such an image.",
  sources: [
    {
      title: "Docker: Building best practices, USER",
      url: "https://docs.docker.com/build/building/best-practices/#user",
    },
  ],
  aliases: ["DS-0002", "CKV_DOCKER_3"],
  fix: "review",
  scope: "file",
  ignoreWhen: "When the image is a base for others, or a tool that has to be root:",
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      good:
        "FROM python:3.13-slim\nRUN useradd --system --uid 10001 app\nWORKDIR /app\nCOPY app.py .\nUSER app\n" +
        'CMD ["python", "app.py"]\n',
      fixed:
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\n" +
        "RUN groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app app\nUSER app\n" +
        'CMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM alpine:3.22\nCOPY app /app\nENTRYPOINT ["/app"]\nCMD ["serve"]\n',
      good: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 app\nCOPY app /app\nUSER app\nENTRYPOINT ["/app"]\nCMD ["serve"]\n',
      fixed:
        "FROM alpine:3.22\nCOPY app /app\nRUN addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app\nUSER app\n" +
        'ENTRYPOINT ["/app"]\nCMD ["serve"]\n',
    },
    {
      bad: 'FROM golang:1.25 AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
      good: 'FROM golang:1.25 AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n',
      fixed:
        'FROM golang:1.25 AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n',
    },
    {
      bad: 'FROM node:22\nWORKDIR /app\nCOPY server.js .\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22\nWORKDIR /app\nCOPY server.js .\nUSER node\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:22\nWORKDIR /app\nCOPY server.js .\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  silentOn: [
    'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nENTRYPOINT ["/app"]\n',
    "FROM nginxinc/nginx-unprivileged:1.27\nCOPY dist /usr/share/nginx/html\n",
    'FROM bitnami/redis:7.4\nCMD ["redis-server"]\n',
    'FROM debian:12\nENTRYPOINT ["gosu", "app", "/app"]\n',
    'FROM alpine:3.22 AS base\nUSER 1000\nFROM base\nCMD ["/app"]\n',
    "FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n",
    "FROM scratch\nCOPY rootfs /\n",
    'ARG BASE\nFROM ${BASE}\nCMD ["/app"]\n',
    '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n',
  ],
  appliesTo: ({ finalStage }) => finalStage !== null,
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    if (stage?.endState.user !== null) return;
    if (familyOfStage(stage) === "windows" || dropsPrivileges(dockerfile, stage)) return;
    const { base } = rootStage(stage);
    const known = userOf(base);
    const starts = startOf(stage);
    if (known === null || !runsAsRoot(known, starts, base.scratch)) return;
    const program = starts === null ? null : programOf(dockerfile, starts);
    const service = known === "root-service" || (program !== null && masters.has(program));
    const unsure = known === "unknown" || starts === null || service;
    // What a script does before it starts the service is not known; it may need root.
    const opaque = program === null || /\.(sh|bash)$/.test(program);
    yield {
      message: messageOf(base, known === "unknown"),
      span: stage.from.image.span,
      ...(unsure ? { severity: "info" as const, confidence: "low" as const } : {}),
      fix: service || opaque ? undefined : fixOf(dockerfile, stage, starts),
    };
  },
};

/** Who runs in the base image; null when a variable hides which image that is. */
function userOf(base: ImageUse): BaseUser | null {
  if (base.scratch) return "root";
  return base.reference === null ? null : baseUser(base.reference);
}

function runsAsRoot(user: BaseUser, starts: Instruction | null, scratch: boolean): boolean {
  if (user === "unprivileged") return false;
  // The image's own entrypoint drops privileges unless the file sets another one.
  if (user === "drops-privileges" && starts?.kind !== "entrypoint") return false;
  // Nothing is started: an image for others to build on, or files to be copied out of.
  return starts !== null || (!scratch && user === "root");
}

function messageOf(base: ImageUse, unknown: boolean): string {
  const doubt = unknown ? `, unless \`${base.reference?.text ?? base.text}\` sets one` : "";
  return `The image runs as root: no USER is ever set${doubt}. Create an unprivileged user and switch to it before the command.`;
}

/** Servers whose master process is root by design and whose workers are not. */
const masters = new Set(
  "apache2 apache2-foreground apachectl apache2ctl crond cron dockerd dovecot httpd httpd-foreground init master nginx openresty php-fpm postfix sshd supervisord systemd".split(
    " ",
  ),
);

/** The base name of the program that an image starts; null when it is not known. */
function programOf(dockerfile: Dockerfile, starts: Instruction): string | null {
  const [command] = shellOf(dockerfile, starts)?.commands ?? [];
  // A shell that is handed a script is as good as the script.
  const script = command?.args.find(({ value }) => value?.endsWith(".sh"))?.value;
  const name = command?.name ?? null;
  return name !== null && /^(ba|da|a)?sh$/.test(name) ? (script ?? name) : name;
}

/** The first of the instructions that start the image, in its final stage or what that stands on. */
function startOf(stage: Stage): Instruction | null {
  return lastOfKind(stage.lineage, "entrypoint") ?? lastOfKind(stage.lineage, "cmd");
}

/** The commands that make a user with fixed ids the way a family of images does; null where none is needed or known. */
const creation: Readonly<Partial<Record<ImageFamily, string>>> = {
  alpine: "addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app",
  debian: "groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app app",
  rhel: "groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app app",
};

function fixOf(dockerfile: Dockerfile, stage: Stage, starts: Instruction | null): Fix | undefined {
  if (starts?.stage !== stage || starts.onbuild !== null) return undefined;
  const lines = userLines(stage);
  if (lines === null) return undefined;
  const place = firstOfEndBlock(stage);
  const edits =
    place === null
      ? insertAfter(dockerfile, stage.instructions.at(-1) ?? stage.from, lines)
      : insertBefore(dockerfile, place, lines);
  return {
    title: "Run as an unprivileged user (check what it has to write to)",
    safety: "review",
    edits,
  };
}

function userLines(stage: Stage): string | null {
  const name = rootStage(stage).base.reference?.repository.replace(/^library\//, "");
  // The official Node image brings the user `node` (uid 1000).
  if (name === "node") return "USER node";
  const family = familyOfStage(stage);
  if (family === "scratch" || family === "distroless") return "USER 65532:65532";
  const command = family === null ? undefined : creation[family];
  return command === undefined ? null : `RUN ${command}\nUSER app`;
}

/** The first instruction of the metadata block that ends a stage: behind it nothing needs root any more. */
function firstOfEndBlock(stage: Stage): Instruction | null {
  let first: Instruction | null = null;
  for (const instruction of [...stage.instructions].reverse()) {
    if (!["cmd", "entrypoint"].includes(instruction.kind)) {
      if (
        ["expose", "healthcheck", "label", "env", "stopsignal", "volume", "arg"].includes(
          instruction.kind,
        )
      )
        continue;
      break;
    }
    first = instruction;
  }
  return first;
}

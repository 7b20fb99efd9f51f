import { baseUser, type BaseUser } from "../../dockerfile/base-users.ts";
import { familyOfStage, type ImageFamily } from "../../dockerfile/image-family.ts";
import { insertBeforeStart } from "../../dockerfile/end-block.ts";
import type {
  Dockerfile,
  ImageReference,
  ImageUse,
  Instruction,
  Stage,
} from "../../dockerfile/model.ts";
import { lastOfKind, rootStage } from "../../dockerfile/queries.ts";
import { dropsPrivileges } from "../../shell/privileges.ts";
import { isRootService, startedProgram, startingInstruction } from "../../shell/started-program.ts";
import { userWithoutUse } from "../../shell/unused-users.ts";
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
        "RUN groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app app\nUSER 10001:10001\n" +
        'CMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM alpine:3.22\nCOPY app /app\nENTRYPOINT ["/app"]\nCMD ["serve"]\n',
      good: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 app\nCOPY app /app\nUSER app\nENTRYPOINT ["/app"]\nCMD ["serve"]\n',
      fixed:
        "FROM alpine:3.22\nCOPY app /app\nRUN addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app\nUSER 10001:10001\n" +
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
    {
      bad: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY out .\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
      good: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY out .\nUSER $APP_UID\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
      fixed:
        'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY out .\nUSER 1654\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
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
    'FROM node:22\nONBUILD COPY . .\nONBUILD USER node\nCMD ["node", "server.js"]\n',
    'ARG BASE\nFROM ${BASE}\nCMD ["/app"]\n',
    '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n',
  ],
  appliesTo: ({ finalStage }) => finalStage !== null,
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    if (stage?.endState.user !== null || setsUserForOthers(stage)) return;
    if (familyOfStage(stage) === "windows" || dropsPrivileges(dockerfile, stage)) return;
    const { base } = rootStage(stage);
    const known = userOf(base);
    const starts = startingInstruction(stage);
    if (known === null || !runsAsRoot(known, starts, base.scratch)) return;
    // There is a user for it already, which unused-created-user says.
    if (userWithoutUse(dockerfile) !== null) return;
    const program = starts === null ? null : startedProgram(dockerfile, starts);
    const service = known === "root-service" || startsRootService(dockerfile, stage, starts);
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

/** Whether the images that are built from this one get their USER from its ONBUILD. */
function setsUserForOthers({ lineage }: Stage): boolean {
  return lineage.some(({ instructions }) =>
    instructions.some(({ kind, onbuild }) => kind === "user" && onbuild !== null),
  );
}

/** Whether what is started is a root service: by itself, or as the CMD that an entrypoint's script hands over to. */
function startsRootService(
  dockerfile: Dockerfile,
  stage: Stage,
  starts: Instruction | null,
): boolean {
  const handedOver = starts?.kind === "entrypoint" ? lastOfKind(stage.lineage, "cmd") : null;
  return [starts, handedOver].some((one) => {
    const program = one === null ? null : startedProgram(dockerfile, one);
    return program !== null && isRootService(program);
  });
}

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
  return {
    title: "Run as an unprivileged user (check what it has to write to)",
    safety: "review",
    edits: insertBeforeStart(dockerfile, stage, lines),
  };
}

function userLines(stage: Stage): string | null {
  const name = rootStage(stage).base.reference?.repository.replace(/^library\//, "");
  // The official Node image brings the user `node` (uid 1000).
  if (name === "node") return "USER node";
  // .NET's images bring the user `app`, so that no other can have that name. From their documentation, 2026-11.
  if (hasDotnetUser(rootStage(stage).base.reference)) return "USER 1654";
  const family = familyOfStage(stage);
  if (family === "scratch" || family === "distroless") return "USER 65532:65532";
  const command = family === null ? undefined : creation[family];
  // By number, so that Kubernetes' runAsNonRoot can tell that it is not root.
  return command === undefined ? null : `RUN ${command}\nUSER 10001:10001`;
}

/** Whether an image is one of .NET 8 or later for Linux. */
function hasDotnetUser(image: ImageReference | null): boolean {
  if (image?.registry !== "mcr.microsoft.com" || !image.repository.startsWith("dotnet/"))
    return false;
  return Number(/^\d+/.exec(image.tag ?? "")?.[0] ?? 0) >= 8;
}

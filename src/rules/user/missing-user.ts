import { isContainerAction } from "../../context/container-action.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { baseUserOf, type BaseUser } from "../../dockerfile/base-users.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import type { Dockerfile, ImageUse, Instruction, Stage } from "../../dockerfile/model.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { dropsPrivileges } from "../../shell/services/privileges.ts";
import {
  startedProgram,
  startedScript,
  startingInstruction,
  startsRootService,
} from "../../shell/services/started-program.ts";
import { startsPrompt } from "../../shell/services/service-images.ts";
import { usersOf, userWithoutUse } from "../../shell/users/unused-users.ts";
import { servedPorts } from "../../shell/services/served-ports.ts";
import { userFix, usesRootHome } from "../../shell/edits/user-fix.ts";
import type { Fix, Rule } from "../rule.ts";

/** Names of stages that are built to see whether they can be: no container is started of them. */
const checks =
  /(^|[-_.])(validate|validation|verify|check|checks|lint|linter|fmt|format|test|tests|coverage|outdated|audit|scan|generate|vendor|updates?)([-_.]|$)/i;

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
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY --chown=10001:10001 app.py .\n" +
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
      fixed:
        'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node server.js .\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY out .\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
      good: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY out .\nUSER $APP_UID\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
      fixed:
        'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY --chown=1654:1654 out .\nUSER 1654\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
    },
  ],
  silentOn: [
    'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nENTRYPOINT ["/app"]\n',
    "FROM nginxinc/nginx-unprivileged:1.27\nCOPY dist /usr/share/nginx/html\n",
    'FROM public.ecr.aws/lambda/python:3.13\nCOPY app.py /var/task/\nCMD ["app.handler"]\n',
    'FROM amazon/aws-lambda-nodejs:22\nCOPY index.js /var/task/\nCMD ["index.handler"]\n',
    "FROM golang:1.25 AS validate\nRUN --mount=target=. go vet ./...\n",
    'FROM bitnami/redis:7.4\nCMD ["redis-server"]\n',
    'FROM debian:12\nENTRYPOINT ["gosu", "app", "/app"]\n',
    'FROM debian:12\nCMD ["/lib/systemd/systemd"]\n',
    'FROM debian:12\nCOPY entrypoint /\nENTRYPOINT ["/entrypoint", "/sbin/init"]\n',
    'FROM alpine:3.22 AS base\nUSER 1000\nFROM base\nCMD ["/app"]\n',
    "FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n",
    'FROM public.ecr.aws/lambda/python:3.13\nCOPY app.py ./\nCMD ["app.handler"]\n',
    "FROM scratch\nCOPY rootfs /\n",
    'FROM node:22\nONBUILD COPY . .\nONBUILD USER node\nCMD ["node", "server.js"]\n',
    'ARG BASE\nFROM ${BASE}\nCMD ["/app"]\n',
    'FROM alpine:3.22\nLABEL com.github.actions.name="greet"\nCOPY greet.sh /\nENTRYPOINT ["/greet.sh"]\n',
    'FROM example.com/workspace:1\nRUN sudo apt-get update && sudo apt-get install -y --no-install-recommends jq\nCMD ["/start"]\n',
    '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n',
  ],
  appliesTo: ({ finalStage }) => {
    if (finalStage === null || familyOfStage(finalStage) === "windows") return false;
    if (finalStage.endState.user !== null || setsUserForOthers(finalStage)) return true;
    const { base } = rootStage(finalStage);
    const known = baseUserOf(base);
    if (known === null) return false;
    const starts = startingInstruction(finalStage);
    return (
      known === "unprivileged" ||
      known === "drops-privileges" ||
      runsAsRoot(known, starts, finalStage)
    );
  },
  *check(dockerfile, { buildContext }) {
    const stage = dockerfile.finalStage;
    if (stage?.endState.user !== null || setsUserForOthers(stage)) return;
    if (isContainerAction(dockerfile, buildContext)) return;
    if (familyOfStage(stage) === "windows" || dropsPrivileges(dockerfile, stage)) return;
    const { base } = rootStage(stage);
    const known = baseUserOf(base);
    const starts = startingInstruction(stage);
    if (known === null || !runsAsRoot(known, starts, stage)) return;
    if (known === "unknown" && usesSudo(dockerfile, stage)) return;
    // There is a user for it already, which unused-created-user says.
    if (userWithoutUse(dockerfile) !== null) return;
    const start = startOf(dockerfile, stage, { starts, known });
    yield {
      message: messageOf(dockerfile, stage, {
        base,
        service: start.service,
        doubt: doubtOf(base, known, start.switching),
      }),
      span: stage.from.image.span,
      ...(start.unsure ? { severity: "info" as const, confidence: "low" as const } : {}),
      fix:
        start.service || start.opaque || lowPort(dockerfile, stage) !== null
          ? undefined
          : fixOf(dockerfile, stage, starts),
    };
  },
};

/** Whether steps of a stage ask for root by sudo, so that the base image has a user of its own. */
function usesSudo(dockerfile: Dockerfile, { lineage }: Stage): boolean {
  return lineage.some(({ instructions }) =>
    instructions.some(
      (run) =>
        run.kind === "run" &&
        shellOf(dockerfile, run)?.commands.some(({ wrappers }) => wrappers.includes("sudo")),
    ),
  );
}

/** A second stage may stand on an image that has an unprivileged user. */
function fixOf(dockerfile: Dockerfile, stage: Stage, starts: Instruction | null): Fix | undefined {
  const fix = userFix(dockerfile, stage, starts);
  return fix && { ...fix, after: "single-stage-build" };
}

/** Whether the images that are built from this one get their USER from its ONBUILD. */
function setsUserForOthers({ lineage }: Stage): boolean {
  return lineage.some(({ instructions }) =>
    instructions.some(({ kind, onbuild }) => kind === "user" && onbuild !== null),
  );
}

function runsAsRoot(user: BaseUser, starts: Instruction | null, stage: Stage): boolean {
  if (user === "unprivileged") return false;
  // The image's own entrypoint drops privileges unless the file sets another one.
  if (user === "drops-privileges" && starts?.kind !== "entrypoint") return false;
  // Nothing is started: an image for others to build on, or files to be copied out of.
  if (starts !== null) return true;
  return !rootStage(stage).base.scratch && user === "root" && !checks.test(stage.name ?? "");
}

/** How the image starts, as far as its user is concerned. */
interface Start {
  /** Whether the server is root by design. */
  readonly service: boolean;
  /** The script that may switch to the user that is made beside it; null when there is none. */
  readonly switching: string | null;
  /** Whether what is done before the service is started is not known; it may need root. */
  readonly opaque: boolean;
  /** Whether the program may not run as root for all that is known, or is none to be run as it is. */
  readonly unsure: boolean;
}

function startOf(
  dockerfile: Dockerfile,
  stage: Stage,
  { starts, known }: { readonly starts: Instruction | null; readonly known: BaseUser },
): Start {
  const service = known === "root-service" || startsRootService(dockerfile, stage);
  if (starts === null) return { service, switching: null, opaque: true, unsure: true };
  const script = startedScript(dockerfile, starts);
  const switching = usersOf(dockerfile, stage).length > 0 ? script : null;
  return {
    service,
    switching,
    opaque: script !== null || startedProgram(dockerfile, starts) === null,
    unsure: known === "unknown" || service || switching !== null || startsPrompt(dockerfile, stage),
  };
}

interface Circumstances {
  readonly base: ImageUse;
  /** What may keep it from running as root, as part of a sentence; empty when nothing is known that may. */
  readonly doubt: string;
  /** Whether the server is root by design. */
  readonly service: boolean;
}

function doubtOf(base: ImageUse, user: BaseUser, switching: string | null): string {
  if (user === "unknown") return `, unless \`${base.reference?.text ?? base.text}\` sets one`;
  return switching === null ? "" : `, unless \`${switching}\` switches to the user that is made`;
}

function messageOf(
  dockerfile: Dockerfile,
  stage: Stage,
  { base, doubt, service }: Circumstances,
): string {
  return `The image runs as root: no USER is ever set${doubt}. ${adviceFor(dockerfile, stage, base, service)}`;
}

function adviceFor(dockerfile: Dockerfile, stage: Stage, base: ImageUse, service: boolean): string {
  if (base.reference !== null && hubName(base.reference) === "nginx") {
    return "Use `nginxinc/nginx-unprivileged`, which listens on port 8080, or let nginx listen above port 1023 and write where its user may.";
  }
  const port = lowPort(dockerfile, stage);
  if (port !== null && !service) {
    return (
      `It serves port ${port}, which without root not every runtime allows: let it listen on a port above 1023, ` +
      "then switch to an unprivileged user before the command."
    );
  }
  if (usesRootHome(stage)) {
    return "Keep what it needs outside `/root`, which only root may enter, and switch to an unprivileged user before the command.";
  }
  return "Create an unprivileged user and switch to it before the command.";
}

/** A port below 1024 that the image serves; null when there is none. */
function lowPort(dockerfile: Dockerfile, stage: Stage): number | null {
  return servedPorts(dockerfile, stage).find((port) => port < 1024) ?? null;
}

import { exposedPorts } from "../../dockerfile/exposed-ports.ts";
import { insertAfter, insertBefore } from "../../dockerfile/instruction-edits.ts";
import { knownBase } from "../../dockerfile/known-images.ts";
import type { Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { lastOfKind, rootStage } from "../../dockerfile/queries.ts";
import { execForm, httpProbe, type Probe } from "../../shell/services/health-probes.ts";
import { imageCommand } from "../../shell/services/image-command.ts";
import { stageHasTool } from "../../shell/package-managers/installed-tools.ts";
import {
  commandPort,
  isHttpPort,
  mainPort,
  servedPorts,
} from "../../shell/services/served-ports.ts";
import { servesPort } from "../../shell/services/service-images.ts";
import { isShellLess } from "../../shell/services/shell-less.ts";
import type { Span } from "../../source/span.ts";
import type { Fix, Rule } from "../rule.ts";

export const missingHealthcheck: Rule = {
  name: "missing-healthcheck",
  category: "runtime",
  severity: "info",
  confidence: "medium",
  presets: ["recommended", "hadolint"],
  summary: "An image that serves a port has no HEALTHCHECK",
  why:
    "Docker, Compose and Swarm only see whether the process exists. A server that hangs, or has lost its database, stays " +
    "`running`, keeps its place behind the load balancer, and `depends_on: condition: service_healthy` cannot wait for it. " +
    "Other linters ask a HEALTHCHECK of every image; this rule asks it of images that serve a port, not of batch jobs, tools " +
    "and base images.",
  sources: [
    {
      title: "Dockerfile reference: HEALTHCHECK",
      url: "https://docs.docker.com/reference/dockerfile/#healthcheck",
    },
  ],
  aliases: ["DL3057", "DS-0026", "CKV_DOCKER_2"],
  fix: "review",
  scope: "file",
  ignoreWhen:
    "When the image only runs where HEALTHCHECK is not looked at, as in Kubernetes, which has probes of its own:",
  examples: [
    {
      bad: 'FROM python:3.13-slim\nCOPY app.py .\nEXPOSE 8000\nUSER 10001\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nCOPY app.py .\nEXPOSE 8000\nUSER 10001\nHEALTHCHECK CMD ["python", "probe.py"]\nCMD ["python", "app.py"]\n',
      fixed:
        "FROM python:3.13-slim\nCOPY app.py .\nEXPOSE 8000\nUSER 10001\n" +
        "HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \\\n" +
        '    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://127.0.0.1:8000/\', timeout=3)"]\n' +
        'CMD ["python", "app.py"]\n',
    },
    {
      bad: "FROM nginx:1.27.3-alpine\nCOPY dist /usr/share/nginx/html\n",
      good: "FROM nginx:1.27.3-alpine\nCOPY dist /usr/share/nginx/html\nHEALTHCHECK CMD wget -q --spider http://127.0.0.1/ || exit 1\n",
      fixed:
        "FROM nginx:1.27.3-alpine\nCOPY dist /usr/share/nginx/html\n" +
        "HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \\\n" +
        '    CMD ["wget", "-q", "--spider", "http://127.0.0.1/"]\n',
    },
    {
      bad: "FROM postgres:17\nCOPY schema.sql /docker-entrypoint-initdb.d/\n",
      good: 'FROM postgres:17\nCOPY schema.sql /docker-entrypoint-initdb.d/\nHEALTHCHECK CMD ["pg_isready"]\n',
      fixed:
        "FROM postgres:17\nCOPY schema.sql /docker-entrypoint-initdb.d/\n" +
        "HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \\\n" +
        '    CMD ["pg_isready", "-q"]\n',
    },
    {
      bad: 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nEXPOSE 8080\nENTRYPOINT ["/app"]\n',
      good: 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nEXPOSE 8080\nHEALTHCHECK CMD ["/app", "healthy"]\nENTRYPOINT ["/app"]\n',
    },
  ],
  silentOn: [
    'FROM python:3.13-slim\nCMD ["python", "batch.py"]\n',
    "FROM python:3.13-slim\nEXPOSE 8000\n",
    'FROM alpine:3.22 AS base\nHEALTHCHECK CMD ["/probe"]\nFROM base\nEXPOSE 80\nCMD ["/app"]\n',
    'FROM node:22\nEXPOSE 3000\nHEALTHCHECK NONE\nCMD ["node", "server.js"]\n',
    'FROM postgres:17\nENTRYPOINT ["pg_dump"]\n',
    "FROM dunglas/frankenphp:1\nCOPY . /app\n",
    'ARG BASE\nFROM ${BASE}\nEXPOSE 80\nCMD ["/app"]\n',
    'FROM ubuntu:24.04\nEXPOSE 8080\nCMD ["bash"]\n',
    "FROM fedora:43\nEXPOSE 8080\nCMD $STI_SCRIPTS_PATH/usage\n",
    'FROM alpine:3.22\nEXPOSE 51820/udp\nCMD ["/wg"]\n',
    'FROM alpine:3.22\nEXPOSE 3000\n# HINT: don\'t use HEALTHCHECK, the container is not always the server\nCMD ["/app"]\n',
    'FROM alpine:3.22\nEXPOSE 3000\n# HEALTHCHECK CMD ["/probe"]\nCMD ["/app"]\n',
    'FROM alpine:3.22\nONBUILD HEALTHCHECK CMD ["/probe"]\nEXPOSE 80\nCMD ["/app"]\n',
  ],
  appliesTo: (dockerfile) =>
    dockerfile.finalStage !== null && servesPort(dockerfile, dockerfile.finalStage),
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    if (stage === null || !servesPort(dockerfile, stage) || isChecked(stage)) return;
    if (dockerfile.comments.some(({ text }) => decidesAgainst(text))) return;
    const known = knownBase(rootStage(stage).base);
    if (known?.healthcheck === true) return;
    const port = mainPort(dockerfile, stage);
    const unknown = isUnknown(stage);
    const base = rootStage(stage).base.reference?.text ?? "";
    yield {
      message:
        `The image serves port ${port ?? ""} but has no HEALTHCHECK${unknown ? `, unless \`${base}\` brings one` : ""}: Docker takes it for healthy as long ` +
        `as the process exists, also when it no longer answers. ${adviceFor(dockerfile, stage)}`,
      span: placeOf(dockerfile, stage),
      ...(unknown ? { confidence: "low" as const } : {}),
      fix: fixOf(dockerfile, stage),
    };
  },
};

/** Whether a comment says that there is to be no health check, or is one that was taken out. */
function decidesAgainst(comment: string): boolean {
  if (/^HEALTHCHECK\s+(?:--|CMD\b|NONE\b)/.test(comment)) return true;
  return (
    /\bhealth[ -]?checks?\b/i.test(comment) &&
    !comment.includes("missing-healthcheck") &&
    /\b(?:no|not|never|without|instead|disable[ds]?|kubernetes|k8s|orchestrator)\b|n['’]t\b/i.test(
      comment,
    )
  );
}

/** What to ask with: in an image without a shell and programs, only the program itself can answer. */
function adviceFor(dockerfile: Dockerfile, stage: Stage): string {
  const isSure = isShellLess(stage) && stageHasTool(dockerfile, stage, "curl") === false;
  if (!isSure || probeOf(dockerfile, stage) !== null)
    return "Add one with a program that the image has.";
  const program = imageCommand(dockerfile, stage)?.main?.words[0]?.value ?? "";
  const isOwn = /^\.?\//.test(program) && !/\/(?:java|node|python[\d.]*)$/.test(program);
  const example = isOwn ? `, as in \`HEALTHCHECK CMD ${execForm([program, "healthcheck"])}\`` : "";
  return `The image has neither a shell nor curl: let the program check itself${example}, or copy a static probe into it.`;
}

/** HEALTHCHECK NONE is an answer too; under ONBUILD it is for the images that are built from this one. */
function isChecked(stage: Stage): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some(({ kind }) => kind === "healthcheck"),
  );
}

/** Whether the base image may have a HEALTHCHECK that nobody here knows of. */
function isUnknown(stage: Stage): boolean {
  return !rootStage(stage).base.scratch && knownBase(rootStage(stage).base) === null;
}

/** What shows that the image serves a port: EXPOSE, else the command, else the base image. */
function placeOf(dockerfile: Dockerfile, stage: Stage): Span {
  const words = exposedPorts(stage).ports.filter(
    ({ word, protocol }) => word !== null && protocol === "tcp",
  );
  const main = mainPort(dockerfile, stage);
  const word = (words.find(({ port }) => port === main) ?? words[0])?.word;
  return word?.span ?? commandPort(dockerfile, stage)?.span ?? stage.from.image.span;
}

function fixOf(dockerfile: Dockerfile, stage: Stage): Fix | undefined {
  const probe = probeOf(dockerfile, stage);
  if (probe === null) return undefined;
  const lines = [
    `HEALTHCHECK --interval=30s --timeout=5s --start-period=10s ${dockerfile.escape}`,
    `    CMD ${execForm(probe)}`,
  ];
  const place = firstCommand(stage);
  const last = stage.instructions.findLast(({ onbuild }) => onbuild === null) ?? stage.from;
  return {
    title: "Add a HEALTHCHECK (check what it asks for)",
    safety: "review",
    edits:
      place === null
        ? insertAfter(dockerfile, last, lines)
        : insertBefore(dockerfile, place, lines),
  };
}

/** The first of the CMD and ENTRYPOINT that end a stage. */
function firstCommand(stage: Stage): Instruction | null {
  const found = [lastOfKind([stage], "entrypoint"), lastOfKind([stage], "cmd")].filter(
    (one) => one !== null,
  );
  return found.sort((a, b) => a.index - b.index)[0] ?? null;
}

/** The program of a known service that asks it, else a request for the port's root where the port is one of HTTP. */
function probeOf(dockerfile: Dockerfile, stage: Stage): Probe | null {
  const known = knownBase(rootStage(stage).base);
  if (known?.probe !== undefined) return known.probe;
  const port = servedPorts(dockerfile, stage).find(isHttpPort);
  if (port === undefined || speaksFastCgi(dockerfile, stage)) return null;
  return httpProbe(dockerfile, stage, `http://127.0.0.1${port === 80 ? "" : `:${port}`}/`);
}

function speaksFastCgi(dockerfile: Dockerfile, stage: Stage): boolean {
  return imageCommand(dockerfile, stage)?.main?.name?.startsWith("php-fpm") === true;
}

import { familyOfStage } from "../../dockerfile/image-family.ts";
import type { Dockerfile, HealthcheckInstruction, Stage } from "../../dockerfile/model.ts";
import { lastOfKind, rootStage } from "../../dockerfile/queries.ts";
import { execForm, httpProbe, shellForm } from "../../shell/services/health-probes.ts";
import { stageHasTool } from "../../shell/package-managers/installed-tools.ts";
import type { ShellCommand, ShellRedirect, ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { resolveWord } from "../../shell/reading/words.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

/** Programs of which it is known which images lack them. */
const tools = new Set(["curl", "wget", "python", "python3", "node"]);

export const unavailableHealthcheckTool: Rule = {
  name: "unavailable-healthcheck-tool",
  category: "runtime",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary: "HEALTHCHECK calls a program that the image does not have",
  why:
    "The probe runs inside the container. A program that is not there fails every time, so a healthy service is marked " +
    "`unhealthy`, Swarm replaces it again and again, and what waits for it in Compose never starts. curl is in neither slim " +
    "nor Alpine images; Alpine has busybox's wget; scratch and distroless have nothing.",
  sources: [
    {
      title: "Dockerfile reference: HEALTHCHECK",
      url: "https://docs.docker.com/reference/dockerfile/#healthcheck",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  words: ["healthcheck"],
  examples: [
    {
      bad: 'FROM node:22-alpine\nHEALTHCHECK CMD curl -f http://localhost:3000/health || exit 1\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nHEALTHCHECK CMD wget -q --spider http://localhost:3000/health || exit 1\nCMD ["node", "server.js"]\n',
      fixed:
        'FROM node:22-alpine\nHEALTHCHECK CMD wget -q --spider http://localhost:3000/health || exit 1\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nHEALTHCHECK CMD ["curl", "-f", "http://localhost:8000/"]\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nHEALTHCHECK CMD ["curl", "-f", "http://localhost:8000/"]\nCMD ["python", "app.py"]\n',
      fixed:
        'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://localhost:8000/\', timeout=3)"]\nCMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM gcr.io/distroless/static-debian12\nCOPY app /app\nHEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:8080/"]\nENTRYPOINT ["/app"]\n',
      good: 'FROM gcr.io/distroless/static-debian12\nCOPY app /app\nHEALTHCHECK CMD ["/app", "healthy"]\nENTRYPOINT ["/app"]\n',
    },
  ],
  silentOn: [
    "FROM python:3.13\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
    "FROM nginx:1.27.3\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
    "FROM company/base:1\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
    "FROM alpine:3.22\nRUN apk add --no-cache curl\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
    "FROM alpine:3.22 AS base\nRUN apk add --no-cache curl\nFROM base\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
    "FROM alpine:3.22\nARG PKGS\nRUN apk add --no-cache $PKGS\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
    "FROM alpine:3.22\nCOPY setup.sh /\nRUN sh /setup.sh\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
    "FROM debian:12-slim\nCOPY --from=tools /usr/bin/curl /usr/bin/\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
    "FROM alpine:3.22\nHEALTHCHECK CMD curl -f http://localhost/ || wget -q --spider http://localhost/\n",
    "FROM gcr.io/distroless/static-debian12\nCOPY app /app\nHEALTHCHECK CMD curl -f http://localhost/\n",
    "FROM alpine:3.22\nHEALTHCHECK CMD /app/curl -f http://localhost/ || exit 1\n",
  ],
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    const probe = stage === null ? null : lastOfKind(stage.lineage, "healthcheck");
    const script = probe === null ? null : shellOf(dockerfile, probe);
    if (stage === null || probe === null || script === null) return;
    // Without a shell not even the text is read: shell-form-in-shell-less-image says so.
    const shellLess = ["scratch", "distroless"].includes(familyOfStage(stage) ?? "");
    if (shellLess && script.form !== "exec") return;
    const command = missingProgram(dockerfile, stage, script);
    if (command?.nameSpan == null) return;
    const { base } = rootStage(stage);
    yield {
      message:
        `\`${command.name ?? ""}\` is not in the image: \`${base.reference?.text ?? base.text}\` does not have it and no instruction leaves it there, so the ` +
        "container will always be unhealthy. Use a program that is there, or install it.",
      span: command.nameSpan,
      fix: fixOf(dockerfile, stage, probe, script, command),
    };
  },
};

/** What may stand behind `||` without being another way of asking. */
const verdicts = new Set(["exit", "false", "true", "echo", "kill", "printf", ":"]);

/** The first command whose program the image is known to lack; null when there is another way for it. */
function missingProgram(
  dockerfile: Dockerfile,
  stage: Stage,
  { commands }: ShellScript,
): ShellCommand | null {
  if (commands.some(({ conditional, name }) => conditional && !verdicts.has(name ?? "")))
    return null;
  for (const command of commands) {
    const { name, nameSpan } = command;
    if (name === null || !tools.has(name) || command.conditional) continue;
    const path = command.words.find(({ span }) => span.start === nameSpan?.start)?.value ?? "";
    if (!/^(\/(usr\/)?(local\/)?bin\/)?[\w.-]+$/.test(path)) continue;
    if (stageHasTool(dockerfile, stage, name) === false) return command;
  }
  return null;
}

function fixOf(
  dockerfile: Dockerfile,
  stage: Stage,
  probe: HealthcheckInstruction,
  script: ShellScript,
  command: ShellCommand,
): Fix | undefined {
  const url = urlOf(command, probe);
  const other = url === null ? null : httpProbe(dockerfile, stage, url);
  if (other === null || script.form === "exec-shell") return undefined;
  const isExec = probe.command?.form === "exec";
  const span = isExec ? probe.command.exec.span : command.span;
  const text = isExec ? execForm(other) : shellForm(other);
  if (text === null) return undefined;
  return {
    title: `Ask with ${other[0] ?? ""}, which the image has`,
    safety: "review",
    edits: [replaceExpected(dockerfile.source, span, dockerfile.source.slice(span), text)],
  };
}

/** Flags that only say how, so that asking with another program asks the same. */
const plainFlags =
  /^(-[fsSLI]+|-q?O(-|\/dev\/null)?|-nv|-q|-S|--fail|--silent|--show-error|--location|--head|--quiet|--spider|--no-verbose|--tries=\d+|-t|-o|-m|--max-time|-T|\d+|\/dev\/null|-)$/;

/** The one URL that a curl or wget asks for; null when it does more than that. */
function urlOf(command: ShellCommand, probe: HealthcheckInstruction): string | null {
  if (command.name !== "curl" && command.name !== "wget") return null;
  if (!command.topLevel || command.wrappers.length > 0 || command.assignments.length > 0)
    return null;
  if (!command.redirects.every(isDiscarding)) return null;
  const rest = command.args.filter(({ value }) => value === null || !plainFlags.test(value));
  const [word] = rest;
  if (rest.length !== 1 || word === undefined) return null;
  const known = resolveWord(word, probe.state) ?? word.text;
  if (!/^"?(http:\/\/)?[\w.-]+(:\d+)?(\/[\w./?&=%~+-]*)?"?$/.test(known)) return null;
  // A variable stays one: its value may be set when the container starts.
  const url = word.value ?? word.text.replace(/^"(.*)"$/, "$1");
  return url.startsWith("http://") ? url : `http://${url}`;
}

/** `> /dev/null` and `2>&1` only hide what nobody reads. */
function isDiscarding({ target }: ShellRedirect): boolean {
  return target !== null && /^(\/dev\/null|\d)$/.test(target.value ?? "");
}

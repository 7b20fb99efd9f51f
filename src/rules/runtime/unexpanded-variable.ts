import type { Dockerfile, ExecForm, ExecItem, Instruction } from "../../dockerfile/model.ts";
import { knownBase } from "../../dockerfile/known-images.ts";
import { commandForm, rootStage } from "../../dockerfile/queries.ts";
import { execWords } from "../../shell/edits/exec-words.ts";
import { isWindows } from "../../shell/reading/dialect.ts";
import { execCommand } from "../../shell/reading/exec-command.ts";
import { commandInstructions } from "../../shell/services/image-command.ts";
import { isShellLess } from "../../shell/services/shell-less.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const unexpandedVariable: Rule = {
  name: "unexpanded-variable",
  category: "runtime",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "An exec form holds a variable that nothing expands",
  why:
    "An exec form starts its program without a shell, and Docker puts in no variables there either: the program is handed the " +
    "characters `$PORT`, listens nowhere or writes to a directory of that name, and often says so only when it runs.",
  sources: [
    {
      title: "Dockerfile reference: Variable substitution in the exec form",
      url: "https://docs.docker.com/reference/dockerfile/#variable-substitution",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the program puts in the values of variables itself.",
  scope: "file",
  words: ["$"],
  examples: [
    {
      bad: 'FROM python:3.13-slim\nENV PORT=8000\nCMD ["gunicorn", "--bind", "0.0.0.0:$PORT", "app:app"]\n',
      good: 'FROM python:3.13-slim\nENV PORT=8000\nCMD ["/bin/sh", "-c", "exec gunicorn --bind 0.0.0.0:$PORT app:app"]\n',
      fixed:
        'FROM python:3.13-slim\nENV PORT=8000\nCMD ["/bin/sh", "-c", "exec gunicorn --bind 0.0.0.0:$PORT app:app"]\n',
    },
    {
      bad: 'FROM alpine:3.22\nENV DATA=/srv/data\nRUN ["mkdir", "-p", "${DATA}"]\n',
      good: "FROM alpine:3.22\nENV DATA=/srv/data\nRUN mkdir -p ${DATA}\n",
      fixed: "FROM alpine:3.22\nENV DATA=/srv/data\nRUN mkdir -p ${DATA}\n",
    },
    {
      bad: 'FROM gcr.io/distroless/static-debian12\nENV PORT=8080\nCOPY server /\nENTRYPOINT ["/server", "--port", "$PORT"]\n',
      good: 'FROM gcr.io/distroless/static-debian12\nCOPY server /\nENTRYPOINT ["/server", "--port", "8080"]\n',
    },
  ],
  silentOn: [
    'FROM node:22\nENV PORT=80\nCMD ["sh", "-c", "exec node server.js --port $PORT"]\n',
    'FROM node:22\nENV PORT=80\nENTRYPOINT ["tini", "--", "bash", "-c", "node server.js $PORT"]\n',
    'FROM node:22\nENV PORT=80\nCMD ["npm", "start", "--", "--port", "$PORT"]\n',
    'FROM eclipse-temurin:21-jre\nENV PORT=80\nENTRYPOINT ["java", "-jar", "app.jar", "--server.port=${PORT}"]\n',
    'FROM perl:5\nENV a=1\nCMD ["perl", "-e", "print $a"]\n',
    'FROM nginx:1.29\nENV host=a\nCMD ["nginx", "-g", "log_format x $host;"]\n',
    'FROM alpine:3.22\nENV PORT=80\nENTRYPOINT ["/start.sh"]\nCMD ["--port", "$PORT"]\n',
    'FROM alpine:3.22\nENV PORT=80\nENTRYPOINT exec app\nCMD ["--port", "$PORT"]\n',
    'FROM alpine:3.22\nCMD ["app", "--price", "5$", "--pattern", "^a$", "--literal", "$UNKNOWN"]\n',
    'FROM alpine:3.22\nENV PORT=80\nCMD ["app", "--port", "\\\\$PORT"]\n',
    '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nENV PORT=80\nCMD ["app", "$PORT"]\n',
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      const exec = judgedForm(dockerfile, instruction);
      if (exec?.items.some(({ value }) => value.includes("$")) !== true) continue;
      const program = execCommand(dockerfile.source, [exec]).name ?? "";
      if (expandsItself(program, exec)) continue;
      for (const item of exec.items) {
        const name = expandedName(item, instruction, program);
        if (name === null) continue;
        yield {
          message: messageOf(instruction, name),
          span: item.span,
          // The entrypoint of an image that nobody here knows may put in variables.
          ...(isOfUnknownImage(instruction) ? { confidence: "medium" as const } : {}),
          fix: fixOf(dockerfile, instruction, exec),
        };
      }
    }
  },
};

/** The exec form of an instruction whose program is known; null for all others. */
function judgedForm(dockerfile: Dockerfile, instruction: Instruction): ExecForm | null {
  const command = commandForm(instruction);
  if (command?.form !== "exec") return null;
  if (isWindows(dockerfile, instruction) || shellOf(dockerfile, instruction)?.form !== "exec") {
    return null;
  }
  // What ENTRYPOINT makes of its arguments is its own affair.
  const { stage, kind } = instruction;
  const isHanded =
    kind === "cmd" && stage !== null && commandInstructions(stage).entrypoint !== null;
  return isHanded ? null : command.exec;
}

function isOfUnknownImage({ kind, stage }: Instruction): boolean {
  if (kind !== "cmd" || stage === null) return false;
  const { base } = rootStage(stage);
  return !base.scratch && knownBase(base) === null;
}

/** Programs that start a shell, read a language in which `$` is its own, or put in variables themselves. */
const expanding =
  /^(?:(?:ba|da|a|z|k|c|tc|fi)?sh|cmd|pwsh|powershell|perl|php|ruby|g?awk|sed|jq|expect|tclsh|npm|npx|pnpm|yarn|bun|bunx|make|just|task|concurrently|nodemon|pm2(?:-runtime)?|foreman|honcho|overmind|supervisord|envsubst|confd|gomplate|dockerize|watch|parallel|ssh|entr|nginx|openresty|haproxy|caddy|envoy|traefik|vector|telegraf|fluentd|fluent-bit|filebeat|metricbeat|logstash|rsyslogd|otelcol(?:-contrib)?|prometheus|alloy|agent|liquibase|catalina\.sh)$/;

/** Programs that take a text of their own language as an argument, in which `$` may be anything. */
const interpreters =
  /^(?:node|deno|python[\d.]*|lua|Rscript|psql|mysql|mariadb|mongo|mongosh|sqlite3|redis-cli)$/;
const inlineCode = new Set(["-c", "-e", "-p", "--eval", "--execute", "--print", "--command"]);

function expandsItself(program: string, exec: ExecForm): boolean {
  return (
    expanding.test(program) ||
    (interpreters.test(program) && exec.items.some(({ value }) => inlineCode.has(value)))
  );
}

/** Variables that are set when a container is started, as far as everybody knows. */
const usual = /^(?:PORT|HOME|HOSTNAME|PATH|USER|JAVA_OPTS|JAVA_TOOL_OPTIONS|NODE_ENV)$/;

const variable = /(?<![\\$])\$(?:\{([A-Za-z_]\w*)(:?[-+?=][^}]*)?\}|([A-Za-z_]\w*))/;

/** The first variable in an item that is surely meant as one: the file sets it, or it has a default. */
function expandedName(item: ExecItem, { state }: Instruction, program: string): string | null {
  const found = variable.exec(item.value);
  if (found === null) return null;
  const [, braced, modifier, bare] = found;
  const name = braced ?? bare ?? "";
  // Spring and others put in `${NAME}` themselves.
  if (braced !== undefined && modifier === undefined && program === "java") return null;
  const isMeant = modifier !== undefined || usual.test(name) || state.lookup(name) !== undefined;
  return isMeant ? name : null;
}

function messageOf({ kind, stage }: Instruction, name: string): string {
  const cure =
    stage !== null && isShellLess(stage)
      ? "The image has no shell to put in its value: write the value, or let the program read the environment."
      : kind === "run" || kind === "healthcheck"
        ? "Use shell form."
        : "Start it by `sh -c` with `exec`, or let the program read the environment.";
  return `\`$${name}\` is handed on as it is written: an exec form has no shell that would put in its value. ${cure}`;
}

function fixOf(dockerfile: Dockerfile, instruction: Instruction, exec: ExecForm): Fix | undefined {
  const { source } = dockerfile;
  const { kind, stage, state } = instruction;
  // Of ENTRYPOINT, `sh -c` would drop the arguments.
  if (kind === "entrypoint" || stage === null || isShellLess(stage)) return undefined;
  const words = state.shell === null ? execWords(exec.items.map(({ value }) => value)) : null;
  if (words === null) return undefined;
  const isShellForm = kind === "run" || kind === "healthcheck";
  const text = isShellForm ? words : `["/bin/sh", "-c", ${JSON.stringify(`exec ${words}`)}]`;
  return {
    title: isShellForm
      ? "Write it in shell form, which puts in the value"
      : "Start it by a shell, which puts in the value",
    safety: "review",
    edits: [replaceExpected(source, exec.span, source.slice(exec.span), text)],
  };
}

import { workdirOf } from "../../dockerfile/context-copies.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import { imageCommand } from "../../shell/services/image-command.ts";
import type { ShellCommand, ShellWord } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { resolveWord } from "../../shell/reading/words.ts";
import type { Span } from "../../source/span.ts";
import type { Rule } from "../rule.ts";

export const logToFile: Rule = {
  name: "log-to-file",
  category: "runtime",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The final command writes its log to a file instead of standard output",
  why:
    "`docker logs`, `kubectl logs` and every log collector read the container's standard output and error. A file inside the " +
    "container is not seen by them, grows in the writable layer until the disk is full, and is gone with the container.",
  sources: [
    {
      title: "The Twelve-Factor App: Logs",
      url: "https://12factor.net/logs",
    },
    {
      title: "Docker: View container logs",
      url: "https://docs.docker.com/engine/logging/",
    },
  ],
  aliases: [],
  fix: "none",
  scope: "file",
  words: [">", "log", "celery", "crond", "supervisord", "pm2"],
  ignoreWhen: "When the file lies on a volume that something else reads:",
  examples: [
    {
      bad: 'FROM python:3.13-slim\nENTRYPOINT ["sh", "-c", "exec python app.py > /var/log/app.log 2>&1"]\n',
      good: 'FROM python:3.13-slim\nENTRYPOINT ["python", "app.py"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app", "--access-logfile", "/var/log/access.log"]\n',
      good: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app", "--access-logfile", "-"]\n',
    },
  ],
  silentOn: [
    'FROM python:3.13-slim\nRUN ln -sf /dev/stdout /var/log/access.log\nCMD ["gunicorn", "app:app", "--access-logfile", "/var/log/access.log"]\n',
    'FROM alpine:3.22\nCMD ["sh", "-c", "exec server > /dev/stdout"]\n',
    'FROM alpine:3.22\nCMD ["sh", "-c", "exec server 2> /proc/1/fd/2"]\n',
    'FROM alpine:3.22\nCMD ["sh", "-c", "exec server > /dev/null"]\n',
    'FROM alpine:3.22\nCMD ["sh", "-c", "server | tee /var/log/server.log"]\n',
    'FROM alpine:3.22\nCMD ["sh", "-c", "envsubst < /in > /etc/app.conf && exec server"]\n',
    'FROM alpine:3.22\nCMD ["uvicorn", "app:app", "--log-config", "/app/logging.conf"]\n',
    'FROM alpine:3.22\nCMD ["sh", "-c", "date > /tmp/started"]\n',
    'FROM alpine:3.22\nVOLUME ["/data", "/var/log/app"]\nCMD exec server >> /var/log/app/server.log\n',
  ],
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    const command = stage === null ? null : imageCommand(dockerfile, stage);
    if (stage === null || command?.main == null) return;
    const { state } = command.instruction;
    const found =
      redirected(command.main) ?? flagged(command.main, (word) => resolveWord(word, state));
    if (found === null || isLinked(dockerfile, stage, found.path)) return;
    if (isOnVolume(dockerfile, stage, resolvePath(workdirOf(state), found.path))) return;
    yield {
      message:
        `\`${command.main.name ?? ""}\` writes its log to \`${found.path}\`, where \`docker logs\` and log collectors do not look, and which fills the disk. ` +
        "Let it write to standard output.",
      span: found.span,
    };
  },
};

interface LogFile {
  readonly path: string;
  readonly span: Span;
}

/** Where standard output or error of a command goes, when that is a file whose name says that it is a log, or when both go there. */
function redirected({ redirects }: ShellCommand): LogFile | null {
  const takesBoth = redirects.some(
    ({ operator, target }) =>
      operator.startsWith("&>") || (operator === "2>&" && target?.value === "1"),
  );
  for (const { operator, target, span } of redirects) {
    const path = target?.value ?? null;
    if (path === null || isStandard(path) || !/^[12]?(>>?|>\|)$|^&>>?$/.test(operator)) continue;
    if (takesBoth || looksLikeLog(path)) return { path, span };
  }
  return null;
}

/** Flags of servers that name the file of a log. From their documentation. */
const logFlags = new Set([
  "--access-logfile",
  "--error-logfile",
  "--log-error",
  "--log-file",
  "--logfile",
  "--log-path",
  "--logpath",
  "--logto",
  "--logto2",
  "-Dlogging.file.name",
  "-Dlogging.file",
  "--logging.file.name",
]);

/** Short flags that do the same, by program. */
const shortFlags: Readonly<Record<string, readonly string[]>> = {
  celery: ["-f"],
  crond: ["-L"],
  supervisord: ["-l"],
  "pm2-runtime": ["-o", "-e", "-l", "--output", "--error", "--log"],
};

function flagged(
  { name, args }: ShellCommand,
  resolve: (word: ShellWord) => string | null,
): LogFile | null {
  const own = Object.hasOwn(shortFlags, name ?? "") ? (shortFlags[name ?? ""] ?? []) : [];
  for (const [index, word] of args.entries()) {
    const value = resolve(word);
    if (value === null) continue;
    const equals = value.indexOf("=");
    const flag = equals === -1 ? value : value.slice(0, equals);
    if (!logFlags.has(flag) && !own.includes(flag)) continue;
    const next = equals === -1 ? args[index + 1] : word;
    const path =
      equals === -1 ? (next === undefined ? null : resolve(next)) : value.slice(equals + 1);
    if (path === null || next === undefined || !/[./]/.test(path) || isStandard(path)) continue;
    return { path, span: { start: word.span.start, end: next.span.end } };
  }
  return null;
}

function looksLikeLog(path: string): boolean {
  return /\.(log|out|err)$|(^|\/)logs?\//i.test(path);
}

function isStandard(path: string): boolean {
  return /^\/(dev|proc)\//.test(path) || path === "-";
}

/** Whether a path lies on a volume that the file declares: then something may well read it from there. */
function isOnVolume({ source }: Dockerfile, stage: Stage, path: string): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some(({ kind, argumentsSpan }) => {
      if (kind !== "volume") return false;
      const volumes = source.slice(argumentsSpan).match(/\/[^\s"',\]]*/g) ?? [];
      return volumes.some((volume) => relativeTo(resolvePath("/", volume), path) !== null);
    }),
  );
}

/** Whether the file is made a link to standard output while the image is built, as the image of nginx does. */
function isLinked(dockerfile: Dockerfile, stage: Stage, path: string): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some((instruction) => {
      if (instruction.kind !== "run") return false;
      const links =
        shellOf(dockerfile, instruction)?.commands.filter(({ name }) => name === "ln") ?? [];
      return links.some(({ args }) => {
        const values = args.map(({ value }) => value ?? "");
        return (
          values.some(isStandard) &&
          values.some((value) => path === value || path.startsWith(`${value}/`))
        );
      });
    }),
  );
}

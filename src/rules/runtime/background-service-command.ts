import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import {
  commandInstructions,
  imageCommand,
  type ImageCommand,
} from "../../shell/services/image-command.ts";
import { daemonOf, serviceStart, type Daemon } from "../../shell/services/daemons.ts";
import type { ShellCommand, ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { baseName } from "../../shell/reading/shell-options.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Problem, Rule } from "../rule.ts";

export const backgroundServiceCommand: Rule = {
  name: "background-service-command",
  category: "runtime",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The final command starts a daemon in the background and ends",
  why:
    "A container lives as long as its first process: a command that starts a daemon and returns ends the container at once, or " +
    "leaves a placeholder such as `tail -f` as the main process: then Docker does not notice when the daemon dies, signals do " +
    "not reach it, and its output is not in `docker logs`.",
  sources: [
    {
      title: "Docker: Run multiple processes in a container",
      url: "https://docs.docker.com/engine/containers/multi-service_container/",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  examples: [
    {
      bad: 'FROM nginx:1.27.3\nCOPY dist /usr/share/nginx/html\nCMD ["nginx"]\n',
      good: 'FROM nginx:1.27.3\nCOPY dist /usr/share/nginx/html\nCMD ["nginx", "-g", "daemon off;"]\n',
      fixed:
        'FROM nginx:1.27.3\nCOPY dist /usr/share/nginx/html\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends apache2 && rm -rf /var/lib/apt/lists/*\nCMD ["service", "apache2", "start"]\n',
      good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends apache2 && rm -rf /var/lib/apt/lists/*\nCMD ["apachectl", "-D", "FOREGROUND"]\n',
    },
    {
      bad: 'FROM redis:7.4\nCMD ["redis-server", "--daemonize", "yes"]\n',
      good: 'FROM redis:7.4\nCMD ["redis-server"]\n',
    },
    {
      bad: 'FROM debian:12\nCMD ["sh", "-c", "service cron start && tail -f /var/log/cron.log"]\n',
      good: 'FROM debian:12\nCMD ["cron", "-f"]\n',
    },
  ],
  silentOn: [
    "FROM nginx:1.27.3\nCMD nginx -g 'daemon off;'\n",
    'FROM nginx:1.27.3\nRUN echo "daemon off;" >> /etc/nginx/nginx.conf\nCMD ["nginx"]\n',
    'FROM nginx:1.27.3\nCOPY nginx.conf /etc/nginx/nginx.conf\nCMD ["nginx"]\n',
    'FROM nginx:1.27.3\nRUN echo "daemon off;" >> /etc/nginx/nginx.conf\nCMD service nginx start\n',
    'FROM debian:12\nCMD ["apachectl", "-DFOREGROUND"]\n',
    'FROM httpd:2.4\nCMD ["httpd-foreground"]\n',
    'FROM alpine:3.22\nCMD ["crond", "-f", "-l", "2"]\n',
    'FROM alpine:3.22\nCMD ["/usr/sbin/sshd", "-D", "-e"]\n',
    'FROM php:8.4-fpm\nCMD ["php-fpm"]\n',
    'FROM debian:12\nCMD ["sh", "-c", "worker & exec server"]\n',
    'FROM debian:12\nCMD ["sh", "-c", "service cron start && exec apache2-foreground"]\n',
    'FROM nginx:1.27.3\nCMD ["nginx", "-t"]\n',
    'FROM debian:12\nCMD ["tail", "-f", "/dev/null"]\n',
  ],
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    const command = stage === null ? null : imageCommand(dockerfile, stage);
    if (stage === null || command === null) return;
    const { main, script } = command;
    const last = main ?? lastCommand(script);
    if (last === null) return;
    if (main === null) {
      const problem = inBackground(dockerfile, script, last);
      if (problem !== null) yield problem;
      return;
    }
    const daemon = daemonOf(main);
    if (daemon === null && !isPlaceholder(main)) return;
    const configured = mayBeConfigured(dockerfile, stage);
    if (daemon !== null && !(isNginx(daemon) && configured)) {
      yield {
        message: `\`${daemon.text}\` goes to the background and returns, and the container ends with it. ${daemon.advice}.`,
        span: main.span,
        fix: configured ? undefined : nginxFix(dockerfile, stage, command, main),
      };
      return;
    }
    if (isPlaceholder(main)) yield* besidePlaceholder(dockerfile, script, main, configured);
  },
};

/** What runs in the background while a command keeps the container alive. */
function* besidePlaceholder(
  dockerfile: Dockerfile,
  script: ShellScript,
  main: ShellCommand,
  configured: boolean,
): Iterable<Problem> {
  for (const one of script.commands) {
    if (one === main || one.nested || one.substituted) continue;
    const daemon = daemonOf(one);
    const goes = daemon !== null && !(isNginx(daemon) && configured);
    const isServer = isSentBack(dockerfile, one) && one.name !== null && !isPlaceholder(one);
    if (!goes && !isServer) continue;
    const text = goes ? daemon.text : `${one.name ?? ""} &`;
    const advice = goes ? daemon.advice : "Leave the `&` and what follows it out";
    yield {
      message:
        `\`${text}\` runs in the background, and \`${main.name ?? ""}\` only keeps the container alive: Docker does not notice when the ` +
        `service dies, and does not stop it cleanly. ${advice}.`,
      span: one.span,
      severity: "info",
    };
    return;
  }
}

/** Whether a command is followed by the `&` that sends it to the background. */
function isSentBack({ source }: Dockerfile, { span, subshell }: ShellCommand): boolean {
  return subshell && /^\s*&(?![&>])/.test(source.text.slice(span.end, span.end + 80));
}

/** Commands that are there to keep a container alive. */
const placeholders = new Set(["tail", "sleep", "cat", "bash", "sh"]);

function isPlaceholder({ name, args }: ShellCommand): boolean {
  if (name === "pm2") return args[0]?.value === "logs";
  // A shell that is handed a script does its work.
  const isShell = name === "bash" || name === "sh";
  return (
    placeholders.has(name ?? "") && !(isShell && args.some(({ text }) => !text.startsWith("-")))
  );
}

function lastCommand({ commands }: ShellScript): ShellCommand | null {
  return commands.findLast(({ substituted, nested }) => !substituted && !nested) ?? null;
}

/** `server &` as the end of a script. */
function inBackground(
  dockerfile: Dockerfile,
  script: ShellScript,
  last: ShellCommand,
): Problem | null {
  const { text } = dockerfile.source;
  if (!last.subshell || !/^\s*&\s*(["'\]]|$)/.test(text.slice(last.span.end, script.span.end + 1)))
    return null;
  if (script.pipelines.some(({ stages }) => stages.includes(last))) return null;
  const name = last.name ?? "";
  return {
    message: `\`${name} &\` is the last command: it goes to the background, the shell ends, and the container with it. Leave the \`&\` out.`,
    span: last.span,
  };
}

/** Whether it is nginx, which stays in the foreground under a service manager too when its configuration says so. */
function isNginx({ program, text }: Daemon): boolean {
  return program === "nginx" || /\bnginx (?:re)?start$/.test(text);
}

/** Whether the main configuration of nginx is the author's own, which may well say `daemon off;`. */
function mayBeConfigured(dockerfile: Dockerfile, stage: Stage): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some((instruction) => {
      if (instruction.kind === "copy" || instruction.kind === "add") {
        const paths = [
          ...instruction.sources,
          ...(instruction.destination === null ? [] : [instruction.destination]),
        ];
        const into = instruction.destination?.value ?? "";
        return (
          paths.some(({ value }) => baseName(value) === "nginx.conf") ||
          /(^|\/)(etc|nginx)\/?$/.test(into) ||
          into === "/"
        );
      }
      if (instruction.kind !== "run") return false;
      const script = shellOf(dockerfile, instruction);
      return (
        script === null ||
        /daemon\s+off|nginx\.conf/.test(dockerfile.source.slice(instruction.span))
      );
    }),
  );
}

/** Keeps nginx in the foreground; undefined for other programs, and where its directives are given already. */
function nginxFix(
  dockerfile: Dockerfile,
  stage: Stage,
  { script, instruction }: ImageCommand,
  main: ShellCommand,
): Fix | undefined {
  const { entrypoint, cmd } = commandInstructions(stage);
  if (entrypoint !== null && cmd !== null) return undefined;
  const { source } = dockerfile;
  const title = "Keep nginx in the foreground";
  if (main.name === "service" && serviceStart(main) === "service nginx start") {
    if (script.commands.length > 1 || script.form === "heredoc") return undefined;
    const span = instruction.argumentsSpan;
    const text = '["nginx", "-g", "daemon off;"]';
    return {
      title,
      safety: "review",
      edits: [replaceExpected(source, span, source.slice(span), text)],
    };
  }
  const last = main.words.at(-1);
  // Of several `-g` only the last counts.
  if (main.name !== "nginx" || last === undefined || main.args.some(({ value }) => value === "-g"))
    return undefined;
  const quote = script.form === "exec-shell" ? "'" : '"';
  const added =
    script.form === "exec" ? ', "-g", "daemon off;"' : ` -g ${quote}daemon off;${quote}`;
  const text = source.slice(last.span);
  return {
    title,
    safety: "review",
    edits: [replaceExpected(source, last.span, text, text + added)],
  };
}

import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { commandInstructions, imageCommand } from "../../shell/image-command.ts";
import { daemonOf, serviceStart } from "../../shell/daemons.ts";
import type { ShellCommand, ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { baseName } from "../../shell/shell-options.ts";
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
    if (daemon !== null && !(daemon.program === "nginx" && mayBeConfigured(dockerfile, stage))) {
      yield {
        message: `\`${daemon.text}\` goes to the background and returns, and the container ends with it. ${daemon.advice}.`,
        span: main.span,
        fix: daemon.program === "nginx" ? nginxFix(dockerfile, stage, script, main) : undefined,
      };
      return;
    }
    const started = placeholders.has(main.name ?? "")
      ? script.commands.find((one) => serviceStart(one) !== null)
      : undefined;
    if (started === undefined) return;
    yield {
      message:
        `\`${serviceStart(started) ?? ""}\` runs in the background, and \`${main.name ?? ""}\` only keeps the container alive: Docker does not notice when the ` +
        "service dies, and does not stop it cleanly. Start the daemon itself in the foreground.",
      span: started.span,
      severity: "info",
    };
  },
};

/** Commands that are there to keep a container alive. */
const placeholders = new Set(["tail", "sleep", "cat", "bash", "sh"]);

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

function nginxFix(
  dockerfile: Dockerfile,
  stage: Stage,
  script: ShellScript,
  main: ShellCommand,
): Fix | undefined {
  const { entrypoint, cmd } = commandInstructions(stage);
  const last = main.words.at(-1);
  if (last === undefined || (entrypoint !== null && cmd !== null) || script.form === "exec-shell")
    return undefined;
  const added = script.form === "exec" ? ', "-g", "daemon off;"' : ` -g "daemon off;"`;
  const text = dockerfile.source.slice(last.span);
  return {
    title: "Keep nginx in the foreground",
    safety: "review",
    edits: [replaceExpected(dockerfile.source, last.span, text, text + added)],
  };
}

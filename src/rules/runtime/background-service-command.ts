import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { commandInstructions, imageCommand } from "../../shell/image-command.ts";
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

/** What a service manager is asked to start: `service nginx start`, `systemctl start nginx`, `/etc/init.d/nginx start`. */
function serviceStart({ name, args, words, nameSpan }: ShellCommand): string | null {
  const values = args.map(({ value }) => value ?? "");
  const starts = (value: string | undefined) => value === "start" || value === "restart";
  if ((name === "service" || name === "rc-service") && starts(values.at(-1)))
    return `${name} ${values.join(" ")}`;
  if (name === "systemctl" && values.some(starts)) return `systemctl ${values.join(" ")}`;
  const program = words.find(({ span }) => span.start === nameSpan?.start)?.value ?? "";
  return /^\/etc\/(init|rc)\.d\//.test(program) && starts(values[0])
    ? `${program} ${values[0] ?? ""}`
    : null;
}

/** A program that goes to the background by itself. */
interface Daemon {
  readonly program: string;
  readonly text: string;
  /** What to do, without a full stop. */
  readonly advice: string;
}

/** Programs that go to the background when they are given one of these arguments. */
const daemonFlags: Readonly<
  Record<string, { readonly flags: readonly string[]; readonly advice: string }>
> = {
  "php-fpm": { flags: ["-D", "--daemonize"], advice: "Leave the flag out, or use `-F`" },
  gunicorn: { flags: ["-D", "--daemon"], advice: "Leave the flag out" },
  uwsgi: { flags: ["-d", "--daemonize", "--daemonize2"], advice: "Leave the flag out" },
  memcached: { flags: ["-d", "--daemon"], advice: "Leave the flag out" },
  mongod: { flags: ["--fork"], advice: "Leave the flag out" },
  haproxy: { flags: ["-D"], advice: "Use `-W -db`" },
  celery: { flags: ["--detach", "-D"], advice: "Leave the flag out" },
};

/** Programs that go to the background unless they are given one of these arguments. */
const foregroundFlags: Readonly<
  Record<string, { readonly flags: RegExp; readonly advice: string }>
> = {
  crond: { flags: /^-[a-z]*[fn]/, advice: "Use `crond -f`" },
  cron: { flags: /^-[a-zA-Z]*f/, advice: "Use `cron -f`" },
  sshd: { flags: /^-[a-zA-Z]*[Ddti]/i, advice: "Use `sshd -D -e`" },
  rsyslogd: { flags: /^-[a-zA-Z]*[nv]/i, advice: "Use `rsyslogd -n`" },
};

function daemonOf(command: ShellCommand): Daemon | null {
  const { name, args } = command;
  if (name === null || args.some(({ value }) => value === null)) return null;
  const service = serviceStart(command);
  if (service !== null) {
    return {
      program: "service",
      text: service,
      advice: "Start the daemon itself in the foreground",
    };
  }
  const values = args.map(({ value }) => value ?? "");
  return commandDaemon(name, values) ?? flaggedDaemon(name, values) ?? plainDaemon(name, values);
}

/** Programs whose arguments are commands of their own. */
function commandDaemon(name: string, values: readonly string[]): Daemon | null {
  switch (name) {
    case "nginx":
      return nginxDaemon(values);
    case "apachectl":
    case "apache2ctl":
    case "apache2":
    case "httpd":
      return apacheDaemon(name, values);
    case "redis-server":
    case "valkey-server": {
      const at = values.indexOf("--daemonize");
      if (at === -1 || values[at + 1] !== "yes") return null;
      return { program: name, text: `${name} --daemonize yes`, advice: "Leave the flag out" };
    }
    case "pm2": {
      const [subcommand = ""] = values;
      const stays = values.includes("--no-daemon") || values.includes("--attach");
      if (stays || !/^(start|startOrRestart|restart)$/.test(subcommand)) return null;
      return { program: name, text: `pm2 ${subcommand}`, advice: "Use `pm2-runtime`" };
    }
    case "pg_ctl":
    case "postfix": {
      if (!values.includes("start")) return null;
      const advice = name === "postfix" ? "Use `postfix start-fg`" : "Start `postgres` itself";
      return { program: name, text: `${name} start`, advice };
    }
    default:
      return null;
  }
}

/** A program with a flag that sends it to the background. */
function flaggedDaemon(name: string, values: readonly string[]): Daemon | null {
  const program = /^php-fpm[\d.]*$/.test(name) ? "php-fpm" : name;
  const known = Object.hasOwn(daemonFlags, program) ? daemonFlags[program] : undefined;
  const flag = values.find((value) => known?.flags.includes(value.replace(/=.*/s, "")));
  if (known === undefined || flag === undefined) return null;
  return { program, text: `${name} ${flag}`, advice: known.advice };
}

/** A program that goes to the background because a flag is missing. */
function plainDaemon(name: string, values: readonly string[]): Daemon | null {
  const known = Object.hasOwn(foregroundFlags, name) ? foregroundFlags[name] : undefined;
  if (known === undefined || values.some((value) => known.flags.test(value))) return null;
  return { program: name, text: name, advice: known.advice };
}

/** nginx goes to the background unless `-g` or its configuration says `daemon off;`; `-t`, `-s`, `-v` ask for something else. */
function nginxDaemon(values: readonly string[]): Daemon | null {
  if (
    values.some(
      (value) => /daemon\s+off/.test(value) || /^-[tTvVshq?]+$/.test(value) || value === "-c",
    )
  )
    return null;
  return { program: "nginx", text: "nginx", advice: 'Add `-g "daemon off;"`' };
}

function apacheDaemon(name: string, values: readonly string[]): Daemon | null {
  if (values.some((value) => /foreground|no_detach/i.test(value) || /^-[XtvVSMlLh]$/.test(value)))
    return null;
  const isControl = name.endsWith("ctl");
  if (
    isControl
      ? !values.some((value) => value === "start" || value === "restart")
      : name === "apache2" && values.length > 0
  )
    return null;
  return {
    program: name,
    text: [name, ...values].join(" "),
    advice: `Use \`${name} -D FOREGROUND\``,
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

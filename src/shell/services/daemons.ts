import type { ShellCommand } from "../model.ts";

/** What a service manager is asked to start, null when a command is no such thing: `service nginx start`, `systemctl start nginx`, `/etc/init.d/nginx start`. */
export function serviceStart({ name, args, words, nameSpan }: ShellCommand): string | null {
  const values = args.map(({ value }) => value ?? "");
  const starts = (value: string | undefined) => value === "start" || value === "restart";
  if ((name === "service" || name === "rc-service") && starts(values.at(-1)))
    return `${name} ${values.join(" ")}`;
  if (name === "systemctl" && values.some(starts)) return `systemctl ${values.join(" ")}`;
  const program = words.find(({ span }) => span.start === nameSpan?.start)?.value ?? "";
  return /^\/etc\/(init|rc)\.d\//.test(program) && starts(values[0])
    ? `${program} ${values[0]}`
    : null;
}

/** A program that goes to the background by itself. */
export interface Daemon {
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
  lighttpd: { flags: /^-[a-zA-Z]*[DtvVhp]/, advice: "Add `-D`" },
  named: { flags: /^-[fgvVh]/, advice: "Use `named -g`" },
  varnishd: { flags: /^-[FCVdx?]/, advice: "Add `-F`" },
  squid: { flags: /^-[a-zA-Z]*[Nkzvh]|^--foreground$/, advice: "Add `-N`" },
  // Its configuration may say so as well.
  dnsmasq: { flags: /^-[a-zA-Z]*[kdCvw]|^--(?:keep|no-daemon|conf|test|help)/, advice: "Add `-k`" },
  proftpd: { flags: /^-[a-zA-Z]*[ncvtlh]|^--(?:nodaemon|config)/, advice: "Add `--nodaemon`" },
  dropbear: { flags: /^-[a-zA-Z]*[FiVh]/, advice: "Use `dropbear -F -E`" },
};

/** How services are started without a service manager. */
const inForeground: readonly (readonly [service: RegExp, command: string])[] = [
  [/\bnginx\b/, 'nginx -g "daemon off;"'],
  [/\bapache2\b/, "apachectl -D FOREGROUND"],
  [/\bhttpd\b/, "httpd -D FOREGROUND"],
  [/\bsshd?\b/, "/usr/sbin/sshd -D -e"],
  [/\bcron\b/, "cron -f"],
  [/\bcrond\b/, "crond -f"],
  [/\bredis(-server)?\b/, "redis-server"],
];

/**
 * What to do instead of asking a service manager.
 * @param service as `serviceStart` gives it
 */
export function foregroundAdvice(service: string): string {
  const found = inForeground.find(([name]) => name.test(service));
  return found === undefined ? "Start the daemon itself in the foreground" : `Use \`${found[1]}\``;
}

/** How Tomcat is started in the background by a command: by `catalina.sh start` or `startup.sh`; null when it is not. */
function tomcatStart({ name, nameSpan, words, args }: ShellCommand): string | null {
  if (name === "catalina.sh") return args[0]?.value === "start" ? "catalina.sh start" : null;
  const word = words.find(({ span }) => span.start === nameSpan?.start);
  return name === "startup.sh" && /tomcat|catalina/i.test(word?.text ?? "") ? name : null;
}

/** The daemon that a command starts in the background; null when it starts none, or when that is not known. */
export function daemonOf(command: ShellCommand): Daemon | null {
  const { name, args } = command;
  if (name === null || args.some(({ value }) => value === null)) return null;
  const service = serviceStart(command);
  if (service !== null) {
    return { program: "service", text: service, advice: foregroundAdvice(service) };
  }
  const tomcat = tomcatStart(command);
  if (tomcat !== null) return { program: "tomcat", text: tomcat, advice: "Use `catalina.sh run`" };
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

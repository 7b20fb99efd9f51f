import type { RunInstruction } from "../../dockerfile/model.ts";
import type { ShellCommand, ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { pipedCommands } from "../../shell/reading/piped-commands.ts";
import type { Rule } from "../rule.ts";

/** Programs that have nothing to work on while an image is built, and why. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["ssh", "nobody answers its questions, and its keys would have to be in the image"],
  ["vim", "nobody sits at the keyboard"],
  ["vi", "nobody sits at the keyboard"],
  ["nano", "nobody sits at the keyboard"],
  ["shutdown", "there is no system to stop"],
  ["reboot", "there is no system to restart"],
  ["service", "every process ends with its RUN"],
  ["ps", "there is nothing but this RUN's own processes"],
  ["top", "there is nothing but this RUN's own processes"],
  ["htop", "there is nothing but this RUN's own processes"],
  ["free", "it tells of the machine that builds, not of the image"],
  ["kill", "nothing from earlier RUNs is left to be stopped"],
  ["mount", "a RUN has no right to mount, and no mount outlives it"],
  ["ifconfig", "it tells of the build's network, not of the container's"],
]);

/** Those that hadolint's list has. */
const known = new Set("ssh vim shutdown service ps free top kill mount ifconfig".split(" "));

export const pointlessCommand: Rule = {
  name: "pointless-command",
  category: "run",
  severity: "info",
  confidence: "medium",
  presets: ["recommended", "hadolint"],
  summary: "A RUN calls a program that can do nothing of use during a build",
  why:
    "A RUN starts with no process but its own, and when it ends its processes are gone and only files are kept. " +
    "A service that is started there does not run in the container, and what `ps`, `free` or `ifconfig` print is about the build. " +
    "What is to run belongs into CMD or ENTRYPOINT, what is to be looked at into the running container. " +
    "A server that is started and then used by the same RUN is left in peace.",
  sources: [
    {
      title: "Dockerfile reference: RUN",
      url: "https://docs.docker.com/reference/dockerfile/#run",
    },
  ],
  aliases: ["DL3001"],
  fix: "none",
  scope: "instruction",
  examples: [
    {
      bad: 'FROM debian:12.8-slim\nRUN service nginx start\nCMD ["sleep", "infinity"]\n',
      good: 'FROM debian:12.8-slim\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      bad: "FROM alpine:3.22\nRUN apk add --no-cache procps && free -m\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache procps\n",
    },
  ],
  silentOn: [
    'FROM mysql:8.4\nRUN service mysql start && mysql -e "CREATE DATABASE x" && service mysql stop\n',
    "FROM debian:12.8\nRUN mysqld & sleep 5 && mysql < /x.sql && kill %1\n",
    "FROM alpine:3.22\nRUN --mount=type=ssh ssh -T git@github.com\n",
    "FROM alpine:3.22\nRUN --security=insecure mount -t tmpfs none /mnt\n",
    "FROM debian:12.8\nRUN vim +PluginInstall +qall && vim -es -u /x.vim\n",
    "FROM debian:12.8\nRUN apt-get install -y vim ssh && which ps && ssh-keyscan example.com\n",
    "FROM debian:12.8\nRUN if ps aux | grep -q x; then echo y; fi\n",
    "FROM debian:12.8\nRUN vim --version && ssh -V\n",
    "FROM debian:12.8\nCMD service cron start && exec app\nHEALTHCHECK CMD ps aux | grep app\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      const script = shellOf(dockerfile, run);
      for (const command of script?.commands ?? []) {
        const { name } = command;
        const reason = reasons.get(name ?? "");
        if (script === null || name === null || reason === undefined) continue;
        if (hasPoint(run, script, command)) continue;
        yield {
          message: `\`${name}\` does nothing of use in a build: ${reason}. ${remedies.get(name) ?? "Leave it out"}.`,
          span: command.span,
          aliases: known.has(name) ? ["DL3001"] : [],
        };
      }
    }
  },
};

const remedies: ReadonlyMap<string, string> = new Map([
  ["service", "Start it by CMD or ENTRYPOINT"],
  ["ssh", "Use `RUN --mount=type=ssh`, or COPY what you need"],
  ["mount", "Use `RUN --mount`, or a volume of the container"],
]);

/** Whether a command may be of use after all: somebody looks at its result, or something before it gives it work. */
function hasPoint(run: RunInstruction, script: ShellScript, command: ShellCommand): boolean {
  if (command.conditional || command.substituted) return true;
  const values = command.args.map(({ value, text }) => value ?? text);
  if (values.some((value) => /^(?:--version|--help|-V)$/.test(value))) return true;
  const before = script.commands[0] !== command;
  const after = script.commands.at(-1) !== command;
  const granted = run.flags.some(({ name }) => name === "security");
  switch (command.name) {
    case "kill":
      return before;
    case "service":
      return after || (before && values.some((value) => value === "stop"));
    case "ssh":
      return run.mounts.some(({ type }) => type === "ssh" || type === "secret");
    case "vim":
    case "vi":
      return values.some((value) => /^[+]|^-(?:[a-zA-Z]*[cesE]|u|S|N)/.test(value));
    case "mount":
      return granted;
    case "ps": {
      // Asked for by a script that looks after what it started.
      const pipeline = pipedCommands(script).get(command);
      return pipeline !== undefined && (before || pipeline.asked);
    }
    default:
      return false;
  }
}

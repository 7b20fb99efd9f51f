import type { RunInstruction } from "../../dockerfile/model.ts";
import {
  readCommandOptions,
  wordText,
  type CommandOption,
} from "../../shell/reading/command-options.ts";
import { isForTests } from "../../dockerfile/test-files.ts";
import type { ShellCommand, ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { hasInput } from "../../shell/reading/standard-input.ts";
import type { Problem, Rule } from "../rule.ts";

export const passwordSetInRun: Rule = {
  name: "password-set-in-run",
  category: "secrets",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "A password, or an empty one, is set for a user while the image is built",
  why:
    "Every container of the image has that password, its hash stays in `/etc/shadow`, and the command with the password in " +
    "clear stays in the image's history, where everyone who can pull it reads it. A container's process needs no password: " +
    "USER and `docker exec` work without. Where one is needed (an SSH test image), it can be set when the container starts.",
  sources: [
    {
      title: "CWE-798: Use of hard-coded credentials",
      url: "https://cwe.mitre.org/data/definitions/798.html",
    },
    { title: "Docker: Build secrets", url: "https://docs.docker.com/build/building/secrets/" },
  ],
  aliases: ["CKV2_DOCKER_17"],
  fix: "none",
  ignoreWhen: "the image only serves tests that log in with a known password.",
  scope: "instruction",
  words: ["passwd", "useradd", "usermod"],
  examples: [
    {
      bad: 'FROM debian:12.8\nRUN echo "root:hunter2" | chpasswd\n',
      good: "FROM debian:12.8\nRUN passwd --lock root\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN adduser -D app && passwd -d app\n",
      good: "FROM alpine:3.22\nRUN adduser -D app\n",
    },
    {
      bad: "FROM fedora:41\nRUN useradd --system --password '$6$salt$hash' app\n",
      good: "FROM fedora:41\nRUN useradd --system app\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN adduser --disabled-password --gecos '' app\n",
    "FROM debian:12.8\nRUN usermod -L root && passwd -l app\n",
    "FROM debian:12.8\nRUN useradd -p '!' app && usermod -p '*' root\n",
    "FROM debian:12.8\nRUN echo 'root:*' | chpasswd -e\n",
    "FROM debian:12.8\nRUN mkdir -p /home/app && chown app /etc/passwd\n",
    "FROM debian:12.8\nRUN which chpasswd\n",
    "FROM debian:12.8\nRUN passwd -S root\n",
  ],
  *check(dockerfile, { path }) {
    // What logs in to a container of tests needs a password that everybody may know.
    const milder: Partial<Problem> = isForTests(path)
      ? { severity: "info", confidence: "medium" }
      : {};
    for (const run of dockerfile.instructions) {
      const script = run.kind === "run" ? shellOf(dockerfile, run) : null;
      if (run.kind !== "run" || script === null) continue;
      const locks = locksByPipe(script);
      for (const command of script.commands) {
        const problem = problemOf(run, script, command);
        if (problem !== null && !locks.has(command)) yield { ...problem, ...milder };
      }
    }
  },
};

function problemOf(
  run: RunInstruction,
  script: ShellScript,
  command: ShellCommand,
): Problem | null {
  const { name, args } = command;
  const span = command.nameSpan ?? command.span;
  switch (name) {
    case "chpasswd": {
      // The clear text is not kept then, the hash is.
      const mounted = run.mounts.some(({ type }) => type === "secret");
      const problem = {
        message: `\`chpasswd\` ${mounted ? hashLeak : leak} ${remedy}`,
        span,
        aliases: ["CKV2_DOCKER_17"],
      };
      return mounted ? { ...problem, severity: "warning", confidence: "medium" } : problem;
    }
    case "passwd": {
      const { options } = readCommandOptions(args, { shortValues: "nxwiRP", longValues: [] });
      const has = (...names: string[]): boolean =>
        options.some((option) => names.includes(option.name));
      if (has("-d", "--delete")) {
        return {
          message: `\`passwd -d\` leaves the user without a password: anyone logs in. Lock it with \`passwd -l\`.`,
          span,
          aliases: [],
        };
      }
      if (has("-l", "--lock", "-S", "--status", "-e", "--expire")) return null;
      return has("--stdin") || hasInput(script, command)
        ? { message: `\`passwd\` ${leak} ${remedy}`, span, aliases: [] }
        : null;
    }
    case "useradd":
    case "usermod":
      return ofOption(name, command);
    default:
      return null;
  }
}

const leak =
  "sets a password that every container of the image has and that stays in the image's history.";
const hashLeak =
  "sets a password that every container of the image has and whose hash stays in `/etc/shadow`.";
const remedy = "Leave it out, or set it when the container starts.";

function ofOption(name: string, { args }: ShellCommand): Problem | null {
  const { options } = readCommandOptions(args, {
    shortValues: name === "useradd" ? "bcdefgGkKpPRsuZ" : "acdefgGlpPRsuvVwWZ",
    longValues: [
      "--password",
      "--comment",
      "--home",
      "--home-dir",
      "--gid",
      "--groups",
      "--shell",
      "--uid",
    ],
  });
  const option = options.find(
    (one: CommandOption) => one.name === "-p" || one.name === "--password",
  );
  if (option === undefined || isLocked(option.value)) return null;
  const isEmpty = option.value === "";
  return {
    message: isEmpty
      ? `\`${name} ${option.name}\` with an empty value leaves the user without a password: anyone logs in. Leave the option out.`
      : `\`${name} ${option.name}\` ${leak} ${remedy}`,
    span: option.word.span,
    aliases: [],
  };
}

/** Hashes that no password has: `*`, `!`, `x`. */
function isLocked(value: string | null): boolean {
  return value !== null && /^(?:[*!].*|x)$/.test(value);
}

/** The `chpasswd -e` that is given nothing but hashes that lock: `echo 'root:*' | chpasswd -e`. */
function locksByPipe(script: ShellScript): ReadonlySet<ShellCommand> {
  const locks = script.pipelines.flatMap(({ stages: [writer, reader] }) => {
    if (writer == null || reader?.name !== "chpasswd") return [];
    if (!reader.args.some(({ text }) => text === "-e" || text === "--encrypted")) return [];
    const isLock =
      writer.args.length > 0 &&
      writer.args.every((arg) => /^(?:-\w+|[\w.-]+:[*!]+)$/.test(wordText(arg)));
    return isLock ? [reader] : [];
  });
  return new Set(locks);
}

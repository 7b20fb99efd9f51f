import type {
  CommandInstruction,
  Dockerfile,
  Instruction,
  InstructionKind,
  Stage,
} from "../../dockerfile/model.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { dialectOf } from "../../shell/reading/dialect.ts";
import type { ShellCommand, ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { plainWords, shellBuiltins } from "../../shell/reading/plain-words.ts";
import { shellLessImage } from "../../shell/services/shell-less.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, FixSafety, Rule } from "../rule.ts";

export const shellFormCommand: Rule = {
  name: "shell-form-command",
  category: "runtime",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "CMD or ENTRYPOINT in shell form: signals do not reach the process",
  why:
    "In shell form Docker starts `/bin/sh -c` and the shell starts the command. `docker stop` and Kubernetes send " +
    "SIGTERM to the shell, which does not pass it on: the process never shuts down cleanly and is killed after the grace " +
    "period (10 seconds in Docker, 30 in Kubernetes). Exec form starts the process itself, and needs no shell in the image.",
  sources: [
    {
      title: "Docker build checks: JSONArgsRecommended",
      url: "https://docs.docker.com/reference/build-checks/json-args-recommended/",
    },
    {
      title: "Dockerfile reference: Shell and exec form",
      url: "https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
    },
  ],
  aliases: ["DL3025", "JSONArgsRecommended"],
  fix: "safe",
  scope: "file",
  words: ["cmd", "entrypoint"],
  ignoreWhen:
    "When the shell is wanted as the main process, for instance because it traps signals itself:",
  examples: [
    {
      bad: "FROM python:3.13-slim\nCMD python app.py --port 8000\n",
      good: 'FROM python:3.13-slim\nCMD ["python", "app.py", "--port", "8000"]\n',
      fixed: 'FROM python:3.13-slim\nCMD ["python", "app.py", "--port", "8000"]\n',
    },
    {
      bad: "FROM eclipse-temurin:21-jre\nENTRYPOINT java $JAVA_OPTS -jar /app.jar\n",
      good: 'FROM eclipse-temurin:21-jre\nENTRYPOINT ["sh", "-c", "exec java $JAVA_OPTS -jar /app.jar"]\n',
      fixed:
        'FROM eclipse-temurin:21-jre\nENTRYPOINT ["/bin/sh", "-c", "exec java $JAVA_OPTS -jar /app.jar"]\n',
    },
    {
      bad: "FROM debian:13-slim\nCMD /bin/bash\n",
      good: 'FROM debian:13-slim\nCMD ["/bin/bash"]\n',
      fixed: 'FROM debian:13-slim\nCMD ["/bin/bash"]\n',
    },
    {
      bad: "FROM node:22\nCMD npm run migrate && node server.js\n",
      good: 'FROM node:22\nCMD ["sh", "-c", "npm run migrate && exec node server.js"]\n',
      fixed: 'FROM node:22\nCMD ["/bin/sh", "-c", "npm run migrate && exec node server.js"]\n',
    },
  ],
  silentOn: [
    'FROM node:22\nCMD ["node", "server.js"]\n',
    "FROM eclipse-temurin:21-jre\nENTRYPOINT exec java $JAVA_OPTS -jar /app.jar\n",
    'FROM busybox:1.37\nCMD exec sh -c "trap : TERM INT; tail -f /dev/null & wait"\n',
    "FROM node:22\nCMD []\n",
    "FROM node:22\nCMD ['node', 'server.js']\n",
    "FROM scratch\nCOPY app /app\nCMD /app\n",
    "FROM nginx:1.27.3\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n",
  ],
  appliesTo: ({ instructions }) =>
    instructions.some(({ kind }) => kind === "cmd" || kind === "entrypoint"),
  *check(dockerfile) {
    const kinds = startingKinds(dockerfile);
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== "cmd" && instruction.kind !== "entrypoint") continue;
      const { command, keyword } = instruction;
      if (command.form !== "shell" || instruction.words.length === 0) continue;
      // A slip in an array is another matter: malformed-exec-form speaks of it.
      if (command.brokenExec !== null) continue;
      const script = shellOf(dockerfile, instruction);
      if (script !== null && handsOver(script)) continue;
      // Where there is no shell at all, that is the finding.
      if (shellLessImage(dockerfile, instruction) !== null) continue;
      // A file that names its shell has chosen it: only the wish for exec form remains.
      const chosen = instruction.state.shell !== null;
      const shell = chosenShell(instruction) ?? ["sh", "-c"];
      const isShell = script !== null && onlyStartsShell(script);
      const cost = isShell ? doubledCost(shell) : signalCost;
      yield {
        message: `${keyword} in shell form runs under \`${shell.join(" ")}\`: ${cost} Use exec form.`,
        span: instruction.keywordSpan,
        fix:
          script === null
            ? undefined
            : fixOf(dockerfile, instruction, script, changesArguments(instruction, kinds)),
        ...(chosen || isShell ? { severity: "info" as const } : {}),
        ...(chosen ? { aliases: ["DL3025"] } : {}),
      };
    }
  },
};

const signalCost =
  "a shell that stays does not pass on SIGTERM, and the process is killed instead of stopping cleanly.";

/** What it costs that a shell starts a shell for a person to work in: nobody misses a signal there. */
function doubledCost(shell: readonly string[]): string {
  return shell.some(readsProfile)
    ? "that shell only reads its profile and starts another one."
    : "that shell is there only to start another one.";
}

const shells = /^(?:sh|bash|dash|ash|zsh|ksh|mksh|fish|csh|tcsh)$/;

/** Whether a script is nothing but an interactive shell: `bash`, `/usr/bin/zsh -l`. */
function onlyStartsShell({ commands }: ShellScript): boolean {
  const [command] = commands;
  if (command === undefined || commands.length !== 1 || !command.topLevel) return false;
  const { name, args, wrappers, redirects } = command;
  if (name === null || !shells.test(name) || wrappers.length > 0 || redirects.length > 0)
    return false;
  return args.every(({ value }) => /^(?:-[il]+|--login|--norc|--noprofile)$/.test(value ?? ""));
}

/** Whether the shell is replaced by its last command, which `exec` asks for: then signals arrive. */
function handsOver({ commands }: ShellScript): boolean {
  // The commands of an inner `sh -c '...'` stand behind it.
  const last = commands.findLast(({ nested, substituted }) => !nested && !substituted);
  return last?.topLevel === true && last.wrappers[0] === "exec";
}

function fixOf(
  dockerfile: Dockerfile,
  instruction: CommandInstruction,
  script: ShellScript,
  hasPartner: boolean,
): Fix | undefined {
  const { command, keyword } = instruction;
  if (command.form !== "shell" || instruction.heredocs.length > 0) return undefined;
  const text = dockerfile.source.slice(command.span);
  if (/[\r\n]/.test(text)) return undefined;
  const shell = chosenShell(instruction);
  // What a login shell sets up, such as conda's or nvm's PATH, is lost without it.
  const words = shell?.some(readsProfile) === true ? null : plainWords(script);
  const replace = (items: readonly string[], title: string, safety: FixSafety): Fix => {
    const array = `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
    return {
      title,
      safety,
      edits: [replaceExpected(dockerfile.source, command.span, text, array)],
    };
  };
  if (words !== null) {
    // A script without `#!` runs in a shell only: the kernel refuses it.
    const unsure = hasPartner || /\.(sh|bash)$/.test(words[0] ?? "");
    return replace(words, `Write ${keyword} in exec form`, unsure ? "review" : "safe");
  }
  const last = script.commands.at(-1);
  if (last === undefined || !canBeExecuted(last, script)) return undefined;
  const at = (last.words[0]?.span ?? last.span).start - command.span.start;
  const start = last.assignments.length > 0 ? -1 : at;
  if (start < 0) return undefined;
  return replace(
    [
      ...(shell ?? defaultShell(dockerfile, instruction)),
      `${text.slice(0, start)}exec ${text.slice(start)}`,
    ],
    "Let the command take the shell's place, so that signals reach it",
    "review",
  );
}

/** The program and arguments of the SHELL that holds for an instruction, if the file sets one. */
function chosenShell({ state }: Instruction): readonly string[] | undefined {
  return state.shell?.exec?.items.map(({ value }) => value);
}

/** Whether an argument of a shell makes it read the profile or the rc file of its user first. */
function readsProfile(argument: string): boolean {
  return /^(-[a-z]*[il][a-z]*|--(login|rcfile|init-file))$/.test(argument);
}

function defaultShell(dockerfile: Dockerfile, instruction: CommandInstruction): string[] {
  return dialectOf(dockerfile, instruction) === "bash" ? ["/bin/bash", "-c"] : ["/bin/sh", "-c"];
}

/** Whether the last command is where the script ends for good, so that `exec` changes nothing else. */
function canBeExecuted(last: ShellCommand, script: ShellScript): boolean {
  const simple = script.commands.every(({ topLevel, substituted }) => topLevel || substituted);
  const ends =
    script.chains.at(-1)?.span.end === script.span.end ||
    last.span.end >= (script.chains.at(-1)?.span.end ?? 0);
  const onlyAnd = script.chains.at(-1)?.operators.every(({ text }) => text === "&&") ?? true;
  return simple && ends && onlyAnd && last.topLevel && !last.subshell && isProgram(last);
}

/** Whether a command is no builtin: its name is known, or a path that only a variable completes. */
function isProgram({ words: [word] }: ShellCommand): boolean {
  if (word === undefined) return false;
  return word.value === null
    ? /^["']?[\w${}./-]*\/[\w${}./-]+["']?$/.test(word.text)
    : !shellBuiltins.has(word.value);
}

/** Which of CMD and ENTRYPOINT the image of each stage has. */
type StartingKinds = ReadonlyMap<Stage, ReadonlySet<InstructionKind>>;

function startingKinds({ stages }: Dockerfile): StartingKinds {
  const kinds = new Map<Stage, ReadonlySet<InstructionKind>>();
  for (const stage of stages) {
    const inherited = stage.parent === null ? undefined : kinds.get(stage.parent);
    const own = instructionsOfKind(stage, "cmd", "entrypoint").filter(
      ({ onbuild }) => onbuild === null,
    );
    kinds.set(stage, new Set([...(inherited ?? []), ...own.map(({ kind }) => kind)]));
  }
  return kinds;
}

/** Whether another instruction of the image is run with this one, so that its form changes what the other does. */
function changesArguments({ kind, stage }: CommandInstruction, kinds: StartingKinds): boolean {
  const found = stage === null ? undefined : kinds.get(stage);
  return found?.has(kind === "cmd" ? "entrypoint" : "cmd") === true;
}

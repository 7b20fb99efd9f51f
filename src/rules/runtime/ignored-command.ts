import type { CommandInstruction, Dockerfile, Stage } from "../../dockerfile/model.ts";
import { lastOfKind } from "../../dockerfile/queries.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import type { Rule } from "../rule.ts";

export const ignoredCommand: Rule = {
  name: "ignored-command",
  category: "runtime",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "CMD has no effect because ENTRYPOINT is in shell form",
  why:
    'CMD gives the default arguments of ENTRYPOINT. In shell form ENTRYPOINT becomes `/bin/sh -c "text"`, and what ' +
    "follows the text are the shell's own positional parameters, which the text does not use: the arguments of CMD, and " +
    "those that a user writes behind `docker run IMAGE`, are lost without a word.",
  sources: [
    {
      title: "Dockerfile reference: How CMD and ENTRYPOINT interact",
      url: "https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact",
    },
  ],
  aliases: [],
  fix: "none",
  scope: "file",
  words: ["entrypoint"],
  examples: [
    {
      bad: 'FROM python:3.13-slim\nENTRYPOINT exec python app.py\nCMD ["--port", "8000"]\n',
      good: 'FROM python:3.13-slim\nENTRYPOINT ["python", "app.py"]\nCMD ["--port", "8000"]\n',
    },
    {
      bad: 'FROM alpine:3.22 AS base\nENTRYPOINT exec /usr/bin/tool\nFROM base\nCMD ["run"]\n',
      good: 'FROM alpine:3.22 AS base\nENTRYPOINT ["/usr/bin/tool"]\nFROM base\nCMD ["run"]\n',
    },
  ],
  silentOn: [
    'FROM alpine:3.22\nENTRYPOINT exec /usr/bin/tool "$0" "$@"\nCMD ["run"]\n',
    'FROM alpine:3.22\nENTRYPOINT exec /usr/bin/tool ${@}\nCMD ["run"]\n',
    'FROM alpine:3.22 AS base\nCMD ["run"]\nFROM base\nENTRYPOINT exec /usr/bin/tool\n',
    "FROM alpine:3.22\nENTRYPOINT exec /usr/bin/tool\nCMD []\n",
    "FROM alpine:3.22\nENTRYPOINT ['tool']\nCMD [\"run\"]\n",
    'FROM alpine:3.22\nONBUILD ENTRYPOINT exec /usr/bin/tool\nCMD ["run"]\n',
    'FROM alpine:3.22\nENTRYPOINT\nCMD ["run"]\n',
  ],
  *check(dockerfile) {
    const pairs = new Map<Stage, Pair>();
    const deaf = new Map<CommandInstruction, boolean>();
    for (const stage of dockerfile.stages) {
      const pair = pairOf(stage, pairs);
      pairs.set(stage, pair);
      const { entrypoint, cmd } = pair;
      if (entrypoint === null || cmd === null || isEmpty(cmd)) continue;
      // A stage that only inherits both says nothing new.
      if (entrypoint.stage !== stage && cmd.stage !== stage) continue;
      const isDeaf = deaf.get(entrypoint) ?? takesNoArguments(dockerfile, entrypoint);
      deaf.set(entrypoint, isDeaf);
      if (!isDeaf) continue;
      const line = dockerfile.source.lineAt(entrypoint.span.start);
      yield {
        message:
          `This CMD has no effect: the ENTRYPOINT on line ${line} is in shell form and takes no arguments. ` +
          "Write ENTRYPOINT as a JSON array, or drop CMD.",
        span: cmd.span,
      };
    }
  },
};

/** What a stage's image runs. */
interface Pair {
  readonly entrypoint: CommandInstruction | null;
  readonly cmd: CommandInstruction | null;
}

/** A stage's own, else what its parent has; an ENTRYPOINT of its own drops the CMD of its parent. */
function pairOf(stage: Stage, pairs: ReadonlyMap<Stage, Pair>): Pair {
  const entrypoint = lastOfKind([stage], "entrypoint");
  const cmd = lastOfKind([stage], "cmd");
  const parent = stage.parent === null ? undefined : pairs.get(stage.parent);
  return {
    entrypoint: entrypoint ?? parent?.entrypoint ?? null,
    cmd: cmd ?? (entrypoint === null ? (parent?.cmd ?? null) : null),
  };
}

/** `CMD []` is a way of saying that there are no arguments. */
function isEmpty({ command, words }: CommandInstruction): boolean {
  return command.form === "exec" ? command.exec.items.length === 0 : words.length === 0;
}

/** Whether an ENTRYPOINT is in shell form and its text uses none of the shell's positional parameters. */
function takesNoArguments(dockerfile: Dockerfile, entrypoint: CommandInstruction): boolean {
  const { command, words } = entrypoint;
  if (command.form !== "shell" || command.brokenExec !== null || words.length === 0) return false;
  const script = shellOf(dockerfile, entrypoint);
  if (script === null) return false;
  return !/\$\{?[@*#\d]/.test(dockerfile.source.slice(command.span));
}

import type { Dockerfile, Instruction, RunInstruction } from "../../dockerfile/model.ts";
import { flagOf, isInImage } from "../../dockerfile/queries.ts";
import {
  readCommandOptions,
  wordText,
  type CommandOption,
} from "../../shell/reading/command-options.ts";
import { isWorldWritable } from "../../shell/file-modes.ts";
import type { ShellCommand, ShellWord } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { resolveWord } from "../../shell/reading/words.ts";
import type { Problem, Rule } from "../rule.ts";

export const worldWritablePath: Rule = {
  name: "world-writable-path",
  category: "user",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "Files of the image are made writable for everybody",
  why:
    "Every process of the container may then change the program or its settings, also one that was taken over as another user, " +
    "and what it writes there runs the next time with the rights of whoever starts it. Ownership says who may write: " +
    "`COPY --chown`, or group 0 with `g=u` where the user id is not known before, as on OpenShift.",
  sources: [
    {
      title: "CWE-732: Incorrect permission assignment for critical resource",
      url: "https://cwe.mitre.org/data/definitions/732.html",
    },
  ],
  aliases: ["S2612"],
  fix: "none",
  ignoreWhen: "the directory only holds what anybody may write, and nothing in it is run.",
  scope: "file",
  examples: [
    {
      bad: "FROM debian:12.8\nCOPY app /app\nRUN chmod -R 777 /app\n",
      good: "FROM debian:12.8\nCOPY --chown=10001:10001 app /app\n",
    },
    {
      bad: "FROM debian:12.8\nCOPY --chmod=0777 run.sh /usr/local/bin/run\n",
      good: "FROM debian:12.8\nCOPY --chmod=0755 run.sh /usr/local/bin/run\n",
    },
    {
      bad: "FROM debian:12.8\nRUN mkdir -p /var/lib/app && chmod a+rwX /var/lib/app\n",
      good: "FROM debian:12.8\nRUN mkdir -p /var/lib/app && chgrp 0 /var/lib/app && chmod g=u /var/lib/app\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN chmod 1777 /tmp && chmod 755 /app && chmod +w /app && chmod u+w,g+w /app\n",
    "FROM debian:12.8\nRUN chmod 777 /tmp && chmod -R a+rwx /var/tmp/\n",
    "FROM debian:12.8\nRUN chmod a+rx,o-w /app && chmod go-rwx /app\n",
    "FROM debian:12.8 AS build\nRUN chmod -R 777 /src\nFROM debian:12.8\nCOPY --from=build /out /out\n",
    "FROM debian:12.8\nRUN echo chmod 777 /app\n",
    "FROM debian:12.8\nRUN chmod --reference=777 /app\n",
    "FROM debian:12.8\nRUN chmod a+t,a+rwx /scratch\n",
    'FROM debian:12.8\nRUN dir="$(mktemp -d)" && chmod 777 "$dir" && rm -rf "$dir"\n',
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      if (instruction.stage === null || !isInImage(dockerfile, instruction.stage)) continue;
      if (instruction.kind === "run") yield* ofRun(dockerfile, instruction);
      else yield* ofFlag(instruction);
    }
  },
};

function* ofFlag(instruction: Instruction): Generator<Problem> {
  if (instruction.kind !== "copy" && instruction.kind !== "add") return;
  const flag = flagOf(instruction, "chmod");
  if (flag?.value == null || !isWorldWritable(flag.value)) return;
  const target = instruction.destination?.text ?? "the files";
  yield problemOf(`--chmod=${flag.value}`, target, flag.span);
}

function* ofRun(dockerfile: Dockerfile, run: RunInstruction): Generator<Problem> {
  for (const command of shellOf(dockerfile, run)?.commands ?? []) {
    const found = modeOf(command, run);
    if (found === null || !isWorldWritable(found.mode)) continue;
    // A directory that the script makes up by itself (`$(mktemp -d)`) is mostly gone at its end.
    const paths = found.paths.flatMap((word) => {
      const path = resolveWord(word, run.state) ?? wordText(word);
      return isTemporary(path) || /^["']?[$`]/.test(path) ? [] : [path];
    });
    const [path] = paths;
    if (path === undefined) continue;
    yield problemOf(`${command.name ?? ""} ${found.written}`, path, found.span);
  }
}

interface Mode {
  readonly mode: string;
  readonly written: string;
  readonly paths: readonly ShellWord[];
  readonly span: Problem["span"];
}

/** The mode that chmod, mkdir or install gives. */
function modeOf(command: ShellCommand, run: RunInstruction): Mode | null {
  const { name } = command;
  if (name === "chmod") {
    const { options, operands } = readCommandOptions(command.args, {
      shortValues: "",
      longValues: [],
    });
    if (options.some((option) => option.name === "--reference")) return null;
    const [word, ...paths] = operands;
    if (word === undefined) return null;
    const mode = resolveWord(word, run.state) ?? "";
    return { mode, written: wordText(word), paths, span: word.span };
  }
  if (name !== "mkdir" && name !== "install") return null;
  const { options, operands } = readCommandOptions(command.args, {
    shortValues: name === "mkdir" ? "m" : "mogtS",
    longValues: ["--mode", "--owner", "--group", "--target-directory", "--suffix"],
  });
  const option = options.find((one: CommandOption) => one.name === "-m" || one.name === "--mode");
  if (option === undefined) return null;
  const span = option.valueWord?.span ?? option.word.span;
  return {
    mode: option.value ?? "",
    written: `${option.name} ${option.value ?? ""}`,
    paths: operands.slice(-1),
    span,
  };
}

/** Directories that everybody may write to by convention. */
function isTemporary(path: string): boolean {
  return /^\/(?:tmp|var\/tmp|dev)(?:\/|$)/.test(path.replace(/["']/g, ""));
}

function problemOf(written: string, path: string, span: Problem["span"]): Problem {
  return {
    message:
      `\`${written}\` lets every user and process of the container change \`${path}\`. ` +
      "Give it to the user that needs it (`COPY --chown`, `chown`), with mode 755 or 644.",
    span,
  };
}

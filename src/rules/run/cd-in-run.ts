import { insertAfter, insertBefore } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, Instruction, RunInstruction } from "../../dockerfile/model.ts";
import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import type { ShellCommand, ShellScript, ShellWord } from "../../shell/model.ts";
import { plainPath } from "../../shell/layers/removed-paths.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { resolveWord } from "../../shell/reading/words.ts";
import type { Span } from "../../source/span.ts";
import { remove } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const cdInRun: Rule = {
  name: "cd-in-run",
  category: "run",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A RUN begins with `cd` where WORKDIR would say it",
  why:
    "A `cd` lasts only until its RUN ends, so the next instruction starts somewhere else and each step has to begin with " +
    "it again. WORKDIR holds for all that follows, makes the directory if it is missing, and shows in `docker inspect`.",
  sources: [
    {
      title: "Docker: Building best practices, WORKDIR",
      url: "https://docs.docker.com/build/building/best-practices/#workdir",
    },
  ],
  aliases: ["DL3003", "DS-0013"],
  fix: "review",
  scope: "instruction",
  words: ["cd"],
  examples: [
    {
      bad: "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN cd /src/server && go build -o /app .\n",
      good: "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nWORKDIR /src/server\nRUN go build -o /app .\n",
      fixed:
        "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nWORKDIR /src/server\nRUN go build -o /app .\n",
    },
    {
      bad: 'FROM node:22\nWORKDIR /app\nRUN cd /app && npm ci\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22\nWORKDIR /app\nRUN npm ci\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:22\nWORKDIR /app\nRUN npm ci\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN cd /app/web && \\\n    npm ci\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm --prefix web ci\nCMD ["node", "server.js"]\n',
      fixed:
        "FROM node:22\nWORKDIR /app\nCOPY . .\nWORKDIR /app/web\nRUN npm ci\nWORKDIR /app\n" +
        'CMD ["node", "server.js"]\n',
    },
  ],
  silentOn: [
    "FROM debian:12\nRUN mkdir /x && cd /x && make\n",
    "FROM debian:12\nRUN (cd /x && make)\n",
    "FROM debian:12\nRUN cd /x && make && cd /y && make\n",
    "FROM debian:12\nRUN cd /x\n",
    "FROM debian:12\nRUN cd $(mktemp -d) && make\n",
    "FROM debian:12\nRUN cd /tmp && curl -fsSLO https://example.com/x && rm -rf /tmp/x\n",
    "FROM debian:12\nRUN cd /x || exit 1\n",
    "FROM debian:12\nCOPY . /opt/build\nRUN cd /opt/build && make install && rm -rf /opt/build\n",
    "FROM python:3.13\nRUN --mount=type=bind,from=wheels,target=/install cd /install && pip install --no-cache-dir *.whl\n",
    "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN cd C:\\x && dir\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      const script = shellOf(dockerfile, run);
      const cd = script === null ? null : leadingCd(script);
      if (script === null || cd === null) continue;
      const directory = cd.args[0]?.value ?? "";
      if (run.mounts.some(({ target }) => target !== null && isBelow(directory, target))) continue;
      if (isDeleted(script, run, directory)) continue;
      yield {
        message:
          `\`cd ${directory}\` holds only for this RUN; the next instruction starts elsewhere again. ` +
          (directory.startsWith("/")
            ? `Use \`WORKDIR ${directory}\` for it.`
            : `Use WORKDIR with the whole path of \`${directory}\` for it.`),
        span: cd.span,
        fix: fixOf(dockerfile, run, script, cd, directory),
      };
    }
  },
};

/** Whether a directory is mounted for this RUN, so that it is not there later. */
function isBelow(directory: string, target: string): boolean {
  return relativeTo(resolvePath("/", target), resolvePath("/", directory)) !== null;
}

/** Whether the script deletes the directory it changes into, or one around it: no later instruction can start there. */
function isDeleted(script: ShellScript, { state }: RunInstruction, directory: string): boolean {
  const from = resolvePath(state.workdir ?? "/", directory);
  const place = `${plainPath(from)}/`;
  return script.commands.flatMap(deletedWords).some((word) => {
    const text = resolveWord(word, state) ?? word.text;
    // A glob leaves the directory itself, and what fills it again may follow.
    if (text.includes("*")) return false;
    const path = plainPath(text);
    const removed = /^[/~]/.test(path) ? path : plainPath(resolvePath(from, path));
    return removed !== "" && place.startsWith(`${removed}/`);
  });
}

/** What a command names to be deleted with all that is in it. */
function deletedWords({ name, args }: ShellCommand): readonly ShellWord[] {
  const isRecursive = args.some(({ text }) => /^-(?:[a-zA-Z]*[rR]|-recursive$)/.test(text));
  const deletes = name === "rmdir" || (name === "rm" && isRecursive);
  return deletes ? args.filter(({ text }) => !text.startsWith("-")) : [];
}

/** The `cd DIR` that a script begins with and that holds for the rest of it; null when there is none. */
function leadingCd(script: ShellScript): ShellCommand | null {
  const [cd] = script.commands.filter(({ name }) => name !== "set");
  if (cd?.name !== "cd" || !cd.topLevel || cd.wrappers.length > 0) return null;
  const others = script.commands.filter(({ name }) => name === "cd" || name === "pushd");
  const [directory] = cd.args;
  if (others.length > 1 || cd.args.length !== 1 || directory?.value == null) return null;
  if (!/^[\w./@%+-]+$/.test(directory.value) || directory.value.startsWith("-")) return null;
  const next = script.chains[cd.chain]?.operators[cd.link];
  const last = script.commands.at(-1) === cd;
  // A scratch directory that the same RUN empties is no place to work in later.
  return last || next?.text === "||" || /^\/(var\/)?tmp(\/|$)/.test(directory.value) ? null : cd;
}

function fixOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  cd: ShellCommand,
  directory: string,
): Fix | undefined {
  if (run.command.form !== "shell" || run.heredocs.length > 0 || run.onbuild !== null)
    return undefined;
  if (!directory.startsWith("/") || cd.chain !== 0 || cd.link !== 0) return undefined;
  const operator = script.chains[0]?.operators[0];
  const rest = script.chains[0]?.links[1];
  if (operator === undefined || rest === undefined) return undefined;
  const drop: Span = { start: cd.span.start, end: rest.start };
  const { workdir } = run.state;
  const clean = directory.replace(/(?<=.)\/+$/, "");
  if (workdir === clean) {
    return {
      title: `Drop the cd: WORKDIR is ${clean} already`,
      safety: "review",
      edits: [remove(drop)],
    };
  }
  const edits = [...insertBefore(dockerfile, run, `WORKDIR ${clean}`), remove(drop)];
  if (!dependsOnWorkdir(dockerfile, run)) {
    return { title: `Set WORKDIR ${clean} instead of cd`, safety: "review", edits };
  }
  // What follows must start where it starts today.
  if (workdir === null) return undefined;
  return {
    title: `Set WORKDIR ${clean} for this RUN and go back to ${workdir} after it`,
    safety: "review",
    edits: [...edits, ...insertAfter(dockerfile, run, `WORKDIR ${workdir}`)],
  };
}

/** Whether something after an instruction starts in the working directory, in its stage or in one built on it. */
function dependsOnWorkdir(dockerfile: Dockerfile, run: RunInstruction): boolean {
  const { stage } = run;
  if (stage === null) return true;
  if (dockerfile.stages.some(({ parent }) => parent === stage)) return true;
  for (const instruction of stage.instructions) {
    if (instruction.index <= run.index) continue;
    if (instruction.kind === "workdir" && instruction.path?.value.startsWith("/")) return false;
    if (usesWorkdir(instruction)) return true;
  }
  // The working directory of the image that is built matters to its commands, also to inherited ones.
  return stage === dockerfile.finalStage && stage.instructions.some(startsImage);
}

function startsImage({ kind }: Instruction): boolean {
  return kind === "cmd" || kind === "entrypoint" || kind === "healthcheck";
}

function usesWorkdir(instruction: Instruction): boolean {
  return startsImage(instruction) || ["run", "copy", "add", "workdir"].includes(instruction.kind);
}

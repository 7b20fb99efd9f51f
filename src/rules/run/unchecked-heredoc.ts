import type { Dockerfile, Heredoc, RunInstruction } from "../../dockerfile/model.ts";
import type { Chain, ShellCommand, ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { pipedCommands } from "../../shell/reading/piped-commands.ts";
import { contains } from "../../source/span.ts";
import { insertAt } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

/** Commands that do not fail, or whose failure is no reason to stop. */
const harmless = new Set(
  ": [ alias break case continue declare echo exit export false local printf read return set shift shopt sleep test trap true typeset umask unset wait".split(
    " ",
  ),
);

export const uncheckedHeredoc: Rule = {
  name: "unchecked-heredoc",
  category: "run",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "A here-document of several commands goes on after one of them fails",
  why:
    "The shell runs a here-document like any script: when a command fails it goes on with the next one, and the RUN succeeds if the " +
    "last command does. A failed download or compile is then cached as a good layer, and shows up in production. Commands joined " +
    "by `&&` stop at the first failure; in a here-document `set -e` does that.",
  sources: [
    {
      title: "Dockerfile reference: Here-documents",
      url: "https://docs.docker.com/reference/dockerfile/#here-documents",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "instruction",
  words: ["<<"],
  examples: [
    {
      bad:
        "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nRUN <<EOF\n" +
        "apk add --no-cache build-base\nmake -C /src\nmake -C /src install\nEOF\n",
      good:
        "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nRUN <<EOF\nset -e\n" +
        "apk add --no-cache build-base\nmake -C /src\nmake -C /src install\nEOF\n",
      fixed:
        "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nRUN <<EOF\nset -e\n" +
        "apk add --no-cache build-base\nmake -C /src\nmake -C /src install\nEOF\n",
    },
    {
      bad:
        "# syntax=docker/dockerfile:1\nFROM debian:12.8-slim\nRUN <<EOF\n#!/bin/bash\n" +
        "  /opt/setup.sh --all\n  echo done\nEOF\n",
      good:
        "# syntax=docker/dockerfile:1\nFROM debian:12.8-slim\nRUN <<EOF\n#!/bin/bash\n" +
        "  set -euo pipefail\n  /opt/setup.sh --all\n  echo done\nEOF\n",
      fixed:
        "# syntax=docker/dockerfile:1\nFROM debian:12.8-slim\nRUN <<EOF\n#!/bin/bash\n" +
        "  set -e\n  /opt/setup.sh --all\n  echo done\nEOF\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nRUN <<EOF\nmake && make install\nEOF\n",
    "FROM alpine:3.22\nRUN <<EOF\necho a > /a\necho b > /b\nEOF\n",
    "FROM alpine:3.22\nRUN <<EOF\nset -eux\nmake\nmake install\nEOF\n",
    "FROM alpine:3.22\nRUN <<EOF\n#!/bin/sh -e\nmake\nmake install\nEOF\n",
    "FROM alpine:3.22\nRUN bash -e <<'EOF'\nmake\nmake install\nEOF\n",
    'FROM alpine:3.22\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN <<EOF\nmake\nmake install\nEOF\n',
    "FROM alpine:3.22\nRUN <<EOF\nmake || exit 1\nmake install\nEOF\n",
    "FROM alpine:3.22\nRUN <<EOF\nexport A=1\n# now\nmake\nEOF\n",
    "FROM python:3.13\nRUN <<EOF python3\nimport os\nprint(os.name)\nEOF\n",
    "FROM python:3.13\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nprint(os.name)\nEOF\n",
    "FROM alpine:3.22\nRUN cat <<EOF > /x\na b\nc d\nEOF\n",
    "FROM alpine:3.22\nRUN make; make install\n",
    "FROM alpine:3.22\nRUN <<EOF\nif grep -q x /etc/passwd; then\n  deluser x\nfi\nmake\nEOF\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run" || run.heredocs.length === 0) continue;
      const script = shellOf(dockerfile, run);
      if (script?.form !== "heredoc" || script.exitsOnError) continue;
      const heredoc = run.heredocs.find(({ bodySpan }) => contains(bodySpan, script.span));
      const missed = firstMissed(script);
      if (heredoc === undefined || missed === null) continue;
      yield {
        message:
          `If \`${missed}\` fails here, the commands behind it run all the same, and the RUN succeeds when the last one does. ` +
          "Begin the here-document with `set -e`.",
        span: heredoc.operatorSpan,
        fix: fixOf(dockerfile, run, heredoc),
      };
    }
  },
};

/** The name of the first command whose failure nothing notices; null when there is none, or when the script sees to it itself. */
function firstMissed(script: ShellScript): string | null {
  const { commands, chains } = script;
  const handled = commands.some(
    ({ name, args }) =>
      name === "trap" ||
      (name === "set" && args.some(({ value }) => /^-[a-zA-Z]*e|^errexit$/.test(value ?? ""))),
  );
  if (handled) return null;
  const pipelines = pipedCommands(script);
  for (const command of commands) {
    const chain = chains[command.chain];
    if (chain === undefined || command.chain === chains.length - 1) continue;
    // What stands in a condition is asked for its answer.
    const piped = pipelines.get(command)?.asked === false;
    if ((command.topLevel || piped) && isMissed(command, chain)) return command.name;
  }
  return null;
}

function isMissed(command: ShellCommand, chain: Chain): boolean {
  const { name, conditional, substituted, link } = command;
  if (name === null || harmless.has(name) || conditional || substituted) return false;
  // In `a || b` the failure of `a` is an answer.
  return chain.operators.slice(link).every(({ text }) => text === "&&");
}

/** `set -e` as a line of its own before all others, behind a line that names the interpreter. */
function fixOf({ source }: Dockerfile, run: RunInstruction, heredoc: Heredoc): Fix | undefined {
  // Several here-documents follow one another: a line that is added to one must not be taken for another's.
  if (run.heredocs.length > 1) return undefined;
  let line = source.lineAt(heredoc.bodySpan.start);
  if (source.slice(source.lineSpan(line)).trimStart().startsWith("#!")) line++;
  const indentation = source.indentationOf(line);
  return {
    title: "Stop at the first command that fails",
    safety: "review",
    edits: [insertAt(source.lineStart(line), `${indentation}set -e\n`)],
  };
}

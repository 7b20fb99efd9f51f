import { readExecForm } from "../../dockerfile/exec-form.ts";
import type { CommandInstruction, Dockerfile, Instruction } from "../../dockerfile/model.ts";
import { instructionAt, lastOfKind } from "../../dockerfile/queries.ts";
import { dialectOf, isWindows } from "../../shell/reading/dialect.ts";
import type { Span } from "../../source/span.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

/** A text that is meant as a JSON array, and why it is none. */
interface BrokenArray {
  readonly span: Span;
  readonly reason: string;
}

export const malformedExecForm: Rule = {
  name: "malformed-exec-form",
  category: "runtime",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "Looks like a JSON array but is none, so Docker does not read it as one",
  why:
    "An exec form that is not valid JSON is no error: Docker hands the text to a shell as it stands, brackets and all. " +
    "The build goes through, and the container fails when it starts with `[node,: not found`. " +
    "VOLUME, COPY and ADD take the pieces of such a text for paths.",
  sources: [
    {
      title: "Dockerfile reference: Exec form",
      url: "https://docs.docker.com/reference/dockerfile/#exec-form",
    },
  ],
  aliases: ["DL3025", "JSONArgsRecommended"],
  fix: "safe",
  scope: "instruction",
  words: ["["],
  ignoreWhen: "When a shell shall really run a command whose name begins with a bracket:",
  examples: [
    {
      bad: "FROM node:22\nCMD ['node', 'server.js']\n",
      good: 'FROM node:22\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:22\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nENTRYPOINT ["python" "app.py"]\n',
      good: 'FROM python:3.13-slim\nENTRYPOINT ["python", "app.py"]\n',
      fixed: 'FROM python:3.13-slim\nENTRYPOINT ["python", "app.py"]\n',
    },
    {
      bad: "FROM alpine:3.22\nVOLUME ['/data']\n",
      good: 'FROM alpine:3.22\nVOLUME ["/data"]\n',
      fixed: 'FROM alpine:3.22\nVOLUME ["/data"]\n',
    },
    {
      bad: 'FROM node:22\nCMD ["node", "server.js"\n',
      good: 'FROM node:22\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:22\nCMD ["node", "server.js"]\n',
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nHEALTHCHECK CMD [ -e /tmp/.lock ] || exit 1\n",
    "FROM alpine:3.22\nRUN [ -f /etc/passwd ] && echo yes\n",
    'FROM alpine:3.22\nRUN [[ "$A" == b ]]\n',
    "FROM alpine:3.22\nRUN [ \"$A\" = 'b' ] || exit 1\n",
    'FROM alpine:3.22\nENTRYPOINT []\nCMD [""]\n',
    "FROM alpine:3.22\nCOPY [a-z]*.conf /etc/\n",
    'FROM alpine:3.22\nCOPY ["a b", "/c d/"]\n',
    "FROM alpine:3.22\nCOPY ['a b', '/c d/']\n",
    "FROM alpine:3.22\nVOLUME /data /logs\n",
    'FROM alpine:3.22\nCMD ["sh", "-c", "echo \'a\'"]\n',
    'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN [Environment]::SetEnvironmentVariable("Path", "C:\\x", "Machine")\n',
    'FROM mcr.microsoft.com/powershell:7.5\nSHELL ["pwsh", "-Command"]\nRUN [int]$count = 2; Write-Output $count\n',
    'FROM python:3.13-slim\nSHELL ["python", "-c"]\nRUN [print(name) for name in ("a", "b")]\n',
  ],
  *check(dockerfile) {
    const refused = new Set(
      dockerfile.problems.map(({ span }) => instructionAt(dockerfile, span.start)),
    );
    for (const instruction of dockerfile.instructions) {
      const broken = brokenArray(dockerfile, instruction);
      // Where BuildKit refuses the instruction, syntax-error says so.
      if (broken === null || refused.has(instruction)) continue;
      const isCommand = instruction.kind === "cmd" || instruction.kind === "entrypoint";
      const entrypoint = entrypointOf(instruction);
      yield {
        message: messageOf(dockerfile, instruction, broken.reason, entrypoint),
        span: broken.span,
        // That CMD has no effect at all matters more than how it is written.
        ...(entrypoint?.command.form === "shell" ? { yieldsTo: "ignored-command" } : {}),
        aliases: isCommand ? ["DL3025", "JSONArgsRecommended"] : [],
        fix: fixOf(dockerfile, broken.span),
      };
    }
  },
};

function brokenArray(dockerfile: Dockerfile, instruction: Instruction): BrokenArray | null {
  switch (instruction.kind) {
    case "run":
    case "cmd":
    case "entrypoint":
    case "healthcheck": {
      const { command } = instruction;
      if (command?.form !== "shell" || command.brokenExec === null) return null;
      if (beginsProgram(dockerfile, instruction, command.span)) return null;
      return { span: command.span, reason: command.brokenExec };
    }
    case "copy":
    case "add":
      return instruction.exec === null
        ? brokenPaths(dockerfile, instruction, /^\[\s*["'\u201c]/)
        : null;
    case "volume":
      return brokenPaths(dockerfile, instruction, /^\[/);
    default:
      return null;
  }
}

/**
 * Whether a text with a bracket at its beginning is a program of the shell that SHELL names: in PowerShell a type
 * (`[Environment]::Exit(0)`, `[int]$x = 1`), and anything in a language that is not read.
 */
function beginsProgram(dockerfile: Dockerfile, instruction: Instruction, span: Span): boolean {
  const dialect = dialectOf(dockerfile, instruction);
  if (dialect !== "powershell") return dialect === "other";
  return /^\[[A-Za-z_][\w.+`]*(?:\[[\w.+`,\s[\]]*\])?(?:\([^)]*\))?\]\s*(?:::|[$(@'"[{]|param\b)/i.test(
    dockerfile.source.slice(span),
  );
}

/** The ENTRYPOINT that gets what a CMD says as its arguments; null when there is none, or the file does not tell. */
function entrypointOf({ kind, stage, onbuild }: Instruction): CommandInstruction | null {
  if (kind !== "cmd" || stage === null || onbuild !== null) return null;
  const found = lastOfKind(stage.lineage, "entrypoint");
  if (found === null || found.words.length === 0) return null;
  return found.command.form === "exec" && found.command.exec.items.length === 0 ? null : found;
}

/** The arguments of an instruction that takes paths: a bracket may also begin a wildcard. */
function brokenPaths(
  { source }: Dockerfile,
  { argumentsSpan }: Instruction,
  begins: RegExp,
): BrokenArray | null {
  const text = source.slice(argumentsSpan);
  if (!begins.test(text) || /[\r\n]/.test(text)) return null;
  const reading = readExecForm(text, 0, text.length);
  return reading.broken === null || reading.refused
    ? null
    : { span: argumentsSpan, reason: reading.broken };
}

function messageOf(
  dockerfile: Dockerfile,
  instruction: Instruction,
  reason: string,
  entrypoint: CommandInstruction | null,
): string {
  const { kind, keyword } = instruction;
  const head = `This ${keyword} looks like a JSON array but is none (${reason}), so `;
  if (kind === "volume")
    return `${head}the volume gets a name with brackets and quotes in it. Write a valid JSON array.`;
  if (kind === "copy" || kind === "add")
    return `${head}its pieces are taken for paths that do not exist. Write a valid JSON array.`;
  if (entrypoint !== null) {
    const shell = shellOfForm(dockerfile, instruction);
    return `${head}ENTRYPOINT gets \`${shell}\` and the text as it stands for its arguments. Write a valid JSON array.`;
  }
  return `${head}a shell gets the text as it stands and fails. Write a valid JSON array.`;
}

/** What Docker puts before a text in shell form. */
function shellOfForm(dockerfile: Dockerfile, instruction: Instruction): string {
  const chosen = instruction.state.shell?.exec?.items.map(({ value }) => value).join(" ");
  return chosen ?? (isWindows(dockerfile, instruction) ? "cmd /S /C" : "/bin/sh -c");
}

/** Longest text that is mended, in UTF-16 code units: nobody writes a longer command. */
const longestMended = 4096;

/** The array that was meant: safe when only quotes are wrong, for review when something else is. */
function fixOf({ source }: Dockerfile, span: Span): Fix | undefined {
  const text = source.slice(span);
  if (/[\r\n]/.test(text) || text.length > longestMended) return undefined;
  const quoted = withDoubleQuotes(text);
  const mended = isArray(quoted) ? quoted : withPunctuation(quoted);
  if (!isArray(mended)) return undefined;
  return {
    title: mended === quoted ? "Write the array with double quotes" : "Write it as a JSON array",
    safety: mended === quoted ? "safe" : "review",
    edits: [replaceExpected(source, span, text, mended)],
  };
}

function isArray(text: string): boolean {
  const { exec } = readExecForm(text, 0, text.length);
  return exec !== null && exec.items.length > 0;
}

const quotedItem =
  /'[^'\\\r\n]*'|[\u2018\u2019][^\\\r\n\u2018\u2019]*[\u2018\u2019]|[\u201c\u201d][^\\\r\n\u201c\u201d]*[\u201c\u201d]|"[^"\r\n]*"/gu;

/** Single and typographic quotes around items become straight double ones. */
function withDoubleQuotes(text: string): string {
  return text.replace(quotedItem, (item) =>
    item.startsWith('"') ? item : JSON.stringify(item.slice(1, -1)),
  );
}

/** Backslashes of Windows paths are doubled, commas between items and the closing bracket are added, a last comma goes. */
function withPunctuation(text: string): string {
  const doubled =
    text.includes("\\\\") || text.includes('\\"') ? text : text.replaceAll("\\", "\\\\");
  const separated = doubled.replace(/("(?:[^"\\]|\\[^])*")([ \t]+)(?=")/g, "$1,$2");
  const closed = separated.endsWith('"') ? `${separated}]` : separated;
  return closed.replace(/,([ \t]*\])$/, "$1");
}

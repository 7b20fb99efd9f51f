import type { Span } from "../source/span.ts";
import { isSpace } from "./blanks.ts";
import { checkReading } from "./check-reading.ts";
import { readExecForm, type ExecReading } from "./exec-form.ts";
import { findHeredocs } from "./heredocs.ts";
import type { InstructionKind, SyntaxProblem, Word } from "./model.ts";
import { PartsOf, readMount } from "./read-parts.ts";
import type { Reading } from "./reading.ts";
import { splitCommand, type CommandParts } from "./split-command.ts";
import { splitBlanks, splitQuoted } from "./words.ts";

const kinds: ReadonlyMap<string, InstructionKind> = new Map<string, InstructionKind>([
  ["add", "add"],
  ["arg", "arg"],
  ["cmd", "cmd"],
  ["copy", "copy"],
  ["entrypoint", "entrypoint"],
  ["env", "env"],
  ["expose", "expose"],
  ["from", "from"],
  ["healthcheck", "healthcheck"],
  ["label", "label"],
  ["maintainer", "maintainer"],
  ["run", "run"],
  ["shell", "shell"],
  ["stopsignal", "stopsignal"],
  ["user", "user"],
  ["volume", "volume"],
  ["workdir", "workdir"],
]);

/** The kinds whose argument may be a JSON array. */
const execKinds = new Set<InstructionKind>([
  "run",
  "cmd",
  "entrypoint",
  "shell",
  "copy",
  "add",
  "volume",
  "healthcheck",
]);
const listKinds = new Set<InstructionKind>(["from", "copy", "add", "expose", "volume"]);
const wholeKinds = new Set<InstructionKind>(["workdir", "user", "stopsignal", "maintainer"]);
const pairKinds = new Set<InstructionKind>(["env", "label", "arg"]);
/** Whose words BuildKit expands not as words: nothing is wrong with them as such, and few rules ask for them. */
const plainKinds = new Set<InstructionKind>([
  "run",
  "cmd",
  "entrypoint",
  "shell",
  "env",
  "label",
  "arg",
]);
const heredocKinds = new Set<InstructionKind>(["run", "copy", "add"]);

/** Reads one logical line. Readings are shared by the versions of a file and must not be changed. */
export function readInstruction(text: string, escape: string): Reading {
  let command = splitCommand(text, 0, text.length, escape);
  let onbuild: CommandParts | null = null;
  if (keywordOf(text, command) === "onbuild" && command.arguments.start < command.arguments.end) {
    onbuild = command;
    command = splitCommand(text, command.arguments.start, command.arguments.end, escape);
  }
  const keyword = keywordOf(text, command);
  // BuildKit refuses FROM as a trigger, and it begins no stage there.
  const kind =
    onbuild !== null && keyword === "from" ? "unknown" : (kinds.get(keyword) ?? "unknown");
  const parts = new PartsOf(text, escape);
  const problems: SyntaxProblem[] = [];
  const args = command.arguments;
  const commandSpan = kind === "healthcheck" ? afterFirstWord(text, args) : args;
  const exec = execKinds.has(kind)
    ? readExecForm(text, commandSpan.start, commandSpan.end)
    : noExec;
  const flags = parts.flags(command.keyword, command.flags);
  if (kind === "copy" || kind === "add" || kind === "from") parts.checkFlagValues(flags);
  const pairs = pairKinds.has(kind)
    ? parts.pairs(command.keyword, args, kind === "arg", problems)
    : [];
  const place = { kind, args, commandSpan, exec, escape };
  let words = plainKinds.has(kind) ? null : readWords(parts, text, place);
  const reading: Reading = {
    keyword: keyword.toUpperCase(),
    kind,
    keywordSpan: command.keyword,
    onbuild: onbuild?.keyword ?? null,
    flags,
    argumentsSpan: args,
    words: () => (words ??= readWords(parts, text, place)),
    pairs,
    commandSpan,
    exec: exec.exec,
    brokenExec: exec.broken,
    heredocs: heredocKinds.has(kind) && exec.exec === null ? findHeredocs(text) : [],
    mounts:
      kind === "run"
        ? flags.filter(({ name }) => name === "mount").map((flag) => readMount(text, flag))
        : [],
    problems,
  };
  const onbuildFlags = onbuild === null ? [] : parts.flags(onbuild.keyword, onbuild.flags);
  checkReading(
    text,
    { reading, onbuildFlags, execRefused: exec.refused, wordErrors: parts.wordErrors },
    problems,
  );
  return reading;
}

const noExec: ExecReading = { exec: null, broken: null, refused: false };

interface WordContext {
  readonly kind: InstructionKind;
  readonly args: Span;
  readonly commandSpan: Span;
  readonly exec: ExecReading;
  readonly escape: string;
}

function readWords(parts: PartsOf, text: string, context: WordContext): Word[] {
  const { kind, args, commandSpan, exec, escape } = context;
  if (args.start === args.end) return [];
  const isList = listKinds.has(kind);
  if (wholeKinds.has(kind)) return [parts.word(args, kind !== "maintainer")];
  if (exec.exec !== null) {
    const type = { start: args.start, end: commandSpan.start };
    const before = kind === "healthcheck" ? splitBlanks(text, type.start, type.end) : [];
    return [
      ...before.map((word) => parts.word(word, false)),
      ...parts.execWords(exec.exec, isList),
    ];
  }
  if (isList) return splitBlanks(text, args.start, args.end).map((word) => parts.word(word, true));
  // The pairs have reported what is wrong with the words of ENV, LABEL and ARG.
  return splitQuoted(text, args.start, args.end, escape).map((word) => parts.word(word, false));
}

function keywordOf(text: string, command: CommandParts): string {
  return text.slice(command.keyword.start, command.keyword.end).toLowerCase();
}

function afterFirstWord(text: string, args: Span): Span {
  let at = args.start;
  while (at < args.end && !isSpace(text.charCodeAt(at))) at++;
  while (at < args.end && isSpace(text.charCodeAt(at))) at++;
  return { start: at, end: args.end };
}

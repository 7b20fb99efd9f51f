import { copiedSources, originOf, type CopiedSource } from "../../dockerfile/context-copies.ts";
import type { BuildState, Instruction } from "../../dockerfile/model.ts";
import { joinRelative, resolvePath } from "../../dockerfile/paths.ts";
import type { ShellCommand } from "../model.ts";
import { wordText } from "../reading/command-options.ts";
import { readShellOptions, shellDialect } from "../reading/shell-options.ts";
import { resolveWord } from "../reading/words.ts";

/** Gives the text of a file of the build context; null where there is none, or it is not known. */
export type ReadText = (path: string) => string | null;

/** What the COPYs and ADDs among some instructions bring from the build context. */
export function contextCopies(instructions: readonly Instruction[]): readonly CopiedSource[] {
  return instructions.flatMap((one) =>
    (one.kind === "copy" || one.kind === "add") && one.from === null ? copiedSources(one) : [],
  );
}

/** The path of the script that a command runs: `./x.sh`, `sh x.sh`, `python build.py`; empty for every other command. */
export function scriptsOf(command: ShellCommand, state: BuildState | null): readonly string[] {
  const { name, nameSpan, words, args } = command;
  let word = nameSpan === null ? words[0] : words.find(({ span }) => span.start === nameSpan.start);
  const isShell = shellDialect(name) !== null || name === "zsh";
  const isInterpreter = /^(?:python|pypy|perl|ruby)[\d.]*$/.test(name ?? "");
  if (isShell) {
    const { command: isText, operand } = readShellOptions(args.map(({ value }) => value));
    word = isText ? undefined : args[operand];
  } else if (isInterpreter) {
    word = args.find(({ text }) => !/^-[^cme]/.test(text));
  }
  if (word === undefined || /^[-<]/.test(word.text)) return [];
  const path = (state === null ? word.value : resolveWord(word, state)) ?? wordText(word);
  return isShell || isInterpreter || path.includes("/") ? [path] : [];
}

/** The text of a file of the image that comes from the build context by its own name; null where none is known. */
export function contextTextOf(
  copies: readonly CopiedSource[],
  directory: string | null,
  path: string,
  readText: ReadText,
): string | null {
  if (directory === null && !path.startsWith("/")) return null;
  const full = resolvePath(directory ?? "/", path);
  const slash = full.lastIndexOf("/");
  const name = full.slice(slash + 1);
  for (const copied of copies) {
    const isFile = !copied.directory && !copied.pattern && copied.target === full;
    const origin = originOf(copied, full.slice(0, slash) || "/", name);
    if (!isFile && origin === null) continue;
    const text = readText(isFile ? copied.source : joinRelative(origin?.from ?? "", name));
    if (text !== null) return text;
  }
  return null;
}

import type { Span } from "../../source/span.ts";
import type { ShellWord } from "../model.ts";

/** Which options of a program take a value. */
export interface OptionSyntax {
  /** Letters of the short options that take what is attached to them, else the next word. */
  readonly shortValues: string;
  /** Long options that take the next word when they have no `=`. */
  readonly longValues: readonly string[];
}

/** One option of a command. `-fsSL` is given as four options with one word. */
export interface CommandOption {
  /** With its dashes: `-k`, `--insecure`. */
  readonly name: string;
  /** The value by `=`, attached (`-ofile`) or as the next word; null when it has none or it is not known. */
  readonly value: string | null;
  readonly word: ShellWord;
  /** The next word, when that holds the value. */
  readonly valueWord: ShellWord | null;
}

/** An option as it stands in a command. */
export interface PlacedOption {
  /** With its dashes. */
  readonly name: string;
  /** The word it stands in, alone or in a cluster (`-fsSLk`). */
  readonly span: Span;
  /** The next word, when that holds its value. */
  readonly valueSpan: Span | null;
}

/** What a command is given, sorted into options and the rest. */
export interface CommandArguments {
  readonly options: readonly CommandOption[];
  readonly operands: readonly ShellWord[];
}

/** Reads arguments in the way of getopt: options and operands may be mixed, `--` ends the options. */
export function readCommandOptions(
  args: readonly ShellWord[],
  syntax: OptionSyntax,
): CommandArguments {
  const options: CommandOption[] = [];
  const operands: ShellWord[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) break;
    const text = wordText(word);
    if (text === "--") {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!text.startsWith("-") || text === "-") {
      operands.push(word);
      continue;
    }
    const takesNext = readOptionWord(word, text, syntax, options);
    const next = takesNext ? args[at + 1] : undefined;
    const last = options.at(-1);
    if (next === undefined || last === undefined) continue;
    options[options.length - 1] = { ...last, value: next.value, valueWord: next };
    at++;
  }
  return { options, operands };
}

/** The options of some names. */
export function optionsNamed(
  { options }: CommandArguments,
  ...names: readonly string[]
): readonly CommandOption[] {
  return options.filter(({ name }) => names.includes(name));
}

/** The value of a word, or how it is written without the quotes around it where a part of it is not known. */
export function wordText(word: ShellWord): string {
  return word.value ?? word.text.replace(/^(["'])([^"']*)\1$/, "$2");
}

/** Adds the options in one word; returns whether the last of them takes the next word. */
function readOptionWord(
  word: ShellWord,
  text: string,
  syntax: OptionSyntax,
  options: CommandOption[],
): boolean {
  const add = (name: string, value: string | null): void => {
    options.push({ name, value, word, valueWord: null });
  };
  if (text.startsWith("--")) {
    const equals = text.indexOf("=");
    if (equals === -1) add(text, null);
    else add(text.slice(0, equals), text.slice(equals + 1));
    return equals === -1 && syntax.longValues.includes(text);
  }
  for (let at = 1; at < text.length; at++) {
    const letter = text.charAt(at);
    const takesValue = syntax.shortValues.includes(letter);
    const rest = text.slice(at + 1);
    add(`-${letter}`, takesValue && rest !== "" ? rest : null);
    if (takesValue) return rest === "";
  }
  return false;
}

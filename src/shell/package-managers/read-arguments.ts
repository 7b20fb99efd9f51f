import type { PackageFlag, ShellWord } from "../model.ts";
import { readFlagWord } from "./flags.ts";
import type { ManagerSyntax } from "./manager-syntax.ts";

/** A word that is no flag. */
export interface Operand {
  readonly word: ShellWord;
  /** Its value; as written, without quotes, where that is not known. */
  readonly text: string;
}

/** The arguments of a package manager, taken apart. */
export interface Arguments {
  readonly flags: readonly PackageFlag[];
  /** The subcommand's words; empty for a manager without subcommands. */
  readonly subcommand: readonly Operand[];
  readonly operands: readonly Operand[];
}

/** Takes the words after a package manager's name apart. */
export function readArguments(args: readonly ShellWord[], syntax: ManagerSyntax): Arguments {
  const reader = new ArgumentReader(syntax);
  let ended = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) break;
    const text = textOf(word);
    if (ended) reader.operands.push({ word, text });
    else if (text === "--") {
      if (syntax.endsAtDashes === true) break;
      ended = true;
    } else if (text.length > 1 && text.startsWith("-")) {
      if (reader.flag(word, text, args[at + 1])) at++;
    } else reader.operand({ word, text });
  }
  return reader;
}

class ArgumentReader {
  readonly flags: PackageFlag[] = [];
  readonly subcommand: Operand[] = [];
  readonly operands: Operand[] = [];
  private complete: boolean;
  private skipped = 0;
  private valued = true;

  constructor(private readonly syntax: ManagerSyntax) {
    this.complete = syntax.goals === true || syntax.subcommands.size === 0;
  }

  /** Takes the flags of one word. Returns whether the next word is the value of the last one. */
  flag(word: ShellWord, text: string, next: ShellWord | undefined): boolean {
    // Go's flags may begin with one dash or two (https://pkg.go.dev/flag#hdr-Command_line_flag_syntax).
    const name = this.syntax.manager === "go" ? text.replace(/^--/, "-") : text;
    const read = readFlagWord(word, name, this.syntax, this.valued);
    for (const flag of read.flags) this.flags.push(flag);
    const last = this.flags.at(-1);
    if (!read.takesNext || next === undefined || last === undefined) return false;
    this.flags[this.flags.length - 1] = { ...last, value: next.value, valueSpan: next.span };
    return true;
  }

  operand(operand: Operand): void {
    const { text, word } = operand;
    const first = this.subcommand[0];
    if (this.skipped > 0) this.skipped--;
    else if (this.complete) this.operands.push(operand);
    else if (first !== undefined) this.secondWord(first, operand);
    else if (word.value === null && text.startsWith("$")) {
      this.flags.push({ name: text, value: null, span: word.span, valueSpan: null });
    } else if (this.syntax.prefixes?.has(text) === true) {
      this.skipped = this.syntax.prefixes.get(text) ?? 0;
    } else if (!text.startsWith("+")) {
      // `cargo +nightly build` names a toolchain first.
      this.subcommand.push(operand);
      this.complete = !startsPair(this.syntax, text);
      this.valued = this.syntax.withoutValues?.includes(text) !== true;
    }
  }

  private secondWord(first: Operand, second: Operand): void {
    const { subcommands, manager } = this.syntax;
    if (subcommands.has(`${first.text} ${second.text}`) || subcommands.has(`${first.text} *`)) {
      this.subcommand.push(second);
      this.complete = true;
      return;
    }
    // `dotnet add PROJECT package NAME`: the project stands between the two words.
    if (manager === "dotnet" && (first.text === "add" || first.text === "remove")) return;
    this.operands.push(second);
    this.complete = true;
  }
}

const pairStarts = new WeakMap<ManagerSyntax, ReadonlySet<string>>();

/** Whether a word is the first of a subcommand of two words. */
function startsPair(syntax: ManagerSyntax, word: string): boolean {
  let starts = pairStarts.get(syntax);
  if (starts === undefined) {
    const pairs = [...syntax.subcommands.keys()].filter((name) => name.includes(" "));
    starts = new Set(pairs.map((name) => name.slice(0, name.indexOf(" "))));
    pairStarts.set(syntax, starts);
  }
  return starts.has(word);
}

function textOf(word: ShellWord): string {
  if (word.value !== null) return word.value;
  const quoted = /^"([^"]*)"$/s.exec(word.text);
  return quoted?.[1] ?? word.text.replaceAll('"', "");
}

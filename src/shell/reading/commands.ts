import { Notable } from "../../source/notes.ts";
import type { Span } from "../../source/span.ts";
import type { ShellAssignment, ShellCommand, ShellRedirect, ShellWord } from "../model.ts";
import { baseName } from "./shell-options.ts";
import type { Assignment, Command, Redirection, Word } from "./parse-shell-text.ts";
import { readWord } from "./words.ts";
import type { WordReader } from "./words.ts";
import { unwrap } from "./wrappers.ts";

/** Where a command stands: the part of `ShellCommand` that does not follow from its own words. */
export type CommandPlace = Pick<
  ShellCommand,
  "chain" | "link" | "topLevel" | "conditional" | "substituted" | "subshell" | "nested"
>;

/** Makes a command of a tree's node. */
export function readCommand(node: Command, reader: WordReader, place: CommandPlace): ShellCommand {
  const assignments: ShellAssignment[] = [];
  const redirects: ShellRedirect[] = [];
  const words: ShellWord[] = [];
  const read = (part: Word | Assignment | Redirection): void => {
    if (part.type === "Word") words.push(readWord(part, reader));
    else if (part.type !== "Assignment") redirects.push(readRedirect(part, reader));
    else if (words.length > 0) words.push(readWord(part, reader));
    else assignments.push(readAssignment(readWord(part, reader), part.name));
  };
  for (const part of node.prefix) read(part);
  if (node.name !== undefined) read(node.name);
  for (const part of node.suffix) read(part);
  const at = { start: reader.base + node.pos, end: reader.base + node.end };
  return commandOf(words, { span: at, assignments, redirects, place });
}

/** A command from its words, with the program that does the work found behind its wrappers. */
export function commandOf(
  words: readonly ShellWord[],
  rest: {
    readonly span: Span;
    readonly assignments: readonly ShellAssignment[];
    readonly redirects: readonly ShellRedirect[];
    readonly place: CommandPlace;
  },
): ShellCommand {
  const found = unwrap(words, programOf);
  const nameWord = words[found.index];
  const given = found.assignments.flatMap((index) => {
    const word = words[index];
    return word === undefined ? [] : [readAssignment(word, word.text.replace(/\+?=.*/s, ""))];
  });
  return new ReadCommand(
    {
      span: rest.span,
      assignments: given.length === 0 ? rest.assignments : [...rest.assignments, ...given],
      words,
      name: found.name,
      nameSpan: nameWord?.span ?? null,
      args: words.slice(found.index + 1),
      wrappers: found.wrappers,
      redirects: rest.redirects,
    },
    rest.place,
  );
}

/** A command on which what is known of it can be noted. */
export class ReadCommand extends Notable implements ShellCommand {
  readonly span: Span;
  readonly assignments: readonly ShellAssignment[];
  readonly words: readonly ShellWord[];
  readonly name: string | null;
  readonly nameSpan: Span | null;
  readonly args: readonly ShellWord[];
  readonly wrappers: readonly string[];
  readonly redirects: readonly ShellRedirect[];
  readonly chain: number;
  readonly link: number;
  readonly topLevel: boolean;
  readonly conditional: boolean;
  readonly substituted: boolean;
  readonly subshell: boolean;
  readonly nested: boolean;

  constructor(own: Omit<ShellCommand, keyof CommandPlace>, place: CommandPlace) {
    super();
    this.span = own.span;
    this.assignments = own.assignments;
    this.words = own.words;
    this.name = own.name;
    this.nameSpan = own.nameSpan;
    this.args = own.args;
    this.wrappers = own.wrappers;
    this.redirects = own.redirects;
    this.chain = place.chain;
    this.link = place.link;
    this.topLevel = place.topLevel;
    this.conditional = place.conditional;
    this.substituted = place.substituted;
    this.subshell = place.subshell;
    this.nested = place.nested;
  }
}

function readAssignment(word: ShellWord, name: string): ShellAssignment {
  const separator = word.value?.indexOf("=") ?? -1;
  const known = word.value !== null && separator === name.length;
  const { span, variables } = word;
  return { name, value: known ? word.value.slice(separator + 1) : null, span, variables };
}

function readRedirect(node: Redirection, reader: WordReader): ShellRedirect {
  const span = { start: reader.base + node.pos, end: reader.base + node.end };
  const target =
    node.type === "HereDoc" || node.target === undefined ? null : readWord(node.target, reader);
  const digits = node.descriptor?.type === "FileDescriptor" ? String(node.descriptor.value) : "";
  return { operator: `${digits}${node.operator}`, target, span };
}

/** The base name of the program that a word names; `$VENV/bin/pip` is known to be `pip`. */
function programOf(word: ShellWord): string | null {
  if (word.value !== null) return baseName(word.value) || null;
  return /\/([\w.+-]+)["']?$/.exec(word.text)?.[1] ?? null;
}

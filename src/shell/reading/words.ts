import { Notable, Notes } from "../../source/notes.ts";
import type { BuildState } from "../../dockerfile/model.ts";
import { hasDropped, keptText } from "./masked-text.ts";
import type { MaskedText } from "./masked-text.ts";
import { move, type Span } from "../../source/span.ts";
import type { ShellWord } from "../model.ts";
import { forEachChild, parseSyntax } from "./parse-shell-text.ts";
import type { Assignment, SyntaxNode, Word } from "./parse-shell-text.ts";

/** The text that a tree was made from, and what is known of the whole script. */
export interface WordReader {
  readonly file: string;
  readonly masked: MaskedText;
  /** File offset of the tree's position 0. */
  readonly base: number;
  readonly variables: ScriptVariables;
}

/** The variables that a script sets by itself. Filled while the script is read. */
export interface ScriptVariables {
  readonly assigned: Set<string>;
  /** Whether it may set any variable: it runs `.`, `source` or `eval`. */
  any: boolean;
}

interface Template {
  readonly node: Word | Assignment;
  readonly variables: ScriptVariables;
}

/** What a word has in it whose value is not simply written there. */
const expanding = /[$`(]/;

const nothingExpanded: Expansions = { variables: [], known: true };

/** A word with variables, on which its template is noted. */
class ExpandingWord extends Notable implements ShellWord {
  readonly text: string;
  readonly value: string | null;
  readonly span: Span;
  readonly variables: readonly string[];

  constructor(text: string, value: string | null, span: Span, variables: readonly string[]) {
    super();
    this.text = text;
    this.value = value;
    this.span = span;
    this.variables = variables;
  }
}

const templates = new Notes<ExpandingWord, Template>();

/** Makes a word of a tree's node. */
export function readWord(node: Word | Assignment, reader: WordReader): ShellWord {
  const span = { start: reader.base + node.pos, end: reader.base + node.end };
  const text = keptText(reader.file, reader.masked, span);
  const clean = hasDropped(reader.masked, span) ? (rereadWord(text) ?? node) : node;
  const { variables, known } = expanding.test(text) ? expansionsOf(clean) : nothingExpanded;
  const value = known ? plainValue(clean) : null;
  if (variables.length === 0) return { text, value, span, variables };
  const word = new ExpandingWord(text, value, span, variables);
  templates.set(word, { node: clean, variables: reader.variables });
  return word;
}

/** The same word at another place of a file. */
export function moveWord(word: ShellWord, by: number): ShellWord {
  const { text, value, variables } = word;
  const span = move(word.span, by);
  if (!(word instanceof ExpandingWord)) return { text, value, span, variables };
  const moved = new ExpandingWord(text, value, span, variables);
  const template = templates.get(word);
  if (template !== undefined) templates.set(moved, template);
  return moved;
}

/** The node of a word from which Docker drops something, read again without that. */
function rereadWord(text: string): Word | null {
  const command = parseSyntax(`: ${text}`)?.commands[0]?.command;
  const node = command?.type === "Command" ? command.args[0] : undefined;
  return node?.type === "Word" && node.end === text.length + 2 ? node : null;
}

function plainValue(node: Word | Assignment): string | null {
  if (node.type === "Word") return node.value;
  if (node.value.type !== "Word" || node.index !== undefined) return null;
  return `${node.name}${node.append === true ? "+=" : "="}${node.value.value}`;
}

interface Expansions {
  readonly variables: readonly string[];
  /** Whether the value is known without running anything. */
  readonly known: boolean;
}

/** The variables that a node expands, and whether its value is known without running anything. */
function expansionsOf(node: SyntaxNode): Expansions {
  const variables: string[] = [];
  let known = true;
  const pending: SyntaxNode[] = [node];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    if (current.type === "CommandExpansion" || current.type === "ProcessSubstitution") {
      known = false;
      continue;
    }
    if (current.type === "SimpleExpansion") variables.push(current.text.slice(1));
    if (current.type === "ParameterExpansion") variables.push(current.parameter);
    if (current.type === "ArithmeticExpansion" || current.type === "ArrayValue") known = false;
    const children: SyntaxNode[] = [];
    forEachChild(current, (child) => children.push(child));
    // One by one: an array may have more elements than a call can have arguments.
    for (const child of children.reverse()) pending.push(child);
  }
  return { variables, known: known && variables.length === 0 };
}

/**
 * The value of a word with the variables filled in that the Dockerfile's ENV and ARG define (an ARG counts with its
 * default).
 * @param state what is in force where the instruction stands
 * @returns null when a part is known only when it runs, when the script itself may set one of its variables, or when an
 *   unquoted variable would make several words of it
 */
export function resolveWord(word: ShellWord, state: BuildState): string | null {
  if (word.value !== null) return word.value;
  const template = word instanceof ExpandingWord ? templates.get(word) : undefined;
  if (template === undefined || template.variables.any) return null;
  if (word.variables.some((name) => template.variables.assigned.has(name))) return null;
  const { node } = template;
  if (node.type === "Word") return fillIn(node, state);
  if (node.value.type !== "Word" || node.index !== undefined || node.append === true) return null;
  const value = fillIn(node.value, state);
  return value === null ? null : `${node.name}=${value}`;
}

interface Piece {
  readonly node: SyntaxNode;
  readonly quoted: boolean;
}

function fillIn(word: Word, state: BuildState): string | null {
  let result = "";
  const pending: Piece[] = [{ node: word, quoted: false }];
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    const { node, quoted } = piece;
    const value = pieceValue(node, state);
    if (value === null) return null;
    if (typeof value === "string") {
      const expanded = node.type === "SimpleExpansion" || node.type === "ParameterExpansion";
      if (expanded && !quoted && /[\s*?[]/.test(value)) return null;
      result += value;
      continue;
    }
    const inQuotes = quoted || node.type === "DoubleQuoted";
    for (const part of value.toReversed()) pending.push({ node: part, quoted: inQuotes });
  }
  return result;
}

type ParameterExpansion = Extract<SyntaxNode, { type: "ParameterExpansion" }>;

/** The value of one part of a word, or the parts it is made of; null when it is not known. */
function pieceValue(node: SyntaxNode, state: BuildState): string | readonly SyntaxNode[] | null {
  switch (node.type) {
    case "Word":
      return node.parts ?? node.value;
    case "DoubleQuoted":
      return node.parts;
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
    case "Glob":
      return node.value;
    case "BraceExpansion":
    case "ExtendedGlob":
      return /[$`]/.test(node.text) ? null : node.text;
    case "SimpleExpansion":
      return state.lookup(node.text.slice(1))?.value ?? null;
    case "ParameterExpansion":
      return parameterValue(node, state);
    default:
      return null;
  }
}

function parameterValue(
  node: ParameterExpansion,
  state: BuildState,
): string | readonly SyntaxNode[] | null {
  if (node.prefix !== undefined || node.index !== undefined) return null;
  const value = state.lookup(node.parameter)?.value ?? null;
  const { operation } = node;
  if (value === null || operation === undefined) return value;
  if (operation.type !== "Default" || operation.operator.endsWith("+")) return null;
  if (value !== "" || !operation.operator.startsWith(":")) return value;
  return operation.operator === ":-" ? [operation.operand] : null;
}

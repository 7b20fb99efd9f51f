import type { Span } from "../../source/span.ts";
import { readCommand } from "./commands.ts";
import type { CommandPlace } from "./commands.ts";
import { innerShellText } from "./inner-shell.ts";
import type { MaskedText } from "./masked-text.ts";
import type { Chain, Pipeline, ShellCommand } from "../model.ts";
import type { PipefailScope } from "./pipefail.ts";
import { pipefailAt } from "./pipefail.ts";
import { forEachChild, hasErrors, parseSyntax } from "./parse-shell-text.ts";
import type {
  AndOr,
  Command,
  CommandNode,
  Pipeline as PipelineTree,
  Statement,
  SyntaxNode,
} from "./parse-shell-text.ts";
import type { ScriptVariables, WordReader } from "./words.ts";

/** The commands of a script, out of their tree. */
export interface FlatScript {
  readonly commands: readonly ShellCommand[];
  readonly chains: readonly Chain[];
  readonly pipelines: readonly Pipeline[];
}

/** What holds for a node: the place of the commands in it, and the text it is read from. */
interface Context extends CommandPlace {
  readonly reader: WordReader;
  /** The text of the tree's own region; positions are offsets in it. */
  readonly text: string;
  /** Whether a failing test here makes the whole script fail, because nothing follows it. */
  readonly last: boolean;
  /** Whether a failure here is an answer: in a condition, or with a `||` behind it. */
  readonly asked: boolean;
}

interface Item {
  readonly node: SyntaxNode;
  readonly context: Context;
}

/** What a word that may hold a command has in it. */
const expansion = /[$`<>]/;

/** Parts of words that hold nothing else. */
const leaves: ReadonlySet<SyntaxNode["type"]> = new Set([
  "Literal",
  "SingleQuoted",
  "AnsiCQuoted",
  "SimpleExpansion",
]);

/** Commands that are only asked for their exit state. */
const tests = new Set(["[", "test", "[["]);

/**
 * Reads a shell text into commands, without recursion: how deep a script is nested is up to its author.
 * @param pipefail whether the shell is started with `-o pipefail`
 * @returns null when the text has syntax errors
 */
export function flatten(file: string, masked: MaskedText, pipefail: boolean): FlatScript | null {
  const tree = parseSyntax(masked.text);
  if (tree === null) return null;
  const variables: ScriptVariables = { assigned: new Set(), any: false };
  return new Flattener({ file, masked, base: masked.base, variables }, masked.text, pipefail).run(
    tree.commands,
  );
}

class Flattener {
  private readonly commands: ShellCommand[] = [];
  private readonly chains: Chain[] = [];
  private readonly pipelines: Omit<Pipeline, "pipefail">[] = [];
  private readonly scopes: PipefailScope[] = [];
  private readonly pending: Item[] = [];
  private readonly root: Context;
  private broken = false;

  constructor(reader: WordReader, text: string, pipefail: boolean) {
    this.root = {
      chain: 0,
      link: 0,
      topLevel: true,
      conditional: false,
      substituted: false,
      subshell: false,
      nested: false,
      reader,
      text,
      last: true,
      asked: false,
    };
    this.scopes.push({ span: { start: reader.base, end: reader.base + text.length }, pipefail });
  }

  run(statements: readonly Statement[]): FlatScript | null {
    for (const [index, statement] of statements.entries()) {
      this.topLevelStatement(statement, index === statements.length - 1);
    }
    for (
      let item = this.pending.pop();
      item !== undefined && !this.broken;
      item = this.pending.pop()
    ) {
      this.visit(item.node, item.context);
    }
    if (this.broken) return null;
    this.commands.sort(bySpan);
    this.pipelines.sort(bySpan);
    const covered = pipefailAt(this.pipelines, this.commands, this.scopes);
    const pipelines = this.pipelines.map((pipeline, index) => ({
      ...pipeline,
      pipefail: covered[index] ?? false,
    }));
    return { commands: this.commands, chains: this.chains, pipelines };
  }

  private topLevelStatement(statement: Statement, last: boolean): void {
    const { command } = statement;
    const { base } = this.root.reader;
    const links = command.type === "AndOr" ? command.commands : [command];
    const operators = command.type === "AndOr" ? operatorsOf(command, this.root) : [];
    const context = {
      ...this.root,
      chain: this.chains.length,
      subshell: statement.background === true,
      last,
    };
    this.chains.push({
      span: spanOf(command, base),
      links: links.map((link) => spanOf(link, base)),
      operators,
    });
    this.list(command, context);
  }

  /** Takes the parts of `a && b || c` apart. */
  private list(node: Statement["command"], context: Context): void {
    if (node.type !== "AndOr") {
      this.pending.push({ node, context });
      return;
    }
    const swallowed = node.operators.lastIndexOf("||");
    let guarded = false;
    for (const [index, command] of node.commands.entries()) {
      const operator = node.operators[index - 1];
      const previous = node.commands[index - 1];
      // A test that fails leaves out what follows; but where nothing else follows, it fails the whole script.
      if (operator === "||") guarded = false;
      else if (previous !== undefined && isTest(previous) && !(context.last && swallowed < index))
        guarded = true;
      const conditional = context.conditional || guarded || operator === "||";
      const last = context.last && index === node.commands.length - 1;
      const link = context.topLevel ? index : context.link;
      const asked = context.asked || swallowed >= index;
      this.pending.push({ node: command, context: { ...context, link, conditional, last, asked } });
    }
  }

  private visit(node: SyntaxNode, context: Context): void {
    const inside = context.topLevel ? { ...context, topLevel: false } : context;
    switch (node.type) {
      case "Command":
        this.command(node, context);
        return;
      case "Pipeline":
        this.pipeline(node, inside);
        return;
      case "CompoundList":
        this.statements(node.commands, inside);
        return;
      case "Subshell":
        this.scopes.push({ span: spanOf(node, context.reader.base), pipefail: null });
        this.pending.push({ node: node.body, context: { ...inside, subshell: true } });
        return;
      case "BraceGroup":
        this.pending.push({ node: node.body, context: inside });
        return;
      case "CommandExpansion":
      case "ProcessSubstitution":
      case "ArithmeticCommandExpansion":
        this.substitution(node, inside);
        return;
      default:
        this.children(node, inside);
    }
  }

  /** Compound commands, words and expansions: only what is in them matters. */
  private children(node: SyntaxNode, context: Context): void {
    const within = context.last ? { ...context, last: false } : context;
    if (node.type === "For" || node.type === "Select") {
      context.reader.variables.assigned.add(node.name.value);
    }
    if (node.type === "Default" && node.operator.endsWith("=")) context.reader.variables.any = true;
    const clause = node.type === "If" || node.type === "While" ? node.clause : null;
    const condition = node.type === "Elif" ? node.clause : clause;
    const kept = node.type === "Redirected" && context.asked;
    const branches = node.type === "CaseItem" || node.type === "Elif" || node.type === "Function";
    forEachChild(node, (child) => {
      if (leaves.has(child.type)) return;
      const body = child.type === "CompoundList" ? child !== clause : branches;
      const coprocess = node.type === "Coproc";
      const place: Context = {
        ...within,
        conditional: within.conditional || (body && !coprocess),
        subshell: within.subshell || coprocess,
        asked: child === condition || kept,
      };
      this.pending.push({ node: child, context: place });
    });
  }

  private statements(statements: readonly Statement[], context: Context): void {
    for (const [index, statement] of statements.entries()) {
      const last = context.last && index === statements.length - 1;
      const subshell = context.subshell || statement.background === true;
      this.list(statement.command, { ...context, last, subshell });
    }
  }

  private substitution(
    node: Extract<
      SyntaxNode,
      { type: "CommandExpansion" | "ProcessSubstitution" | "ArithmeticCommandExpansion" }
    >,
    context: Context,
  ): void {
    const { script } = node;
    // A script in escaped backticks has a decoded text of its own, whose positions say nothing of this file.
    if (script === undefined || script.source !== undefined) return;
    if (hasErrors(script)) {
      this.broken = true;
      return;
    }
    this.scopes.push({ span: spanOf(node, context.reader.base), pipefail: null });
    this.statements(script.commands, {
      ...context,
      last: false,
      substituted: true,
      subshell: true,
    });
  }

  private pipeline(node: PipelineTree, context: Context): void {
    const { base } = context.reader;
    const piped = node.commands.length > 1;
    const inner = piped ? { ...context, subshell: true, last: false } : context;
    const stages = node.commands.map((stage) => this.stage(stage, inner));
    if (!piped) return;
    const stageSpans = node.commands.map((stage) => spanOf(stage, base));
    const first = stageSpans[0]?.start ?? base + node.pos;
    const asked = context.asked || node.prefixes.some(({ type }) => type === "Negation");
    const span = { start: first, end: base + node.end };
    this.pipelines.push({ span, stages, stageSpans, asked });
  }

  private stage(node: CommandNode, context: Context): ShellCommand | null {
    if (node.type === "Command") return this.command(node, context);
    this.pending.push({ node, context });
    return null;
  }

  private command(node: Command, context: Context): ShellCommand {
    const command = readCommand(node, context.reader, placeOf(context));
    this.commands.push(command);
    noteVariables(command, context.reader.variables);
    let within: Context | null = null;
    const inside = (): Context => (within ??= { ...context, topLevel: false, last: false });
    forEachChild(node, (child) => {
      // Most words are plain, and what is in a plain word need not be visited.
      if (child.type === "Word" && !expansion.test(child.text)) return;
      this.pending.push({ node: child, context: inside() });
    });
    this.innerShell(command, context, inside);
    return command;
  }

  /** The text that `sh -c "..."` is given, when its offsets are those of the file. */
  private innerShell(command: ShellCommand, outer: Context, inside: () => Context): void {
    const inner = innerShellText(command, outer.text, outer.reader.base);
    if (inner === null) return;
    const context = inside();
    const { base } = context.reader;
    const text = context.text.slice(inner.span.start - base, inner.span.end - base);
    const tree = parseSyntax(text);
    if (tree === null) return;
    this.scopes.push({ span: inner.span, pipefail: inner.pipefail });
    const reader = { ...context.reader, base: inner.span.start };
    this.statements(tree.commands, { ...context, reader, text, nested: true, subshell: true });
  }
}

function placeOf(context: Context): CommandPlace {
  const { chain, link, topLevel, conditional, substituted, subshell, nested } = context;
  return { chain, link, topLevel, conditional, substituted, subshell, nested };
}

function spanOf(node: { readonly pos: number; readonly end: number }, base: number): Span {
  return { start: base + node.pos, end: base + node.end };
}

function bySpan(left: { readonly span: Span }, right: { readonly span: Span }): number {
  return left.span.start - right.span.start || right.span.end - left.span.end;
}

function operatorsOf(node: AndOr, context: Context): Chain["operators"] {
  return node.operators.map((text, index) => {
    const start = context.reader.base + context.text.indexOf(text, node.commands[index]?.end);
    return { text, span: { start, end: start + 2 } };
  });
}

function isTest(node: AndOr["commands"][number]): boolean {
  if (node.type === "TestCommand" || node.type === "ArithmeticCommand") return true;
  if (node.type === "Pipeline") return node.prefixes.some((prefix) => prefix.type === "Negation");
  if (node.type !== "Command" || node.name === undefined) return false;
  const name = node.name.value;
  if (name === "command") return node.args.some((arg) => arg.text === "-v");
  return tests.has(name) || name === "which";
}

/** Builtins whose operands name variables that they set. */
const declaring = new Set([
  "export",
  "declare",
  "typeset",
  "local",
  "readonly",
  "read",
  "unset",
  "mapfile",
  "readarray",
]);

function noteVariables(command: ShellCommand, variables: ScriptVariables): void {
  for (const assignment of command.assignments)
    variables.assigned.add(assignment.name.replace(/\[.*/s, ""));
  const { name } = command;
  if (
    name === "." ||
    name === "source" ||
    name === "eval" ||
    name === "getopts" ||
    name === "printf"
  ) {
    if (name !== "printf" || command.args[0]?.text === "-v") variables.any = true;
  }
  if (name === null || !declaring.has(name)) return;
  for (const arg of command.args) variables.assigned.add(arg.text.replace(/\+?=.*/s, ""));
}

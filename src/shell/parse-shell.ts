import { Notable, Notes } from "../source/notes.ts";
import type { Span } from "../source/span.ts";
import type { Dockerfile, ExecForm, Heredoc, Instruction } from "../dockerfile/model.ts";
import { commandForm } from "../dockerfile/queries.ts";
import { dialectOf, isWindows, shellArguments } from "./reading/dialect.ts";
import { execCommand } from "./reading/exec-command.ts";
import { flatten, type FlatScript } from "./reading/flatten.ts";
import { concatenate, keptText, maskBody, maskHead } from "./reading/masked-text.ts";
import type { MaskedText } from "./reading/masked-text.ts";
import type { Dialect, ScriptForm, ShellCommand, ShellScript } from "./model.ts";
import { baseName, readShellOptions, shellDialect } from "./reading/shell-options.ts";
import { Recent } from "../source/recent.ts";
import { withoutWrappers } from "./reading/wrappers.ts";

/** What a shell is started with. */
interface Start {
  readonly dialect: Dialect;
  readonly form: ScriptForm;
  readonly exitsOnError: boolean;
  readonly pipefail: boolean;
}

const scripts = new Notes<Instruction, ShellScript | null>();

/**
 * The commands that RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD give to a shell, or the one program that an exec form runs.
 * `RUN <<EOF` and `RUN bash <<EOF` give the body of the here-document. The result is cached.
 * @returns null for every other instruction, when the text is in another language than that of a POSIX shell or bash, and
 *   when it has syntax errors: then no position in it could be trusted
 */
export function shellOf(dockerfile: Dockerfile, instruction: Instruction): ShellScript | null {
  let script = scripts.get(instruction);
  if (script === undefined) {
    script = readScript(dockerfile, instruction);
    scripts.set(instruction, script);
  }
  return script;
}

function readScript(dockerfile: Dockerfile, instruction: Instruction): ShellScript | null {
  const command = commandForm(instruction);
  if (command === null) return null;
  if (command.form === "exec") return readExec(dockerfile, instruction, command.exec);
  const dialect = dialectOf(dockerfile, instruction);
  if (dialect !== "posix" && dialect !== "bash") return null;
  const options = readShellOptions(shellArguments(instruction.state.shell).slice(1));
  const start = startOf(dialect, "shell", options);
  const file = dockerfile.source.text;
  const head = maskHead(file, command.span, dockerfile.escape);
  const { heredocs } = instruction;
  const first = heredocs[0];
  if (heredocs.some((heredoc) => heredoc.terminatorSpan === null)) return null;
  if (first === undefined) return scriptOf(file, head, start);
  if (heredocs.length === 1 && isAlone(keptText(file, head, command.span), first)) {
    return readShebang(file, first, start);
  }
  const tail = maskBody(file, { start: command.span.end, end: instruction.span.end });
  const whole = scriptOf(file, concatenate(head, tail), start);
  if (whole === null || heredocs.length !== 1) return whole;
  return readStandardInput(file, whole, first);
}

function startOf(
  dialect: Dialect,
  form: ScriptForm,
  options: { exitsOnError: boolean | null; pipefail: boolean | null },
): Start {
  return {
    dialect,
    form,
    exitsOnError: options.exitsOnError ?? false,
    pipefail: options.pipefail ?? false,
  };
}

/** Scripts are kept by text and place: a file that is read again after an edit has most of them where they were. */
const kept = new Recent<ShellScript | null>();
const longestKept = 4096;

function scriptOf(file: string, masked: MaskedText, start: Start): ShellScript | null {
  if (masked.text.length > longestKept) return readText(file, masked, start);
  const key = keyOf(file, masked, start);
  let script = kept.get(key);
  if (script === undefined) {
    script = readText(file, masked, start);
    kept.set(key, script);
  }
  return script;
}

/** All that a script depends on. What the shell sees follows from what is written and where it has gaps. */
function keyOf(file: string, { text, base, dropped }: MaskedText, start: Start): string {
  const { dialect, form, exitsOnError, pipefail } = start;
  const gaps = dropped.map((gap) => `${gap.start}-${gap.end}`).join();
  const written = file.slice(base, base + text.length);
  return `${base} ${dialect} ${form} ${exitsOnError} ${pipefail} ${gaps}\0${written}`;
}

function readText(file: string, masked: MaskedText, start: Start): ShellScript | null {
  const flat = flatten(file, masked, start.pipefail);
  if (flat === null) return null;
  const begins = leadingOptions(flat.commands);
  const firstPipeline = flat.pipelines[0];
  const span = { start: masked.base, end: masked.base + masked.text.length };
  return new ReadScript(
    {
      dialect: start.dialect,
      form: start.form,
      exitsOnError: begins.exitsOnError ?? start.exitsOnError,
      pipefail: firstPipeline?.pipefail ?? begins.pipefail ?? start.pipefail,
    },
    span,
    flat,
  );
}

/** A script on which what is known of it can be noted. */
class ReadScript extends Notable implements ShellScript {
  readonly dialect: Dialect;
  readonly form: ScriptForm;
  readonly span: Span;
  readonly commands: ShellScript["commands"];
  readonly chains: ShellScript["chains"];
  readonly pipelines: ShellScript["pipelines"];
  readonly exitsOnError: boolean;
  readonly pipefail: boolean;

  constructor({ dialect, form, exitsOnError, pipefail }: Start, span: Span, flat: FlatScript) {
    super();
    this.dialect = dialect;
    this.form = form;
    this.span = span;
    this.commands = flat.commands;
    this.chains = flat.chains;
    this.pipelines = flat.pipelines;
    this.exitsOnError = exitsOnError;
    this.pipefail = pipefail;
  }
}

/** Commands that cannot fail and may stand before the first `set`. */
const harmless = new Set(["set", ":", "export", "umask", "shopt"]);

/** What the `set`s at the beginning of a script say. */
function leadingOptions(commands: readonly ShellCommand[]): {
  exitsOnError: boolean | null;
  pipefail: boolean | null;
} {
  let exitsOnError: boolean | null = null;
  let pipefail: boolean | null = null;
  for (const command of commands) {
    if (!command.topLevel || (command.words.length > 0 && !harmless.has(command.name ?? ""))) break;
    if (command.name !== "set") continue;
    const options = readShellOptions(command.args.map((arg) => arg.value));
    exitsOnError = options.exitsOnError ?? exitsOnError;
    pipefail = options.pipefail ?? pipefail;
  }
  return { exitsOnError, pipefail };
}

/** Whether a RUN has nothing but one here-document, which is then its script. */
function isAlone(head: string, heredoc: Heredoc): boolean {
  const text = head.trim();
  return (
    /^\d*<<-?/.test(text) &&
    /^(['"]?)(.*)\1$/s.exec(text.replace(/^\d*<<-?/, ""))?.[2] === heredoc.name
  );
}

/** The body of `RUN <<EOF`: the shell in force reads it, or the interpreter its first line names. */
function readShebang(file: string, heredoc: Heredoc, start: Start): ShellScript | null {
  const body = maskBody(file, heredoc.bodySpan);
  const shebang = /^#![ \t]*(.*)/.exec(body.text)?.[1];
  if (shebang === undefined) return scriptOf(file, body, { ...start, form: "heredoc" });
  const [program = "", ...values] = withoutWrappers(shebang.trim().split(/\s+/));
  const dialect = shellDialect(baseName(program));
  if (dialect === null) return null;
  return scriptOf(file, body, startOf(dialect, "heredoc", readShellOptions(values)));
}

/** The body of `RUN bash -e <<EOF`, which that shell reads; for any other command, the command itself. */
function readStandardInput(file: string, whole: ShellScript, heredoc: Heredoc): ShellScript | null {
  const [command, another] = whole.commands;
  if (
    command === undefined ||
    another !== undefined ||
    !command.topLevel ||
    command.wrappers.length > 0
  )
    return whole;
  const dialect = shellDialect(command.name);
  if (
    dialect === null ||
    !command.redirects.every((redirect) => /^0?<<-?$/.test(redirect.operator))
  )
    return whole;
  const options = readShellOptions(command.args.map((arg) => arg.value));
  if (options.command || options.operand < command.args.length) return whole;
  const body = maskBody(file, heredoc.bodySpan);
  // The outer shell takes escapes away and runs substitutions before the inner one reads the text.
  if (heredoc.expand && /\\[$`\\]|`|\$\(/.test(body.text)) return whole;
  return scriptOf(file, body, startOf(dialect, "heredoc", options));
}

/** An exec form: the text after `sh -c`, or the one program it runs. */
function readExec(
  dockerfile: Dockerfile,
  instruction: Instruction,
  exec: ExecForm,
): ShellScript | null {
  if (isWindows(dockerfile, instruction) || exec.items.length === 0) return null;
  const { source } = dockerfile;
  const command = execCommand(source, [exec]);
  const dialect = shellDialect(command.name);
  const options = readShellOptions(command.args.map((arg) => arg.value));
  const text = dialect !== null && options.command ? command.args[options.operand] : undefined;
  if (dialect !== null && text !== undefined) {
    if (text.text.includes("\\")) return null;
    const inner = { start: text.span.start + 1, end: text.span.end - 1 };
    const masked = { text: source.slice(inner), base: inner.start, dropped: [] };
    return scriptOf(source.text, masked, startOf(dialect, "exec-shell", options));
  }
  const links = [command.span];
  return new ReadScript(
    { dialect: "posix", form: "exec", exitsOnError: false, pipefail: false },
    exec.span,
    {
      commands: [command],
      chains: [{ span: command.span, links, operators: [] }],
      pipelines: [],
    },
  );
}

import { Notes } from "../source/notes.ts";
import type { Dockerfile, ExecForm, Heredoc, Instruction } from "../dockerfile/model.ts";
import { commandForm } from "../dockerfile/queries.ts";
import { twinOf, type Twin } from "../dockerfile/twins.ts";
import { dialectOf, isWindows, shellArguments } from "./reading/dialect.ts";
import { execCommand } from "./reading/exec-command.ts";
import { flatten } from "./reading/flatten.ts";
import { concatenate, keptText, maskBody, maskHead } from "./reading/masked-text.ts";
import type { MaskedText } from "./reading/masked-text.ts";
import type { Dialect, ScriptForm, ShellCommand, ShellScript } from "./model.ts";
import { moveScript } from "./reading/move-script.ts";
import { ReadScript, type Start } from "./reading/read-script.ts";
import { baseName, readShellOptions, shellDialect } from "./reading/shell-options.ts";
import { withoutWrappers } from "./reading/wrappers.ts";

const scripts = new Notes<Instruction, ReadScript | null>();

/**
 * The commands that RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD give to a shell, or the one program that an exec form runs.
 * `RUN <<EOF` and `RUN bash <<EOF` give the body of the here-document. The result is cached.
 * @returns null for every other instruction, when the text is in another language than that of a POSIX shell or bash, and
 *   when it has syntax errors: then no position in it could be trusted
 */
export function shellOf(dockerfile: Dockerfile, instruction: Instruction): ShellScript | null {
  let script = scripts.get(instruction);
  if (script === undefined) {
    const known = twinScript(dockerfile, instruction);
    script = known === undefined ? readScript(dockerfile, instruction) : known;
    scripts.set(instruction, script);
  }
  return script;
}

/** The script of the same instruction in the text read before, at its place in this one; undefined when that is not known. */
function twinScript(
  dockerfile: Dockerfile,
  instruction: Instruction,
): ReadScript | null | undefined {
  const twin = twinOf(dockerfile, instruction);
  if (twin === null) return undefined;
  const script = scripts.get(twin.instruction);
  if (script === undefined || !startsAlike(twin, { dockerfile, instruction })) return undefined;
  return script && moveScript(script, instruction.span.start - twin.instruction.span.start);
}

/** Whether the shell of two instructions is started with the same arguments, and both are for Windows or neither is. */
function startsAlike(one: Twin, other: Twin): boolean {
  if (isWindows(one.dockerfile, one.instruction) !== isWindows(other.dockerfile, other.instruction))
    return false;
  const left = one.instruction.state.shell;
  const right = other.instruction.state.shell;
  if (left === null || right === null) return left === right;
  return shellArguments(left).join("\0") === shellArguments(right).join("\0");
}

function readScript(dockerfile: Dockerfile, instruction: Instruction): ReadScript | null {
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

function scriptOf(file: string, masked: MaskedText, start: Start): ReadScript | null {
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
function readShebang(file: string, heredoc: Heredoc, start: Start): ReadScript | null {
  const body = maskBody(file, heredoc.bodySpan);
  const shebang = /^#![ \t]*(.*)/.exec(body.text)?.[1];
  if (shebang === undefined) return scriptOf(file, body, { ...start, form: "heredoc" });
  const [program = "", ...values] = withoutWrappers(shebang.trim().split(/\s+/));
  const dialect = shellDialect(baseName(program));
  if (dialect === null) return null;
  return scriptOf(file, body, startOf(dialect, "heredoc", readShellOptions(values)));
}

/** The body of `RUN bash -e <<EOF`, which that shell reads; for any other command, the command itself. */
function readStandardInput(file: string, whole: ReadScript, heredoc: Heredoc): ReadScript | null {
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
): ReadScript | null {
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

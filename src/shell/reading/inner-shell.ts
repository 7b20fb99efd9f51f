import type { Span } from "../../source/span.ts";
import type { ShellCommand, ShellWord } from "../model.ts";
import { readShellOptions, shellDialect } from "./shell-options.ts";

/** The text that a command gives to a shell of its own. */
export interface InnerShellText {
  /** Without its quotes. */
  readonly span: Span;
  /** What that shell is told of pipefail; a new shell begins without it. */
  readonly pipefail: boolean;
}

/**
 * The text after `-c` of `sh -c "..."`, `bash -lc '...'`, `su user -c '...'`.
 * @param text the text that the command stands in, its first code unit at `base`
 * @returns null when the command is none of these, or when quotes, escapes or substitutions make the text another one than
 *   what is written
 */
export function innerShellText(
  command: ShellCommand,
  text: string,
  base: number,
): InnerShellText | null {
  const found = commandArgument(command);
  if (found === null) return null;
  const { span } = found.word;
  const written = text.slice(span.start - base, span.end - base);
  const quote = written[0];
  const quoted = written.length > 1 && written.endsWith(quote ?? "");
  const inner = { start: span.start + 1, end: span.end - 1 };
  if (quote === "'" && quoted && written.indexOf("'", 1) === written.length - 1) {
    return { span: inner, pipefail: found.pipefail };
  }
  const body = written.slice(1, -1).replaceAll("\\\n", "");
  if (quote === '"' && quoted && !/["\\`]|\$\(/.test(body))
    return { span: inner, pipefail: found.pipefail };
  return /^[\w./-]+$/.test(written) ? { span, pipefail: found.pipefail } : null;
}

function commandArgument(command: ShellCommand): { word: ShellWord; pipefail: boolean } | null {
  if (shellDialect(command.name) !== null) {
    const values = command.args.map((arg) => arg.value);
    const options = readShellOptions(values);
    const word = options.command ? command.args[options.operand] : undefined;
    return word === undefined ? null : { word, pipefail: options.pipefail ?? false };
  }
  if (command.name !== "su" && command.name !== "runuser") return null;
  const flag = command.args.findIndex(({ value }) => value === "-c" || value === "--command");
  const word = flag === -1 ? undefined : command.args[flag + 1];
  return word === undefined ? null : { word, pipefail: false };
}

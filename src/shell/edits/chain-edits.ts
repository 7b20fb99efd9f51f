import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import { insertAt, type TextEdit } from "../../source/text-edit.ts";
import { chainStyle, widestLine, type ChainStyle } from "./chain-style.ts";
import type { Chain, PackageCall, ShellCommand, ShellScript } from "../model.ts";

/**
 * Inserts an argument after a word: `pip install` becomes `pip install --no-cache-dir`; in an exec form it becomes a
 * string of its own.
 * @param after the word's span, or that of several words (the end counts)
 * @param argument one or several words without quotes
 */
export function insertArgument(script: ShellScript, after: Span, argument: string): TextEdit {
  const text =
    script.form === "exec"
      ? argument
          .split(" ")
          .map((word) => `, "${word}"`)
          .join("")
      : ` ${argument}`;
  return insertAt(after.end, text);
}

/**
 * Where a further flag reads best: behind the flags that directly follow the subcommand, on its line, so that
 * `install -y curl` becomes `install -y --no-install-recommends curl`.
 * @returns null when the call has no subcommand
 */
export function placeForFlag(dockerfile: Dockerfile, call: PackageCall): Span | null {
  const { source } = dockerfile;
  let place = call.subcommandSpan;
  if (place === null) return null;
  for (const flag of call.flags) {
    if (flag.span.start < place.end || flag.value !== null || flag.valueSpan !== null) continue;
    if (!/^[ \t]*$/.test(source.text.slice(place.end, flag.span.start))) break;
    place = flag.span;
  }
  return place;
}

/**
 * Appends a command to the script of a RUN in the file's own style, so that it runs exactly when all before it succeeded
 * and the RUN fails when anything did.
 * @param command without line breaks; it must not depend on the working directory
 * @returns null where there is no such place: an exec form, a last command in the background, a script that ends itself,
 *   a here-document inside a command, a loop or a subshell at the end of a script that stops at errors
 */
export function appendCommand(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  command: string,
): TextEdit | null {
  const last = script.chains.at(-1);
  if (last === undefined || !canGrow(dockerfile, run, script, last)) return null;
  const { source } = dockerfile;
  const at = last.span.end;
  const ends = source.lineAt(at);
  const single = source.lineAt(run.headSpan.start) === source.lineAt(run.headSpan.end);
  if (script.form === "heredoc") {
    const alone = script.exitsOnError && last.links.length === 1;
    return insertAt(at, alone ? `\n${source.indentationOf(ends)}${command}` : ` && ${command}`);
  }
  if (script.form === "exec-shell")
    return /["\\]/.test(command) ? null : insertAt(at, ` && ${command}`);
  const sequence = separatesBySemicolon(script, last);
  const length = source.lineSpan(ends).end - source.lineStart(ends) + command.length + 4;
  if (single && (length <= widestLine || script.chains.length > 1)) {
    return insertAt(at, `${sequence ? "; " : " && "}${command}`);
  }
  const style = chainStyle(dockerfile, run, script);
  const { escape } = dockerfile;
  if (sequence) return insertAt(at, `; ${escape}\n${style.indentation}${command}`);
  return insertAt(at, onNewLine(style, escape, command));
}

/** A further command of a chain on a line of its own. */
function onNewLine(
  { operator, indentation }: ChainStyle,
  escape: Dockerfile["escape"],
  command: string,
): string {
  return operator === "line-end"
    ? ` && ${escape}\n${indentation}${command}`
    : ` ${escape}\n${indentation}&& ${command}`;
}

/**
 * Puts a command behind another one of the same `a && b` chain, in the style of the RUN.
 * @returns null when nothing follows it there, or not only if it succeeds
 */
export function insertBehind(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  { chain, link, topLevel }: ShellCommand,
  command: string,
): TextEdit | null {
  const { source, escape } = dockerfile;
  const here = script.chains[chain];
  const place = here?.links[link];
  if (script.form !== "shell" || !topLevel || here === undefined || place === undefined)
    return null;
  const operators = here.operators.slice(0, link + 1);
  if (operators.length <= link || operators.some(({ text }) => text !== "&&")) return null;
  const single = source.lineAt(run.headSpan.start) === source.lineAt(run.headSpan.end);
  const line = source.lineSpan(source.lineAt(place.end));
  if (single && line.end - line.start + command.length + 4 <= widestLine) {
    return insertAt(place.end, ` && ${command}`);
  }
  const style = chainStyle(dockerfile, run, script);
  return insertAt(place.end, onNewLine(style, escape, command));
}

/**
 * Takes a link out of an `a && b && c` chain, together with the operator that joins it to the next link.
 * @returns null when the next link does not follow by `&&`, or when a comment would go with it
 */
export function removeLink(dockerfile: Dockerfile, chain: Chain, link: number): TextEdit | null {
  const here = chain.links[link];
  const next = chain.links[link + 1];
  if (here === undefined || next === undefined || chain.operators[link]?.text !== "&&") return null;
  if (link > 0 && chain.operators[link - 1]?.text !== "&&") return null;
  const between = dockerfile.source.text.slice(here.start, next.start);
  return between.includes("#") ? null : { start: here.start, end: next.start, newText: "" };
}

/** Whether something may follow the last chain of a script. */
function canGrow(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  last: Chain,
): boolean {
  if (script.form === "exec") return false;
  if (run.heredocs.length > (script.form === "heredoc" ? 1 : 0)) return false;
  if (
    script.commands.some(({ redirects }) =>
      redirects.some(({ operator }) => /<<-?$/.test(operator)),
    )
  )
    return false;
  // What follows `exit` and `exec` never runs.
  const ends = script.commands.some(
    ({ name, wrappers, conditional, subshell }) =>
      !conditional &&
      !subshell &&
      (name === "exit" || wrappers.includes("exec") || name === "exec"),
  );
  if (ends) return false;
  const rest = dockerfile.source.text.slice(last.span.end, script.span.end);
  if (/^[ \t]*&/.test(rest)) return false;
  // Left of `&&` the commands inside a loop, a condition or a subshell no longer stop at errors.
  return !script.exitsOnError || isMadeOfSimpleCommands(script, last);
}

/** Whether every link of a script's last chain is a command, or a pipe of commands, without `!` before it. */
function isMadeOfSimpleCommands(script: ShellScript, last: Chain): boolean {
  const index = script.chains.length - 1;
  const simple = new Set<number>();
  for (const { chain, link, topLevel } of script.commands) {
    if (chain === index && topLevel) simple.add(link);
  }
  const linkAt = new Map(last.links.map(({ start }, link) => [start, link]));
  for (const { span, stages } of script.pipelines) {
    const link = linkAt.get(span.start);
    if (link === undefined || last.links[link]?.end !== span.end) continue;
    if (!stages.includes(null)) simple.add(link);
  }
  return simple.size === last.links.length;
}

/** Whether commands are separated by `;` under `set -e`, which stops after the last one too. */
function separatesBySemicolon(script: ShellScript, last: Chain): boolean {
  return script.exitsOnError && script.chains.length > 1 && last.links.length === 1;
}

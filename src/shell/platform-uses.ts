import type { Dockerfile, RunInstruction } from "../dockerfile/model.ts";
import { isPlatformArgument } from "../dockerfile/variables.ts";
import type { Span } from "../source/span.ts";
import type { ShellScript } from "./model.ts";
import { shellOf } from "./parse-shell.ts";
import { variablesSetBy } from "./reading/variable-arguments.ts";

/** A use of a variable in a shell text. */
export interface ShellVariableUse {
  readonly name: string;
  /** The word or the assignment it stands in. */
  readonly span: Span;
}

/** A text of a script in which the shell fills in variables. */
interface Expanded {
  readonly text: string;
  readonly span: Span;
  readonly names: readonly string[];
}

/**
 * The arguments of the whole file that a RUN's commands use although nothing in force there sets them, so that they are empty:
 * platform arguments (`TARGETARCH`, `BUILDOS` ...) and those that an ARG before the first FROM declares. What the script sets, asks
 * after or has an answer for is left out.
 */
export function emptyArgumentUses(dockerfile: Dockerfile, run: RunInstruction): ShellVariableUse[] {
  const script = shellOf(dockerfile, run);
  if (script === null) return [];
  const globals = new Set(
    dockerfile.globalArguments.flatMap(({ pairs }) => pairs.map(({ key }) => key)),
  );
  const texts = expandedTexts(
    dockerfile,
    script,
    (name) => isPlatformArgument(name) || globals.has(name),
  );
  if (texts.length === 0) return [];
  const set = variablesSetBy(script);
  if (set === "any") return [];
  const isEmpty = (name: string): boolean =>
    !set.has(name) &&
    run.state.lookup(name) === undefined &&
    !run.mounts.some(({ options }) => options.get("env") === name) &&
    !isProvidedFor(script, texts, name);
  return texts.flatMap(({ names, span }) => names.filter(isEmpty).map((name) => ({ name, span })));
}

/** The words, targets of redirections and assignments of a script that hold certain variables. */
function expandedTexts(
  { source }: Dockerfile,
  { commands }: ShellScript,
  isWanted: (name: string) => boolean,
): Expanded[] {
  const found: Expanded[] = [];
  const add = (text: string, span: Span, variables: readonly string[]): void => {
    const names = variables.filter(isWanted);
    if (names.length > 0) found.push({ text, span, names });
  };
  for (const { words, redirects, assignments } of commands) {
    for (const { span, variables } of assignments) add(source.slice(span), span, variables);
    for (const { text, span, variables } of words) add(text, span, variables);
    for (const { target } of redirects) {
      if (target !== null) add(target.text, target.span, target.variables);
    }
  }
  return found;
}

/** Whether a script knows that a variable may be empty: it tests it, or says what is to stand in its place. */
function isProvidedFor(script: ShellScript, texts: readonly Expanded[], name: string): boolean {
  const byDefault = new RegExp(`\\$\\{${name}:?[-+=?]`);
  return (
    texts.some(({ text }) => byDefault.test(text)) ||
    script.commands.some(
      (command) =>
        /^(?:test|\[\[?)$/.test(command.name ?? "") &&
        command.args.some(({ variables }) => variables.includes(name)),
    )
  );
}

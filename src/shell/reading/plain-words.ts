import type { ShellScript } from "../model.ts";

/** Commands that only a shell has. */
export const shellBuiltins: ReadonlySet<string> = new Set(
  ". : [ alias bg break case cd command continue eval exec exit export fg for if jobs read return set shift source test times trap type ulimit umask unset until wait while".split(
    " ",
  ),
);

/** The words of a single command in which a shell has nothing to do, so that they can stand in an exec form; null when it has. */
export function plainWords({ commands, chains }: ShellScript): string[] | null {
  const [command] = commands;
  if (command === undefined || commands.length !== 1 || chains.length !== 1) return null;
  // `server &` is topmost too, and runs in a process of its own.
  if (!command.topLevel || command.subshell) return null;
  if (command.assignments.length > 0 || command.redirects.length > 0) return null;
  const [program] = command.words;
  if (program?.value == null || shellBuiltins.has(program.value)) return null;
  const values = command.words.map(({ value, text }) =>
    value === null || isExpanded(text) ? null : value,
  );
  return values.every((value) => value !== null) ? values : null;
}

/** Whether a word holds something unquoted that a shell would expand: globs, braces, a tilde. */
function isExpanded(text: string): boolean {
  return /^~|[*?[\]{}]/.test(text.replace(/'[^']*'|"[^"]*"|\\./g, ""));
}

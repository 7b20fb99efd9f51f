import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import type { ShellCommand, ShellScript } from "../model.ts";

/** How a RUN is to be taken apart. */
export interface RunSplit {
  /** What stands between the two parts, the operator included. */
  readonly gap: Span;
  /** What the second RUN begins with: the flags, and the commands that set up the shell. */
  readonly begin: string;
}

/** Commands whose effect on the shell ends with their RUN. */
const setsUpShell = new Set(["cd", "set", "export", "umask", "shopt"]);

/**
 * Whether a RUN can go first, and if only its beginning can, where to split it.
 * @param goesFirst whether a command can
 * @param needed the commands that have to
 * @returns `whole`, a place to split at, or null when the RUN cannot be taken apart
 */
export function splitRun(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  goesFirst: (command: ShellCommand) => boolean,
  needed: ReadonlySet<ShellCommand>,
): RunSplit | "whole" | null {
  const free = (command: ShellCommand): boolean => needed.has(command) || goesFirst(command);
  if (script.commands.every(free)) return "whole";
  const [chain, another] = script.chains;
  if (run.command.form !== "shell" || run.heredocs.length > 0 || script.form !== "shell")
    return null;
  if (
    chain === undefined ||
    another !== undefined ||
    chain.operators.some(({ text }) => text !== "&&")
  )
    return null;
  const bound = chain.links.findIndex((_, link) =>
    script.commands.some((one) => one.link === link && !free(one)),
  );
  const last = Math.max(...[...needed].map(({ link }) => link));
  const before = chain.links[bound - 1];
  const after = chain.links[bound];
  if (last >= bound || before === undefined || after === undefined) return null;
  const gap = { start: before.end, end: after.start };
  if (dockerfile.source.slice(gap).replaceAll(dockerfile.escape, "").trim() !== "&&") return null;
  const setup = script.commands.filter(
    (one) => one.link < bound && (one.name === null || setsUpShell.has(one.name)),
  );
  if (setup.some(({ topLevel }) => !topLevel)) return null;
  const texts = setup.map(({ span }) => `${dockerfile.source.slice(span)} && `);
  if (texts.some((text) => text.includes("\n"))) return null;
  const flags = run.flags.map(({ span }) => `${dockerfile.source.slice(span)} `);
  return {
    gap,
    begin: `${dockerfile.source.slice(run.keywordSpan)} ${flags.join("")}${texts.join("")}`,
  };
}

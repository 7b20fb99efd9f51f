import type { Span } from "../../source/span.ts";
import type { Pipeline, ShellCommand } from "../model.ts";
import { readShellOptions } from "./shell-options.ts";

/** A part of a script in which `set` has its own effect: the script, a subshell, a substitution, the text of `sh -c`. */
export interface PipefailScope {
  readonly span: Span;
  /** What holds at its start; null for what holds around it. */
  readonly pipefail: boolean | null;
}

interface Open {
  readonly end: number;
  on: boolean;
}

/**
 * Whether `set -o pipefail` is in force at each pipeline.
 * @param pipelines in source order
 * @param commands in source order
 * @param scopes in any order, the whole script among them; they nest
 */
export function pipefailAt(
  pipelines: readonly Pick<Pipeline, "span">[],
  commands: readonly ShellCommand[],
  scopes: readonly PipefailScope[],
): readonly boolean[] {
  const opened: Open[] = [];
  const ordered = [...scopes].sort(
    (a, b) => a.span.start - b.span.start || b.span.end - a.span.end,
  );
  let scope = 0;
  let command = 0;
  const moveTo = (offset: number): Open | undefined => {
    for (
      let next = ordered[scope];
      next !== undefined && next.span.start <= offset;
      next = ordered[++scope]
    ) {
      closeBefore(opened, next.span.start);
      opened.push({ end: next.span.end, on: next.pipefail ?? opened.at(-1)?.on ?? false });
    }
    closeBefore(opened, offset);
    return opened.at(-1);
  };
  return pipelines.map((pipeline) => {
    for (
      let next = commands[command];
      next !== undefined && next.span.start < pipeline.span.start;
      next = commands[++command]
    ) {
      const { pipefail } =
        next.name === "set"
          ? readShellOptions(next.args.map((arg) => arg.value))
          : { pipefail: null };
      if (pipefail === null) continue;
      const around = moveTo(next.span.start);
      if (around !== undefined) around.on = pipefail;
    }
    return moveTo(pipeline.span.start)?.on ?? false;
  });
}

function closeBefore(opened: Open[], offset: number): void {
  for (let top = opened.at(-1); top !== undefined && top.end <= offset; top = opened.at(-1))
    opened.pop();
}

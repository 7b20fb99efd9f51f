import type { Dockerfile, RunInstruction } from "../dockerfile/model.ts";
import type { TextEdit } from "../source/text-edit.ts";
import { widestLine } from "./chain-style.ts";
import { packageCalls } from "./package-managers/package-calls.ts";
import { shellOf } from "./parse-shell.ts";

/**
 * The edits that make one call of several RUNs, each directly behind the one before, that differ only in the packages
 * they install: `pip install a` and `pip install b` become `pip install a b`.
 * @returns null when one of them has more to it, when there is something between them, or when the line would be too long
 */
export function mergeInstalls(
  dockerfile: Dockerfile,
  runs: readonly RunInstruction[],
): TextEdit[] | null {
  const { source } = dockerfile;
  const calls = runs.map((run) => oneCall(dockerfile, run));
  const [first] = calls;
  const [firstRun] = runs;
  const lastRun = runs.at(-1);
  if (first == null || firstRun === undefined || lastRun === undefined) return null;
  const packages: string[] = [];
  for (const call of calls) {
    if (call?.before !== first.before) return null;
    packages.push(call.packages);
  }
  const all = packages.join(" ");
  if (first.before.length + all.length > widestLine) return null;
  const lines = source.lineAt(lastRun.span.end) - source.lineAt(firstRun.span.start) + 1;
  // Comments and empty lines between them have a meaning of their own.
  if (lines !== runs.length) return null;
  const newText = ` ${packages.slice(1).join(" ")}`;
  return [{ start: firstRun.span.end, end: lastRun.span.end, newText }];
}

/** A RUN of one line that is one call: what stands before the packages, and the packages; null for any other. */
function oneCall(
  dockerfile: Dockerfile,
  run: RunInstruction,
): { readonly before: string; readonly packages: string } | null {
  const { source } = dockerfile;
  const [call, another] = packageCalls(dockerfile, run);
  const start = call?.packages[0]?.span.start;
  if (call === undefined || another !== undefined || start === undefined) return null;
  const commands = shellOf(dockerfile, run)?.commands.length;
  if (commands !== 1 || call.command.span.end !== run.span.end || run.flags.length > 0) return null;
  if (call.flags.some(({ span, valueSpan }) => (valueSpan ?? span).end > start)) return null;
  const text = source.slice(run.span);
  if (text.includes("\n")) return null;
  const length = start - run.span.start;
  return { before: text.slice(0, length), packages: text.slice(length) };
}

import { noted } from "../../source/notes.ts";
import type { Span } from "../../source/span.ts";
import type { ShellCommand, ShellScript } from "../model.ts";

/** Whether a command is given something to read: `yes | command`, `command < answers`, `command <<< y`. */
export function hasInput(script: ShellScript, command: ShellCommand): boolean {
  // xargs keeps its input for itself and gives its programs an empty one.
  if (command.wrappers.includes("xargs")) return false;
  if (command.redirects.some(({ operator }) => /^0?</.test(operator))) return true;
  const fed = fedSpans(script);
  let low = 0;
  let high = fed.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const candidate = fed[middle];
    if (candidate === undefined || command.span.start < candidate.start) high = middle - 1;
    else if (command.span.end > candidate.end) low = middle + 1;
    else return true;
  }
  return false;
}

/** What stands right of a pipe, in order, the parts of nested pipes left to the outer ones. */
const fedSpans = noted((script: ShellScript): readonly Span[] => {
  const all = script.pipelines
    .flatMap(({ stageSpans }) => stageSpans.slice(1))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const outermost: Span[] = [];
  for (const span of all) if (span.start >= (outermost.at(-1)?.end ?? 0)) outermost.push(span);
  return outermost;
});

import { contains, type Span } from "../../source/span.ts";
import type { ShellCommand, ShellScript } from "../model.ts";

/** The commands of a script that lie inside a span, in source order. It costs no more than what it finds, and a search. */
export function commandsWithin({ commands }: ShellScript, span: Span): readonly ShellCommand[] {
  let low = 0;
  let high = commands.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((commands[middle]?.span.start ?? Infinity) < span.start) low = middle + 1;
    else high = middle;
  }
  const found: ShellCommand[] = [];
  for (let at = low; at < commands.length; at++) {
    const command = commands[at];
    if (command === undefined || command.span.start >= span.end) break;
    if (contains(span, command.span)) found.push(command);
  }
  return found;
}

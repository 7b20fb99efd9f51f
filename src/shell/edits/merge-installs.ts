import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { TextEdit } from "../../source/text-edit.ts";
import { widestLine } from "./chain-style.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { isSystemManager } from "../system-managers.ts";

/**
 * The edits that make one call of several RUNs, each directly behind the one before, that differ only in the packages
 * they install: `apk add a` and `apk add b` become `apk add a b`. The packages stand one to a line where one
 * of the RUNs writes them so.
 * @returns null when one of them has more to it, when there is a comment in or between them, or when the line would be too long
 */
export function mergeInstalls(
  dockerfile: Dockerfile,
  runs: readonly RunInstruction[],
): TextEdit[] | null {
  const { source, escape } = dockerfile;
  const [firstRun] = runs;
  const lastRun = runs.at(-1);
  if (firstRun === undefined || lastRun === undefined) return null;
  const { end } = lastRun.span;
  if (/^[ \t]*#/m.test(source.text.slice(firstRun.span.start, end))) return null;
  const calls = runs.map((run) => oneCall(dockerfile, run));
  const before = calls[0]?.before;
  const start = calls[0]?.end ?? firstRun.span.end;
  const added: string[] = [];
  for (const [index, call] of calls.entries()) {
    if (call === null || call.before !== before) return null;
    if (index > 0) added.push(...call.packages);
  }
  const long = calls.find((call) => call?.indentation != null);
  if (long?.indentation != null) {
    const separator = ` ${escape}\n${long.indentation}`;
    return [{ start, end, newText: added.map((one) => separator + one).join("") }];
  }
  const newText = ` ${added.join(" ")}`;
  return start - firstRun.span.start + newText.length > widestLine
    ? null
    : [{ start, end, newText }];
}

interface OneCall {
  /** What stands before the packages, blanks and line breaks as one blank. */
  readonly before: string;
  readonly packages: readonly string[];
  /** The end of the last package. */
  readonly end: number;
  /** What the line of the last package begins with, where the RUN has several lines. */
  readonly indentation: string | null;
}

/** A plain RUN that is one call of a package manager; null for any other. */
function oneCall(dockerfile: Dockerfile, run: RunInstruction): OneCall | null {
  const { source, escape } = dockerfile;
  const [call, another] = packageCalls(dockerfile, run);
  const script = shellOf(dockerfile, run);
  if (call === undefined || another !== undefined || script?.commands.length !== 1) return null;
  // To a system's manager the order of packages is nothing; what pip installs may be needed to install the next.
  if (!isSystemManager(call.manager)) return null;
  const { command, packages } = call;
  const start = packages[0]?.span.start;
  const last = packages.at(-1)?.span;
  if (start === undefined || last === undefined || run.flags.length > 0) return null;
  if (source.text.slice(last.end, run.span.end).trim() !== "") return null;
  const words = command.words.filter(({ span }) => span.start >= start);
  if (command.redirects.length > 0 || words.length !== packages.length) return null;
  const first = source.lineAt(run.span.start);
  const line = source.lineAt(last.end);
  return {
    before: source.text.slice(run.span.start, start).replaceAll(escape, " ").replace(/\s+/g, " "),
    packages: packages.map(({ span }) => source.slice(span)),
    end: last.end,
    indentation: line > first ? source.indentationOf(line) : null,
  };
}

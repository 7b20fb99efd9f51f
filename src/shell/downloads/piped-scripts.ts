import type { BuildState } from "../../dockerfile/model.ts";
import { isThisMachine } from "../../dockerfile/urls.ts";
import { join, contains, type Span } from "../../source/span.ts";
import { downloadOf, writesToOutput, type Download } from "./downloads.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { readShellOptions, shellDialect } from "../reading/shell-options.ts";

/** A download that is run as it arrives. */
export interface PipedScript {
  readonly download: Download;
  /** What runs it. */
  readonly interpreter: string;
  readonly span: Span;
}

/**
 * Downloads that go straight into a shell or another interpreter: `curl x | sh`, `bash -c "$(curl x)"`,
 * `bash <(wget -qO- x)`, `eval "$(curl x)"`. What this machine serves itself is not among them.
 */
export function pipedScripts(script: ShellScript, state: BuildState): readonly PipedScript[] {
  const piped = script.pipelines.flatMap(({ stages }): PipedScript[] => {
    let download: Download | null = null;
    for (const stage of stages) {
      if (stage === null) continue;
      const interpreter = download === null ? null : standardInputInterpreter(stage);
      if (download !== null && interpreter !== null) {
        const span = join(download.command.span, stage.nameSpan ?? stage.span);
        return [{ download, interpreter, span }];
      }
      const found = downloadOf(stage, state);
      if (found !== null && writesToOutput(found)) download = found;
    }
    return [];
  });
  return [...piped, ...substitutedScripts(script, state)]
    .filter(({ download: { urls } }) => urls[0]?.host == null || !isThisMachine(urls[0].host))
    .sort((a, b) => a.span.start - b.span.start);
}

const interpreters =
  /^(?:python[\d.]*|pypy[\d.]*|perl|ruby|node|nodejs|php|lua|deno|bun|tclsh|zsh|fish|ksh)$/;

/** The interpreter that reads its program from standard input; null when the command is none, or is given its program. */
function standardInputInterpreter(command: ShellCommand): string | null {
  const { name, args, wrappers } = command;
  if (name === null || wrappers.includes("xargs")) return null;
  const values = args.map(({ value }) => value ?? "");
  if (shellDialect(name) !== null) {
    if (values.some((value) => /^-[a-zA-Z]*s[a-zA-Z]*$/.test(value))) return name;
    const options = readShellOptions(args.map(({ value }) => value));
    if (options.command) return null;
    const operand = values[options.operand];
    return operand === undefined || operand === "/dev/stdin" || values.includes("-") ? name : null;
  }
  if (!interpreters.test(name)) return null;
  const first = values[0];
  if (first === undefined || first === "-" || first === "/dev/stdin") return name;
  if (first === "--" && name.startsWith("php")) return name;
  const isZsh = name.endsWith("sh");
  return isZsh && /^-[a-zA-Z]*s[a-zA-Z]*$/.test(first) ? name : null;
}

/** Downloads in `$(...)` or `<(...)` that stand inside a command that runs its words as a program. */
function substitutedScripts(script: ShellScript, state: BuildState): PipedScript[] {
  const found: PipedScript[] = [];
  let runner: ShellCommand | null = null;
  for (const command of script.commands) {
    if (runsItsWords(command) && !(runner !== null && contains(runner.span, command.span))) {
      runner = command;
      continue;
    }
    if (!command.substituted || runner === null || !contains(runner.span, command.span)) continue;
    const download = downloadOf(command, state);
    if (download === null || !writesToOutput(download)) continue;
    if (!runner.args.some((arg) => contains(arg.span, command.span) && isProgram(arg.text)))
      continue;
    found.push({ download, interpreter: runner.name ?? "", span: runner.span });
    runner = null;
  }
  return found;
}

function runsItsWords({ name, args }: ShellCommand): boolean {
  if (name === "eval" || name === "source" || name === ".") return true;
  if (name === null || shellDialect(name) === null)
    return /^(?:python[\d.]*|perl|ruby|node|php)$/.test(name ?? "");
  return args.length > 0;
}

/** Whether a word is nothing but a substitution: part of a program text (`"x=$(curl ...)"`) is mostly data. */
function isProgram(text: string): boolean {
  return /^["']?(?:\$\(|<\(|`)/.test(text);
}

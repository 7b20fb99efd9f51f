import type { Comment, Dockerfile, Instruction, RunInstruction } from "../../dockerfile/model.ts";
import { insertAt, type TextEdit } from "../../source/text-edit.ts";
import { chainStyle, widestLine, type ChainStyle } from "./chain-style.ts";
import type { Chain } from "../model.ts";
import { shellOf } from "../parse-shell.ts";

/** Commands whose effect would last into the commands of a RUN that is joined to theirs. */
const lasting = new Set([
  "cd",
  "pushd",
  "popd",
  "set",
  "export",
  "unset",
  "umask",
  "alias",
  "exec",
  "exit",
  "trap",
  "eval",
]);

/** Comments that are orders to a linter and hold for the next instruction. */
const order =
  /^(?:hadolint|dockerfile-review|shellcheck|check\s*=|checkov:|trivy:|tfsec:|kics-scan|nosec)/i;

/**
 * The edits that join RUNs, each directly behind the one before, into one chain of commands in the file's style.
 * Comments between them stay where they are.
 * @param andThen a command to run at the end of the chain, null for none
 * @returns null when one of them is not plain: flags, here-documents, an exec form, ONBUILD, commands that are not joined
 *   by `&&` alone, a command whose effect would last (`cd`, `set`, a variable) before the last RUN, a comment between
 *   them that gives orders to a linter
 */
export function joinRuns(
  dockerfile: Dockerfile,
  runs: readonly RunInstruction[],
  andThen: string | null = null,
): TextEdit[] | null {
  const edits: TextEdit[] = [];
  const oneLine = fitsOneLine(dockerfile, runs, andThen?.length ?? 0);
  for (const [index, second] of runs.entries()) {
    const first = runs[index - 1];
    if (first === undefined) continue;
    const edit = follows(first, second) ? joinTwo(dockerfile, first, second, oneLine) : null;
    if (edit === null) return null;
    edits.push(edit);
  }
  const last = runs.at(-1);
  if (andThen === null || last === undefined) return edits;
  const end = endOf(dockerfile, last, andThen, oneLine);
  return end === null ? null : [...edits, end];
}

/** Puts a command behind the chain of a plain RUN. */
function endOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  command: string,
  oneLine: boolean,
): TextEdit | null {
  const chain = plainChain(dockerfile, run);
  const script = shellOf(dockerfile, run);
  if (chain === null || script === null || hasLastingEffect(dockerfile, run)) return null;
  const style = chainStyle(dockerfile, run, script);
  return insertAt(chain.span.end, separator(dockerfile, style, [], oneLine) + command);
}

/** The RUN directly behind an instruction in the same stage; null when something else stands there. */
export function nextRun(dockerfile: Dockerfile, instruction: Instruction): RunInstruction | null {
  const next = dockerfile.instructions[instruction.index + 1];
  return next?.kind === "run" && follows(instruction, next) ? next : null;
}

function follows(first: Instruction, second: Instruction): boolean {
  return second.index === first.index + 1 && second.stage === first.stage;
}

function joinTwo(
  dockerfile: Dockerfile,
  first: RunInstruction,
  second: RunInstruction,
  oneLine: boolean,
): TextEdit | null {
  const head = plainChain(dockerfile, first);
  const tail = plainChain(dockerfile, second);
  if (head === null || tail === null || hasLastingEffect(dockerfile, first)) return null;
  const gap = { start: head.span.end, end: tail.span.start };
  const comments = commentsWithin(dockerfile, gap.start, gap.end);
  if (comments.some(({ text }) => order.test(text))) return null;
  const script = shellOf(dockerfile, second);
  if (script === null) return null;
  const style = chainStyle(dockerfile, second, script);
  return { ...gap, newText: separator(dockerfile, style, comments, oneLine) };
}

/** The one chain that a plain RUN is; null for any other RUN. */
function plainChain(dockerfile: Dockerfile, run: RunInstruction): Chain | null {
  if (run.command.form !== "shell" || run.onbuild !== null) return null;
  if (run.flags.length > 0 || run.heredocs.length > 0) return null;
  const script = shellOf(dockerfile, run);
  const chain = script?.chains[0];
  if (chain === undefined || script?.chains.length !== 1) return null;
  if (chain.operators.some(({ text }) => text !== "&&")) return null;
  const { text } = dockerfile.source;
  const before = text.slice(run.argumentsSpan.start, chain.span.start);
  const after = text.slice(chain.span.end, run.span.end);
  return (before + after).trim() === "" ? chain : null;
}

function hasLastingEffect(dockerfile: Dockerfile, run: RunInstruction): boolean {
  const script = shellOf(dockerfile, run);
  return (script?.commands ?? []).some(({ name, words, subshell, topLevel }) => {
    // Left of `&&` the commands inside a loop or a subshell no longer stop at errors.
    if (script?.exitsOnError === true && !topLevel) return true;
    if (subshell) return false;
    return (
      words.length === 0 || name === null || lasting.has(name) || name === "." || name === "source"
    );
  });
}

function commentsWithin({ comments }: Dockerfile, start: number, end: number): readonly Comment[] {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? Infinity) < start) low = middle + 1;
    else high = middle;
  }
  let after = low;
  while ((comments[after]?.span.end ?? Infinity) <= end) after++;
  return comments.slice(low, after);
}

function separator(
  dockerfile: Dockerfile,
  style: ChainStyle,
  comments: readonly Comment[],
  oneLine: boolean,
): string {
  if (oneLine && comments.length === 0) return " && ";
  const { source, escape } = dockerfile;
  const kept = comments.map(({ span }) => `${style.indentation}${source.slice(span)}\n`).join("");
  return style.operator === "line-end"
    ? ` && ${escape}\n${kept}${style.indentation}`
    : ` ${escape}\n${kept}${style.indentation}&& `;
}

/** Whether all the RUNs have one line each and make one that is not too long. */
function fitsOneLine(
  { source }: Dockerfile,
  runs: readonly RunInstruction[],
  more: number,
): boolean {
  const lengths = runs.map(({ span }) => span.end - span.start);
  const multiline = runs.some(({ span }) => source.lineAt(span.start) !== source.lineAt(span.end));
  return !multiline && lengths.reduce((sum, length) => sum + length, more) <= widestLine;
}

import type {
  Dockerfile,
  Instruction,
  KeyValue,
  KeyValueInstruction,
} from "../dockerfile/model.ts";
import { commentAbove, trailingCommentOf } from "../dockerfile/trailing-comments.ts";
import { applyEdits, type TextEdit } from "../source/text-edit.ts";
import type { SingleStage } from "./single-stage.ts";

/** New lines in the case and with the indentation of the file. */
export function ownLines({ dockerfile, stage }: SingleStage, lines: readonly string[]): string[] {
  const { source } = dockerfile;
  const indentationOf = (one: Instruction) => source.indentationOf(source.lineAt(one.span.start));
  const outer = indentationOf(stage.from);
  const inner = indentationOf(stage.instructions[1] ?? stage.from);
  const lower = isLower(source.slice(stage.from.keywordSpan));
  let inside = "";
  return lines.map((line) => {
    if (inside !== "") {
      if (line === inside) inside = "";
      return line;
    }
    inside = /<<'?(\w+)'?/.exec(line)?.[1] ?? "";
    const cased = lower ? line.replace(/^[A-Z]+| AS /g, (word) => word.toLowerCase()) : line;
    return (/^from /i.test(line) ? outer : inner) + cased;
  });
}

/** Whether a text has no capitals. */
export function isLower(text: string): boolean {
  return text === text.toLowerCase();
}

/** The lines of an ENV with some of its variables, laid out as it is. */
export function envText(
  found: SingleStage,
  env: KeyValueInstruction,
  pairs: readonly KeyValue[],
): string[] {
  const { source } = found.dockerfile;
  if (pairs.length === env.pairs.length || env.pairs.some(({ legacy }) => legacy))
    return textOf(found, env, []);
  const first = source.lineAt(env.span.start);
  const isLong = source.lineAt(env.span.end) > first;
  const head = source.text.slice(source.lineStart(first), env.keywordSpan.end);
  const between = isLong ? ` ${found.dockerfile.escape}\n${source.indentationOf(first + 1)}` : " ";
  return `${head} ${pairs.map(({ span }) => source.slice(span)).join(between)}`.split("\n");
}

/**
 * The lines of an instruction after those of the edits that lie in it. What stands behind it as a comment, and is none,
 * comes above it.
 */
export function textOf(
  { dockerfile }: SingleStage,
  instruction: Instruction,
  edits: readonly TextEdit[],
): string[] {
  const { source } = dockerfile;
  const { span } = instruction;
  const start = source.lineStart(source.lineAt(span.start));
  const { end } = source.lineSpan(source.lineAt(span.end));
  const comment = trailingCommentOf(dockerfile, instruction);
  const above = comment === null ? [] : commentAbove(dockerfile, instruction, comment);
  const inside = [...above, ...edits]
    .filter((edit) => edit.start >= start && edit.end <= end)
    .map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return applyEdits(source.text.slice(start, end), inside).split(/\r?\n/);
}

/** Lines of a file by their numbers, the last one included. */
export function linesBetween({ source }: Dockerfile, first: number, last: number): string[] {
  const lines: string[] = [];
  for (let line = first; line <= last; line++) lines.push(source.slice(source.lineSpan(line)));
  return lines;
}

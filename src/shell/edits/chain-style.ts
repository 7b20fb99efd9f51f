import { noted } from "../../source/notes.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { ShellScript } from "../model.ts";
import { shellOf } from "../parse-shell.ts";

/** How a file breaks a chain of commands into lines. */
export interface ChainStyle {
  /** `a && \` before the line break, or `&& b` behind it. */
  readonly operator: "line-end" | "line-start";
  /** What the lines begin with. */
  readonly indentation: string;
}

/** A line longer than this is broken rather than made longer still. In UTF-16 code units. */
export const widestLine = 100;

/** Other linters and Docker's documentation indent by four blanks. */
const usualIndentation = "    ";

/**
 * The style of a RUN's chain of commands: its own where it shows, else that of the file's RUNs, else `&&` at the line's
 * start, indented by four blanks.
 */
export function chainStyle(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
): ChainStyle {
  const own = styleOf(dockerfile, script);
  const general = own ?? styleOfFile(dockerfile);
  const indentation = own?.indentation ?? ownIndentation(dockerfile, run) ?? general.indentation;
  return { operator: general.operator, indentation };
}

/** The style of the last line break between two commands of a script; null when there is none. */
function styleOf(dockerfile: Dockerfile, script: ShellScript): ChainStyle | null {
  const { source } = dockerfile;
  for (const chain of [...script.chains].reverse()) {
    for (let index = chain.operators.length - 1; index >= 0; index--) {
      const operator = chain.operators[index];
      const next = chain.links[index + 1];
      if (operator === undefined || next === undefined) continue;
      const line = source.lineAt(operator.span.start);
      const before = source.text.slice(source.lineStart(line), operator.span.start);
      if (/^[ \t]*$/.test(before)) return { operator: "line-start", indentation: before };
      const nextLine = source.lineAt(next.start);
      if (nextLine > line)
        return { operator: "line-end", indentation: source.indentationOf(nextLine) };
    }
  }
  return null;
}

/** The indentation of a RUN's second line; null when it has one line or the line is not indented. */
function ownIndentation(dockerfile: Dockerfile, run: RunInstruction): string | null {
  const { source } = dockerfile;
  const first = source.lineAt(run.headSpan.start);
  const last = source.lineAt(run.headSpan.end);
  for (let line = first + 1; line <= last; line++) {
    const text = source.slice(source.lineSpan(line));
    if (/^[ \t]*(#|$)/.test(text)) continue;
    return source.indentationOf(line) || null;
  }
  return null;
}

/** The style that most RUNs of a file have. */
const styleOfFile = noted((dockerfile: Dockerfile): ChainStyle => {
  const styles = dockerfile.instructions.flatMap((instruction) => {
    const script = instruction.kind === "run" ? shellOf(dockerfile, instruction) : null;
    const found = script?.form === "shell" ? styleOf(dockerfile, script) : null;
    return found === null ? [] : [found];
  });
  const atEnd = styles.filter(({ operator }) => operator === "line-end");
  const operator = atEnd.length * 2 > styles.length ? "line-end" : "line-start";
  const indentation = styles.find((found) => found.operator === operator)?.indentation;
  return { operator, indentation: indentation ?? usualIndentation };
});

import { Notes } from "../source/notes.ts";
import { hash } from "node:crypto";
import type { Dockerfile, Instruction, Stage } from "../dockerfile/model.ts";
import { instructionAt } from "../dockerfile/queries.ts";
import type { Span } from "../source/span.ts";

const continuations = { "\\": /\\[ \t]*\r?\n/g, "`": /`[ \t]*\r?\n/g } as const;

const normalised = new Notes<Instruction, string>();

/**
 * An instruction's text in a form that survives reformatting: comments, continuations, indentation and the case of
 * its keyword do not matter.
 */
export function normalisedInstruction(dockerfile: Dockerfile, instruction: Instruction): string {
  const known = normalised.get(instruction);
  if (known !== undefined) return known;
  const text = dockerfile.source
    .slice(instruction.span)
    .replace(/^[ \t]*#.*$/gm, "")
    .replace(continuations[dockerfile.escape], " ")
    .replace(/\s+/g, " ")
    .trim();
  const keywordLength = instruction.keyword.length;
  const result =
    instruction.onbuild === null ? instruction.keyword + text.slice(keywordLength) : text;
  normalised.set(instruction, result);
  return result;
}

/**
 * What tells a stage from others when lines move: its name, else the image it stands on, without the version, which tools
 * raise every week.
 */
export function stageKey(stage: Stage | null): string {
  if (stage === null) return "";
  return stage.name?.toLowerCase() ?? `from ${stage.base.text.replace(/@.*$|:[^:/]*$/, "")}`;
}

/** Gives out fingerprints for the findings of one file, in the order in which they are asked for. */
export class Fingerprinter {
  readonly #seen = new Map<string, number>();
  readonly #dockerfile: Dockerfile;

  constructor(dockerfile: Dockerfile) {
    this.#dockerfile = dockerfile;
  }

  /**
   * The fingerprint of a finding: rule, stage, normalised instruction and which occurrence of these, hashed to 16
   * hexadecimal digits.
   */
  next(rule: string, at: Span): string {
    const instruction = instructionAt(this.#dockerfile, at.start);
    const text =
      instruction === null
        ? this.#lineText(at)
        : normalisedInstruction(this.#dockerfile, instruction);
    const key = [rule, stageKey(instruction?.stage ?? null), text].join("\0");
    const occurrence = this.#seen.get(key) ?? 0;
    this.#seen.set(key, occurrence + 1);
    return hash("sha256", `${key}\0${occurrence}`).slice(0, 16);
  }

  #lineText(at: Span): string {
    const { source } = this.#dockerfile;
    return source.slice(source.lineSpan(source.lineAt(at.start))).trim();
  }
}

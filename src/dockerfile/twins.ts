import type { Dockerfile, Instruction } from "./model.ts";
import type { Reading } from "./reading.ts";

/** One line of a text that was read, and what it said. */
export interface ReadLine {
  readonly text: string;
  readonly reading: Reading;
  readonly instruction: Instruction;
}

/** How far ahead a line is looked for: past what one change has taken away. */
const farthest = 4;

/**
 * Finds the lines of the text that was read before in the one that is read now. The two are mostly versions of one file (a
 * trial of a fix, the base of a pull request), and what a line said it says again.
 */
export class EarlierLines {
  private readonly escape: string | null;
  private readonly lines: readonly ReadLine[];
  private next = 0;

  /**
   * @param dockerfile what was read before; null for nothing
   * @param lines its lines
   */
  constructor(dockerfile: Dockerfile | null, lines: readonly ReadLine[]) {
    this.escape = dockerfile?.escape ?? null;
    this.lines = lines;
  }

  /** The next line with this text and the same escape character; null when none of the next few has it. */
  find(text: string, escape: string): ReadLine | null {
    if (escape !== this.escape) return null;
    const end = Math.min(this.next + farthest, this.lines.length);
    for (let at = this.next; at < end; at++) {
      const line = this.lines[at];
      if (line?.text !== text) continue;
      this.next = at + 1;
      return line;
    }
    return null;
  }
}

/** The same instruction in the text that was read before. */
export interface Twin {
  readonly dockerfile: Dockerfile;
  readonly instruction: Instruction;
}

/** The last two readings; older ones are not held, so that the garbage collector need not copy them. */
let readings: {
  readonly now: Dockerfile;
  readonly before: Dockerfile;
  readonly twins: readonly (Instruction | null)[];
} | null = null;

/**
 * Says what was read last.
 * @param before what was read before it; null for nothing
 * @param twins for each instruction of `now` the same one of `before`
 */
export function noteTwins(
  now: Dockerfile,
  before: Dockerfile | null,
  twins: readonly (Instruction | null)[],
): void {
  readings = before === null ? null : { now, before, twins };
}

/**
 * The instruction of the text read before that is written as this one, character by character, here-documents included.
 * What stands around the two may differ.
 * @returns null when there is none, or when another text has been read since
 */
export function twinOf({ source }: Dockerfile, instruction: Instruction): Twin | null {
  if (readings?.now.source !== source) return null;
  const twin = readings.twins[instruction.index];
  if (twin == null) return null;
  const { before } = readings;
  const isSame = source.slice(instruction.span) === before.source.slice(twin.span);
  return isSame ? { dockerfile: before, instruction: twin } : null;
}

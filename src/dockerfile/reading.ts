import type { Span } from "../source/span.ts";
import type { HeredocOperator } from "./heredocs.ts";
import type { ExecForm, Flag, InstructionKind, KeyValue, SyntaxProblem, Word } from "./model.ts";

/**
 * What one logical line says, whatever stands around it. All spans are offsets of the line's text, so one reading
 * serves every place (and every version of a file) where the same text stands.
 */
export interface Reading {
  /** Upper case; the trigger's for ONBUILD. */
  readonly keyword: string;
  readonly kind: InstructionKind;
  readonly keywordSpan: Span;
  /** The ONBUILD before the keyword. */
  readonly onbuild: Span | null;
  readonly flags: readonly Flag[];
  readonly argumentsSpan: Span;
  /** The words, which are made when they are asked for: few of those of a RUN are. */
  readonly words: () => readonly Word[];
  /** Of ENV, LABEL and ARG. */
  readonly pairs: readonly KeyValue[];
  /** The command text of HEALTHCHECK CMD; the arguments for all others. */
  readonly commandSpan: Span;
  readonly exec: ExecForm | null;
  readonly brokenExec: string | null;
  readonly heredocs: readonly HeredocOperator[];
  readonly mounts: readonly MountReading[];
  readonly problems: readonly SyntaxProblem[];
}

/** One `--mount`. */
export interface MountReading {
  readonly span: Span;
  readonly options: ReadonlyMap<string, string>;
  /** Where the value of `from=` stands. */
  readonly fromSpan: Span | null;
}

import type { Severity } from "../../../src/rules/rule.ts";

/** The shortest Dockerfile that shows what an id of another linter means, and the same one done right. */
export interface Textbook {
  /** As the other linter writes it. */
  readonly id: string;
  readonly bad: string;
  readonly good: string;
  /** Files of the build context, where the id is about them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Options by rule, where the id needs them. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A textbook example of a check of hadolint's. */
export interface HadolintTextbook extends Textbook {
  /** hadolint's own default severity, its `style` as `info`. */
  readonly severity: Severity | "ignore";
}

import type { Span } from "../source/span.ts";
import type { Category, Confidence, Fix, Severity } from "./rule.ts";

/** A problem that the engine has checked, named and fingerprinted. */
export interface Finding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly span: Span;
  /** The name of the stage it stands in, or its number as text; null outside stages. */
  readonly stage: string | null;
  readonly aliases: readonly string[];
  /** 16 hexadecimal digits that stay the same when lines move; unique within its file. */
  readonly fingerprint: string;
  /** Verified: applied alone it removes the finding, brings no new one and is idempotent. */
  readonly fix: Fix | null;
}

/** A finding that an inline comment silences. */
export interface SuppressedFinding {
  readonly finding: Finding;
  /** The place of the comment. */
  readonly commentSpan: Span;
  /** The reason written behind the names, empty when there is none. */
  readonly reason: string;
}

/** A bad form of a practice and the good one that takes its place. */
export interface PracticePair {
  /** The rules that fire on the bad form and are silent on the good one. */
  readonly rules: readonly string[];
  readonly bad: string;
  readonly good: string;
  /** What the fixes of these rules make of the bad form; left out when they have none for it. */
  readonly fixed?: string;
  /** Files of the build context, when they matter. */
  readonly files?: Readonly<Record<string, string>>;
  /** Those of the good form, where they differ. */
  readonly goodFiles?: Readonly<Record<string, string>>;
}

/** One of the practices that the project is to teach. */
export interface Practice {
  /** Its number in the list of practices, 1 to 38. */
  readonly row: number;
  readonly practice: string;
  readonly pairs: readonly PracticePair[];
}

/** What the command line runs in: its streams, its directory. Tests give their own. */
export interface Terminal {
  /** Absolute. */
  readonly workingDirectory: string;
  /** The day of the run, `2026-11-21`, by which rules judge what dates decide. */
  readonly today: string;
  /** Whether what is written to standard output may be coloured. */
  readonly colour: boolean;
  /** Whether standard error is a terminal that a bar can be drawn on. */
  readonly progress: boolean;
  /** Writes to standard output. */
  write(text: string): void;
  /** Writes to standard error. */
  writeError(text: string): void;
  /** All of standard input. */
  readInput(): Promise<Buffer>;
}

/** How a command ended. */
export type ExitState = 0 | 1 | 2;

/** What a command needs of the program that it belongs to. */
export interface CommandHost {
  readonly terminal: Terminal;
  /** Sets the exit state; of several, the highest counts. */
  end(state: ExitState): void;
}

import type { LocalSource } from "../workflows/local-dockerfiles.ts";
import type { Terminal } from "./terminal.ts";

/** Milliseconds before a bar appears, and between two of its states. Our choice: shorter runs need none, and eyes see no more. */
const patience = 700;
const pause = 80;

/** Columns of the bar itself. */
const width = 30;

/** A bar on standard error that appears when a run takes long, and leaves nothing behind. */
export class ProgressBar {
  readonly #terminal: Terminal;
  readonly #total: number;
  readonly #now: () => number;
  readonly #start: number;
  #last = -Infinity;
  #done = 0;
  #shown = false;

  /** @param now the time in milliseconds */
  constructor(terminal: Terminal, total: number, now: () => number = Date.now) {
    this.#terminal = terminal;
    this.#total = total;
    this.#now = now;
    this.#start = now();
  }

  /** One more thing is done. */
  step(): void {
    this.#done++;
    const now = this.#now();
    if (!this.#terminal.progress || now - this.#start < patience || now - this.#last < pause)
      return;
    this.#last = now;
    this.#shown = true;
    const filled = Math.round((width * this.#done) / Math.max(1, this.#total));
    const bar = "█".repeat(filled) + "░".repeat(width - filled);
    this.#terminal.writeError(`\r${bar} ${this.#done} of ${this.#total} Dockerfiles`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#shown) this.#terminal.writeError("\r\u001b[2K");
  }
}

/** The same files with a bar that follows their being judged. They are all found first, so that their number is known. */
export function barOver(
  terminal: Terminal,
  files: LocalSource,
  paths: readonly string[],
): { readonly files: LocalSource; end(): void } {
  const entries = [...files.find(paths)];
  const bar = new ProgressBar(terminal, entries.length);
  return {
    files: {
      buildContext: (path, sources) => files.buildContext(path, sources),
      *find() {
        for (const entry of entries) {
          yield entry;
          bar.step();
        }
      },
    },
    end: () => {
      bar.end();
    },
  };
}

/** Characters of ASCII have a class of their own where a word has them; all others share class 0. */
const asciiCount = 128;

const backslash = 92;
const backtick = 96;
const newline = 10;
const carriageReturn = 13;

/**
 * Finds out which of many words stand in a text, whatever their case, in one pass over it (Aho and Corasick's automaton,
 * 1975). Line continuations, which may stand inside a word, are passed over.
 */
export class WordFinder {
  private readonly numbers = new Map<string, number>();
  private readonly classes = new Uint8Array(asciiCount);
  private classCount = 1;
  private readonly found: Uint8Array;
  /**
   * For each state and class the next state, as twice the place of its row here; odd where a word ends in that state, or a
   * shorter one does.
   */
  private next: Uint16Array | Uint32Array = new Uint16Array(0);
  /** For each state the number of the word that ends there, counted from 1; 0 for none. */
  private readonly ends: number[] = [0];
  /** For each state the nearest state with the end of a shorter word; 0 for none. */
  private readonly shorter: number[] = [0];

  /** @param words in small letters, of ASCII */
  constructor(words: Iterable<string>) {
    for (const word of words) {
      if (!this.numbers.has(word)) this.numbers.set(word, this.numbers.size + 1);
    }
    this.found = new Uint8Array(this.numbers.size + 1);
    this.readClasses();
    this.link(this.readWords());
  }

  /** The number that `search` knows a word by; 0 for one that is not looked for. */
  numberOf(word: string): number {
    return this.numbers.get(word) ?? 0;
  }

  /** Which words stand in a text: 1 at the number of each. The array is filled anew by the next search. */
  search(text: string): Uint8Array {
    const { classes, next, found } = this;
    found.fill(0);
    let row = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === backslash || code === backtick) {
        const end = continuationEnd(text, at);
        if (end !== -1) {
          at = end;
          continue;
        }
      }
      const state = next[row + (code < asciiCount ? (classes[code] ?? 0) : 0)] ?? 0;
      row = state >> 1;
      if ((state & 1) === 1) this.note(row);
    }
    return found;
  }

  /** Notes the words that end in a state. */
  private note(row: number): void {
    for (let state = row / this.classCount; state !== 0; state = this.shorter[state] ?? 0) {
      this.found[this.ends[state] ?? 0] = 1;
    }
    this.found[0] = 0;
  }

  private readClasses(): void {
    for (const word of this.numbers.keys()) {
      for (const character of word) {
        const code = character.charCodeAt(0);
        if (this.classes[code] === 0) this.classes[code] = this.classCount++;
        this.classes[character.toUpperCase().charCodeAt(0)] = this.classes[code] ?? 0;
      }
    }
  }

  /** The tree of the words: for each state its children by class. */
  private readWords(): Map<number, number>[] {
    const children: Map<number, number>[] = [new Map<number, number>()];
    for (const [word, number] of this.numbers) {
      let state = 0;
      for (let at = 0; at < word.length; at++) {
        const one = this.classes[word.charCodeAt(at)] ?? 0;
        let child = children[state]?.get(one);
        if (child === undefined) {
          child = children.push(new Map()) - 1;
          children[state]?.set(one, child);
          this.ends.push(0);
          this.shorter.push(0);
        }
        state = child;
      }
      this.ends[state] = number;
    }
    return children;
  }

  /** Fills in where to go on when a text leaves the tree, from short beginnings to long ones. */
  private link(children: readonly ReadonlyMap<number, number>[]): void {
    const { classCount, ends, shorter } = this;
    const size = children.length * classCount;
    // Half the size, where it suffices, leaves more of the processor's cache to others.
    const next = 2 * size < 2 ** 16 ? new Uint16Array(size) : new Uint32Array(size);
    const failure = new Uint16Array(children.length);
    const queue = [0];
    for (const state of queue) {
      const back = (failure[state] ?? 0) * classCount;
      if (state !== 0) {
        next.copyWithin(state * classCount, back, back + classCount);
        const other = failure[state] ?? 0;
        shorter[state] = ends[other] === 0 ? (shorter[other] ?? 0) : other;
      }
      for (const [one, child] of children[state] ?? []) {
        failure[child] = state === 0 ? 0 : (next[back + one] ?? 0);
        next[state * classCount + one] = child;
        queue.push(child);
      }
    }
    const isEnd = (state: number): boolean => ends[state] !== 0 || shorter[state] !== 0;
    for (const [at, state] of next.entries()) {
      next[at] = 2 * state * classCount + (isEnd(state) ? 1 : 0);
    }
    this.next = next;
  }
}

/** Where a line continuation that may begin at an offset ends: at its newline; -1 where there is none. */
function continuationEnd(text: string, start: number): number {
  let at = start + 1;
  let code = text.charCodeAt(at);
  while (code === 32 || code === 9) code = text.charCodeAt(++at);
  if (code === carriageReturn) code = text.charCodeAt(++at);
  return code === newline ? at : -1;
}

import type { Dockerfile } from "../dockerfile/model.ts";

/** Pairs of ASCII characters: 7 bits each. */
const pairCount = 1 << 14;

/** For each pair the text that it was last seen in: most words are ruled out by a pair that the text does not have. */
const lastSeenIn = new Uint32Array(pairCount);
let textsRead = 0;

/** Looks for words in a file's text whatever their case; line continuations, which may stand inside a word, are left out. */
export class FileWords {
  private readonly text: string;
  private readonly number: number;
  private readonly known = new Map<string, boolean>();

  constructor({ source }: Dockerfile) {
    this.text = source.text.replace(/[\\`][ \t]*\r?\n/g, "").toLowerCase();
    this.number = ++textsRead;
    for (let at = 1; at < this.text.length; at++) lastSeenIn[pairAt(this.text, at)] = this.number;
  }

  /** Whether at least one of the words stands somewhere. They are in small letters. */
  hasAny(words: readonly string[]): boolean {
    return words.some((word) => this.has(word));
  }

  private has(word: string): boolean {
    let found = this.known.get(word);
    if (found === undefined) {
      found = this.mayHave(word) && this.text.includes(word);
      this.known.set(word, found);
    }
    return found;
  }

  /** False only where the word cannot be there. */
  private mayHave(word: string): boolean {
    // The pairs are those of the text that was read last.
    if (this.number !== textsRead) return true;
    for (let at = 1; at < word.length; at++) {
      if (lastSeenIn[pairAt(word, at)] !== this.number) return false;
    }
    return true;
  }
}

/** The number of the pair that ends at an offset; other characters share those of ASCII. */
function pairAt(text: string, at: number): number {
  return ((text.charCodeAt(at - 1) & 127) << 7) | (text.charCodeAt(at) & 127);
}

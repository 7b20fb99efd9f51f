import type { Dockerfile } from "../dockerfile/model.ts";

/** Looks for words in a file's text whatever their case; line continuations, which may stand inside a word, are left out. */
export class FileWords {
  private readonly text: string;
  private readonly known = new Map<string, boolean>();

  constructor({ source }: Dockerfile) {
    this.text = source.text.replace(/[\\`][ \t]*\r?\n/g, "").toLowerCase();
  }

  /** Whether at least one of the words stands somewhere. They are in small letters. */
  hasAny(words: readonly string[]): boolean {
    return words.some((word) => this.has(word));
  }

  private has(word: string): boolean {
    let found = this.known.get(word);
    if (found === undefined) {
      found = this.text.includes(word);
      this.known.set(word, found);
    }
    return found;
  }
}

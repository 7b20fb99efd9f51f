import type { Span } from "../source/span.ts";
import type { CopyInstruction } from "./model.ts";
import { expandWord } from "./variables.ts";

/** A URL that ADD fetches. */
export interface CopyUrl {
  /** With the values of variables filled in. */
  readonly url: string;
  /** Where it stands as it is; the whole word when variables or quotes are in it. */
  readonly span: Span;
}

/** The sources of an ADD that are URLs (`http`, `https`, `ftp`), as far as their value is known. */
export function copySourcesOfUrl(add: CopyInstruction): readonly CopyUrl[] {
  return add.sources.flatMap((source) => {
    const url = expandWord(source, add.state.lookup) ?? source.value;
    return /^(?:https?|ftp):\/\//i.test(url) ? [{ url, span: source.span }] : [];
  });
}

/** Whether a URL names a Git repository for ADD: it ends in `.git`, with or without a reference behind it. */
export function isGitUrl(url: string): boolean {
  return /\.git(?:[#?].*)?$/.test(url);
}

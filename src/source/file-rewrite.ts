/** A file beside the Dockerfile that is to be written, and what it was made from. */
export interface FileRewrite {
  /** From the build context's root, with slashes. */
  readonly path: string;
  /** The text that it was made from; null when there was no such file. */
  readonly before: string | null;
  /** The whole of its new text. */
  readonly text: string;
}

/** Several steps of rewriting as one: of each file the first text before and the last one after. */
export function composeRewrites(rewrites: readonly FileRewrite[]): FileRewrite[] {
  const files = new Map<string, FileRewrite>();
  for (const rewrite of rewrites) {
    const earlier = files.get(rewrite.path);
    files.set(
      rewrite.path,
      earlier === undefined ? rewrite : { ...rewrite, before: earlier.before },
    );
  }
  return [...files.values()];
}

import type { BuildContext } from "../context/build-context.ts";
import type { FileChange } from "../rules/rule.ts";
import type { FileRewrite } from "../source/file-rewrite.ts";

/**
 * What fixes write beside the Dockerfile, each file once and only those whose text changes.
 * @returns null when that must not be written: a path leads out of the context or into `.git`, it is not known what lies
 *   there, it is not known where the context lies, or two fixes want different texts
 */
export function rewritesOf(
  context: BuildContext,
  files: readonly FileChange[],
): readonly FileRewrite[] | null {
  if (files.length === 0) return [];
  if (context.root == null) return null;
  const rewrites = new Map<string, FileRewrite>();
  for (const { path, text } of files) {
    const earlier = rewrites.get(path);
    if (earlier !== undefined && earlier.text !== text) return null;
    const before = isInside(path) ? textBefore(context, path) : undefined;
    if (before === undefined) return null;
    if (before !== text) rewrites.set(path, { path, before, text });
  }
  return [...rewrites.values()];
}

/** What lies at a path: a text, null when nothing does, undefined when it is not known. */
function textBefore(context: BuildContext, path: string): string | null | undefined {
  if (context.exists(path) === false) return null;
  return context.readText?.(path) ?? undefined;
}

/** Whether a path names a file below the root on every system, and none of git's own. */
function isInside(path: string): boolean {
  const parts = path.split("/");
  if (/[\\:\0-\x1f]/.test(path)) return false;
  return parts.every((part) => !["", ".", ".."].includes(part) && part.toLowerCase() !== ".git");
}

import type { BuildContext } from "./build-context.ts";
import { joinPath } from "./context-root.ts";
import { entriesOf, textOf, valueAt } from "./yaml-values.ts";

/** The value of the package.json in a directory of the context; null when it cannot be read, or is no JSON. */
export function packageManifest(context: BuildContext, directory: string): unknown {
  const text = context.readText?.(joinPath(directory, "package.json")) ?? null;
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // A manifest that is no JSON says nothing; npm tells its author.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * The scripts of the package.json in the one directory that it may come from.
 * @param directories paths from the context's root
 * @returns null when there are several, or when it cannot be read
 */
export function packageScripts(
  context: BuildContext,
  directories: readonly string[],
): Readonly<Record<string, string>> | null {
  const [directory] = directories;
  if (directory === undefined || directories.length > 1) return null;
  const manifest = packageManifest(context, directory);
  if (manifest === null) return null;
  const scripts = entriesOf(valueAt(manifest, "scripts")).flatMap(([name, value]) => {
    const text = textOf(value);
    return text === null ? [] : [[name, text] as const];
  });
  return Object.fromEntries(scripts);
}

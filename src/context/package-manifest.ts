import type { BuildContext } from "./build-context.ts";

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
  const path = directory === "" ? "package.json" : `${directory}/package.json`;
  return scriptsIn(context.readText?.(path) ?? null);
}

function scriptsIn(text: string | null): Readonly<Record<string, string>> | null {
  if (text === null) return null;
  try {
    const manifest = JSON.parse(text) as { scripts?: unknown } | null;
    const scripts = manifest?.scripts;
    if (typeof scripts !== "object" || scripts === null) return {};
    const entries = Object.entries(scripts).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return Object.fromEntries(entries);
  } catch {
    // A manifest that is no JSON says nothing; npm tells its author.
    return null;
  }
}

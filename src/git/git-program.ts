import { existsSync } from "node:fs";
import { win32 } from "node:path";

/** Where a program is looked for. */
export interface ProgramSearch {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly exists: (path: string) => boolean;
}

/**
 * The git to start. Windows looks into the current directory before the PATH, so that a `git.exe` which a branch has brought
 * would run; there it is looked up in the absolute directories of the PATH only.
 * @returns a name or an absolute path; null when Windows has none on its PATH
 */
export function gitProgram(
  search: ProgramSearch = {
    platform: process.platform,
    environment: process.env,
    exists: existsSync,
  },
): string | null {
  if (search.platform !== "win32") return "git";
  return (
    pathOf(search.environment)
      .split(win32.delimiter)
      .map((directory) => directory.replaceAll('"', ""))
      .filter((directory) => win32.isAbsolute(directory))
      .map((directory) => win32.join(directory, "git.exe"))
      .find(search.exists) ?? null
  );
}

/** The PATH, however its name is written: a copy of Windows' environment knows only `Path`. */
function pathOf(environment: NodeJS.ProcessEnv): string {
  const name = Object.keys(environment).find((one) => one.toUpperCase() === "PATH");
  return (name === undefined ? undefined : environment[name]) ?? "";
}

/** What the options of a shell, or of `set`, turn on or off; null where they say nothing of it. */
export interface ShellOptions {
  readonly exitsOnError: boolean | null;
  readonly pipefail: boolean | null;
  /** Whether `-c` is among them. */
  readonly command: boolean;
  /** Index of the first argument that is no option. */
  readonly operand: number;
}

/** Long options of bash that take the next argument. */
const longWithValue = new Set(["--rcfile", "--init-file"]);

/**
 * Reads the arguments after the name of a shell (`sh`, `bash`), or after `set`: clusters (`-euxo pipefail`), `+e`, `-o NAME`.
 * @param args the values of the arguments; null for one that is not known, which ends the options.
 */
export function readShellOptions(args: readonly (string | null)[]): ShellOptions {
  let exitsOnError: boolean | null = null;
  let pipefail: boolean | null = null;
  let command = false;
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--" || !/^[-+]./.test(arg)) break;
    if (arg.startsWith("--")) {
      if (longWithValue.has(arg)) at++;
      continue;
    }
    const on = arg.startsWith("-");
    for (const letter of arg.slice(1)) {
      if (letter === "e") exitsOnError = on;
      else if (letter === "c") command = on;
      else if (letter === "o" || letter === "O") {
        at++;
        if (args[at] === "errexit") exitsOnError = on;
        if (args[at] === "pipefail") pipefail = on;
      }
    }
  }
  if (args[at] === "--" || args[at] === "-") at++;
  return { exitsOnError, pipefail, command, operand: Math.min(at, args.length) };
}

/** The dialect of the shells that can be read, by base name. */
const shells: ReadonlyMap<string, "posix" | "bash"> = new Map([
  ["sh", "posix"],
  ["ash", "posix"],
  ["dash", "posix"],
  ["bash", "bash"],
  ["rbash", "bash"],
]);

/** The dialect of a shell by its base name; null for any other program. */
export function shellDialect(name: string | null): "posix" | "bash" | null {
  return name === null ? null : (shells.get(name) ?? null);
}

/** The last part of a path, `.exe` left out. */
export function baseName(path: string): string {
  let start = path.length;
  while (start > 0 && !isSeparator(path.charCodeAt(start - 1))) start--;
  const name = start === 0 ? path : path.slice(start);
  const isExe = name[name.length - 4] === "." && name.slice(-3).toLowerCase() === "exe";
  return isExe ? name.slice(0, -".exe".length) : name;
}

/** Whether a code unit is a slash, of either kind. */
function isSeparator(code: number): boolean {
  return code === 0x2f || code === 0x5c;
}

import type { PackageCall, PackageFlag, ShellWord } from "../model.ts";
import type { ManagerSyntax } from "./manager-syntax.ts";

/** The flags in one word, and whether the last of them takes the next word as its value. */
export interface FlagWord {
  readonly flags: readonly PackageFlag[];
  readonly takesNext: boolean;
}

/**
 * Reads one word that begins with a dash.
 * @param text its value; as written where that is not known
 * @param values whether short flags take values (they do not in every subcommand)
 */
export function readFlagWord(
  word: ShellWord,
  text: string,
  syntax: ManagerSyntax,
  values: boolean,
): FlagWord {
  const { span } = word;
  const flag = (name: string, value: string | null): PackageFlag => ({
    name,
    value,
    span,
    valueSpan: null,
  });
  const equals = text.indexOf("=");
  const known = (value: string): string | null =>
    /[$`]/.test(value) && word.value === null ? null : value;
  const attached =
    syntax.attached?.includes(text.charAt(1)) === true && text.length > 2 && !text.startsWith("--");
  if (attached) return { flags: [flag(text.slice(0, 2), known(text.slice(2)))], takesNext: false };
  if (text.startsWith("--") || syntax.singleDash === true) {
    if (equals !== -1)
      return {
        flags: [flag(text.slice(0, equals), known(text.slice(equals + 1)))],
        takesNext: false,
      };
    return { flags: [flag(text, null)], takesNext: syntax.longValues.includes(text) };
  }
  const flags: PackageFlag[] = [];
  for (let at = 1; at < text.length; at++) {
    const name = `-${text.charAt(at)}`;
    const rest = text.slice(at + 1);
    if (rest.startsWith("=")) {
      flags.push(flag(name, known(rest.slice(1))));
      break;
    }
    const takesValue = values && syntax.shortValues.includes(text.charAt(at));
    flags.push(flag(name, takesValue && rest !== "" ? known(rest) : null));
    if (takesValue) return { flags, takesNext: rest === "" };
  }
  return { flags, takesNext: false };
}

/** `-qq` */
const doubledFlag = /^-([a-zA-Z])\1+$/;

/**
 * Whether a call has one of the flags: `hasFlag(call, "-y", "--yes", "--assume-yes")`. Clusters (`-qy`) are seen through;
 * a doubled letter asks for two of them in any form (`-qq`, `-q -q`, `-q=2`). A flag set to `false` is not there.
 */
export function hasFlag(call: PackageCall, ...names: readonly string[]): boolean {
  return names.some((name) => {
    if (!doubledFlag.test(name))
      return call.flags.some((flag) => flag.name === name && flag.value !== "false");
    return countFlag(call, name.slice(0, 2)) >= name.length - 1;
  });
}

/** The value of the last flag of these names that has a known one, else null. */
export function flagValue(call: PackageCall, ...names: readonly string[]): string | null {
  return flagValues(call, ...names).at(-1) ?? null;
}

/** The known values of every flag of these names, in order: `flagValues(call, "-o", "--option")`. */
export function flagValues(call: PackageCall, ...names: readonly string[]): readonly string[] {
  return call.flags.flatMap((flag) =>
    names.includes(flag.name) && flag.value !== null ? [flag.value] : [],
  );
}

function countFlag(call: PackageCall, name: string): number {
  let count = 0;
  for (const flag of call.flags) {
    if (flag.name !== name) continue;
    count += flag.value !== null && /^\d$/.test(flag.value) ? Number(flag.value) : 1;
  }
  return count;
}

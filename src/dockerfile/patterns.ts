/** Most items of a pattern: its states are the bits of one number. Longer ones are not computed. */
const mostItems = 30;
/** Most steps that one replacement may take. */
const mostSteps = 8192;

/** One thing a pattern matches: a character, any one character (`?`) or any run of them (`*`). */
type PatternItem = string | typeof anyOne | typeof anyRun;
const anyOne = Symbol("?");
const anyRun = Symbol("*");

/**
 * The value without the shortest (or, `greedy`, longest) beginning that a shell pattern matches.
 * @returns null when the pattern is none that BuildKit takes, or has more than 30 items
 */
export function matchPrefix(value: string, pattern: string, greedy: boolean): string | null {
  const items = compile(pattern);
  if (items === null) return null;
  const characters = Array.from(value);
  const end = new Matcher(items).end(characters, 0, greedy);
  return end === -1 ? value : characters.slice(end).join("");
}

/** The value without the shortest (or longest) end that a shell pattern matches; null as for `matchPrefix`. */
export function matchSuffix(value: string, pattern: string, greedy: boolean): string | null {
  const items = compile(pattern);
  if (items === null) return null;
  const characters = Array.from(value).reverse();
  const end = new Matcher(items.reverse()).end(characters, 0, greedy);
  return end === -1 ? value : characters.slice(end).reverse().join("");
}

/**
 * The value with the first match of a pattern (or all of them) replaced.
 * @returns null as for `matchPrefix`, and when the pattern can match nothing at all or matching takes too long
 */
export function replacePattern(
  value: string,
  pattern: string,
  replacement: string,
  all: boolean,
): string | null {
  const items = compile(pattern);
  const characters = Array.from(value);
  // BuildKit hands the replacement to Go's regular expressions, where `$1` has a meaning of its own.
  if (items === null || replacement.includes("$")) return null;
  if (items.every((item) => item === anyRun)) return null;
  if (characters.length ** 2 > mostSteps) return null;
  const matcher = new Matcher(items);
  let result = "";
  let at = 0;
  while (at < characters.length) {
    const end = matcher.end(characters, at, true);
    if (end === -1) {
      result += characters[at++] ?? "";
      continue;
    }
    result += replacement;
    at = end;
    if (!all) break;
  }
  return result + characters.slice(at).join("");
}

/** Matches a pattern at one place: all its states at once, one bit each. */
class Matcher {
  private readonly byCharacter = new Map<string, number>();
  private anyOneBits = 0;
  private anyRunBits = 0;
  private readonly accepting: number;

  constructor(items: readonly PatternItem[]) {
    this.accepting = 1 << items.length;
    for (const [index, item] of items.entries()) {
      const bit = 1 << index;
      if (item === anyOne) this.anyOneBits |= bit;
      else if (item === anyRun) this.anyRunBits |= bit;
      else this.byCharacter.set(item, (this.byCharacter.get(item) ?? 0) | bit);
    }
  }

  /** Where the shortest or longest match that begins at an index ends; -1 when there is none. */
  end(characters: readonly string[], start: number, greedy: boolean): number {
    let states = this.skipRuns(1);
    let end = (states & this.accepting) === 0 ? -1 : start;
    for (let at = start; at < characters.length && states !== 0; at++) {
      if (end !== -1 && !greedy) return end;
      const matching = this.anyOneBits | (this.byCharacter.get(characters[at] ?? "") ?? 0);
      states = this.skipRuns(((states & matching) << 1) | (states & this.anyRunBits));
      if ((states & this.accepting) !== 0) end = at + 1;
    }
    return end;
  }

  /** A `*` may match nothing. No two of them stand side by side. */
  private skipRuns(states: number): number {
    return states | ((states & this.anyRunBits) << 1);
  }
}

function compile(pattern: string): PatternItem[] | null {
  const items: PatternItem[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    if (character === "*") {
      if (items.at(-1) !== anyRun) items.push(anyRun);
    } else if (character === "?") items.push(anyOne);
    else if (character === "\\") {
      const next = characters[++at];
      if (next === undefined || !"*?\\}/".includes(next)) return null;
      items.push(next);
    } else items.push(character);
    if (items.length > mostItems) return null;
  }
  return items;
}

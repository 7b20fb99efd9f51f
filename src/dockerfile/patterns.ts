/** Work that one pattern may cost: value length times pattern length. More is not computed. */
const mostWork = 65536;

/** One thing a pattern matches: a character, any one character (`?`) or any run of them (`*`). */
type PatternItem = string | typeof anyOne | typeof anyRun;
const anyOne = Symbol("?");
const anyRun = Symbol("*");

/**
 * The value without the shortest (or, `greedy`, longest) beginning that a shell pattern matches.
 * @returns null when the pattern is none that BuildKit takes, or matching costs too much
 */
export function matchPrefix(value: string, pattern: string, greedy: boolean): string | null {
  const items = compile(pattern);
  const characters = Array.from(value);
  if (items === null || items.length * characters.length > mostWork) return null;
  const end = matchEnd(items, characters, 0, greedy);
  return end === -1 ? value : characters.slice(end).join("");
}

/** The value without the shortest (or longest) end that a shell pattern matches; null as for `matchPrefix`. */
export function matchSuffix(value: string, pattern: string, greedy: boolean): string | null {
  const items = compile(pattern)?.reverse() ?? null;
  const characters = Array.from(value).reverse();
  if (items === null || items.length * characters.length > mostWork) return null;
  const end = matchEnd(items, characters, 0, greedy);
  return end === -1 ? value : characters.slice(end).reverse().join("");
}

/** The value with the first match of a pattern (or all of them) replaced; null as for `matchPrefix`. */
export function replacePattern(
  value: string,
  pattern: string,
  replacement: string,
  all: boolean,
): string | null {
  const items = compile(pattern);
  const characters = Array.from(value);
  // BuildKit hands the replacement to Go's regular expressions, where `$1` has a meaning of its own.
  if (items === null || items.length === 0 || replacement.includes("$")) return null;
  if (items.length * characters.length ** 2 > mostWork) return null;
  let result = "";
  let at = 0;
  while (at <= characters.length) {
    const end = matchEnd(items, characters, at, true);
    if (end > at) {
      result += replacement;
      at = end;
      if (!all) break;
      if (at === characters.length) break;
      continue;
    }
    if (end === at) return null;
    result += characters[at] ?? "";
    at++;
  }
  return result + characters.slice(at).join("");
}

/** Where the shortest or longest match that begins at an offset ends; -1 when there is none. */
function matchEnd(
  items: readonly PatternItem[],
  characters: readonly string[],
  start: number,
  greedy: boolean,
): number {
  // One row of states per character: which items can be the next to match.
  let states = closure(new Set([0]), items);
  let end = states.has(items.length) ? start : -1;
  for (let at = start; at < characters.length && states.size > 0; at++) {
    if (end !== -1 && !greedy) return end;
    const next = new Set<number>();
    for (const state of states) {
      const item = items[state];
      if (item === anyRun) next.add(state);
      else if (item === anyOne || item === characters[at]) next.add(state + 1);
    }
    states = closure(next, items);
    if (states.has(items.length)) end = at + 1;
  }
  return end;
}

/** Adds the states that are reached by letting a `*` match nothing. */
function closure(states: Set<number>, items: readonly PatternItem[]): Set<number> {
  for (const state of states) if (items[state] === anyRun) states.add(state + 1);
  return states;
}

function compile(pattern: string): PatternItem[] | null {
  const items: PatternItem[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    if (character === "*") items.push(anyRun);
    else if (character === "?") items.push(anyOne);
    else if (character === "\\") {
      const next = characters[++at];
      if (next === undefined || !"*?\\}/".includes(next)) return null;
      items.push(next);
    } else items.push(character);
  }
  return items;
}

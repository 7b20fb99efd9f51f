/** Patterns with more items than this are taken for such as match nothing; real ones have less than 80. */
const mostItems = 256;

/** One thing that a pattern matches. */
type Item =
  | { readonly kind: "text"; readonly text: string }
  /** `?`, `[a-z]`: one character other than a slash. */
  | { readonly kind: "one"; readonly allows: (character: string) => boolean }
  /** `*`: any number of characters other than a slash. */
  | { readonly kind: "name" }
  /** `**` at the end: anything. */
  | { readonly kind: "rest" }
  /** `**` before something: nothing, or any path with its slash. */
  | { readonly kind: "path" };

/**
 * Makes a matcher of one cleaned pattern of a .dockerignore, in the way of the moby project's pattern matcher
 * (github.com/moby/patternmatcher v0.6): Go's filepath.Match, and `**` for any number of directories. Paths have slashes and
 * none in front.
 * @returns null when Docker would refuse the pattern, when it is longer than anybody writes, or when it holds characters that
 *   Docker hands on to a regular expression by mistake
 */
export function compileIgnorePattern(pattern: string): ((path: string) => boolean) | null {
  if (!/[*?[\]\\]/.test(pattern)) return (path) => path === pattern;
  if (/^\*\*[^*?[\]\\]+$/.test(pattern)) return endsWith(pattern.slice(2));
  if (/[|^\]]|\{\d/.test(pattern.replace(/\[[^\]]+\]/g, ""))) return null;
  const items = readItems(pattern);
  if (items === null || items.length > mostItems) return null;
  return (path) => matches(items, path);
}

/** `**` and plain text, in Docker the one case in which `**x` also means `ax`. */
function endsWith(ending: string): (path: string) => boolean {
  return (path) => path.endsWith(ending) || (ending.startsWith("/") && path === ending.slice(1));
}

/** Follows all ways of matching at once, so that the cost is at most items times characters. */
function matches(items: readonly Item[], path: string): boolean {
  let places = closure(items, new Set([0]));
  for (let at = 0; at < path.length && places.size > 0; at++) {
    const next = new Set<number>();
    for (const place of places) step(items, place, path[at] ?? "", next);
    places = closure(items, next);
  }
  return places.has(items.length);
}

/** Adds the places that are reached without a character. */
function closure(items: readonly Item[], places: Set<number>): Set<number> {
  for (const place of places) {
    const kind = items[place]?.kind;
    if (kind === "name" || kind === "rest" || kind === "path") places.add(place + 1);
  }
  return places;
}

/** A place is the number of an item; `~place` is the inside of a `path` item, which only a slash leaves. */
function step(items: readonly Item[], at: number, character: string, next: Set<number>): void {
  const place = at < 0 ? ~at : at;
  const item = items[place];
  switch (item?.kind) {
    case "text":
      if (item.text === character) next.add(place + 1);
      break;
    case "one":
      if (character !== "/" && item.allows(character)) next.add(place + 1);
      break;
    case "name":
      if (character !== "/") next.add(place);
      break;
    case "rest":
      next.add(place);
      break;
    case "path":
      next.add(character === "/" ? place : ~place);
      break;
    default:
  }
}

function readItems(pattern: string): Item[] | null {
  const items: Item[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "*" && pattern[at + 1] === "*") {
      at++;
      if (pattern[at + 1] === "/") at++;
      items.push({ kind: at + 1 >= pattern.length ? "rest" : "path" });
    } else if (character === "*") items.push({ kind: "name" });
    else if (character === "?") items.push({ kind: "one", allows: () => true });
    else if (character === "[") {
      const end = endOfClass(pattern, at);
      const allows = end === -1 ? null : readClass(pattern.slice(at + 1, end));
      if (allows === null) return null;
      items.push({ kind: "one", allows });
      at = end;
    } else if (character === "\\") {
      const escaped = pattern[++at];
      if (escaped === undefined) return null;
      items.push({ kind: "text", text: escaped });
    } else items.push({ kind: "text", text: character });
  }
  return items;
}

function endOfClass(pattern: string, start: number): number {
  for (let at = start + 1; at < pattern.length; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern[at] === "]") return at > start + 1 ? at : -1;
  }
  return -1;
}

function readClass(text: string): ((character: string) => boolean) | null {
  const negated = text.startsWith("^");
  const ranges: (readonly [string, string])[] = [];
  const characters = [...text.slice(negated ? 1 : 0)];
  const take = (): string | undefined => {
    const first = characters.shift();
    return first === "\\" ? characters.shift() : first;
  };
  while (characters.length > 0) {
    const low = take();
    if (low === undefined) return null;
    if (characters[0] !== "-") {
      ranges.push([low, low]);
      continue;
    }
    characters.shift();
    const high = take();
    if (high === undefined || high < low) return null;
    ranges.push([low, high]);
  }
  if (ranges.length === 0) return null;
  return (character) =>
    ranges.some(([low, high]) => low <= character && character <= high) !== negated;
}

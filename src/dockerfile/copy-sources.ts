/** Endings of what ADD unpacks, or may unpack when the compressed file is a tar. */
const archiveEnding =
  /\.(tar|tgz|taz|tbz2?|tb2|txz|tlz|tzst|tar\.[a-z0-9]{1,4}|gz|bz2|xz|lzma|zst)$/i;

/** Whether a source of COPY or ADD is fetched: a URL, or a Git repository. */
export function isRemoteSource(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path) || /^[\w.-]+@[\w.-]+:/.test(path);
}

/** Whether a local source has the name of an archive that ADD would unpack. */
export function isArchive(path: string): boolean {
  return archiveEnding.test(path);
}

/** Whether a source has wildcards (`*`, `?`, `[...]`) and could match an archive by its ending. */
export function mayMatchArchive(path: string): boolean {
  const wildcard = Math.max(path.lastIndexOf("*"), path.lastIndexOf("?"), path.lastIndexOf("]"));
  if (wildcard === -1) return false;
  // Without a whole extension behind the last wildcard any ending may match.
  const rest = path.slice(wildcard + 1);
  return !/\.[^/]+$/.test(rest) || isArchive(`x${rest}`);
}

/** Whether a source has wildcards, as BuildKit reads them: `[[]` is an escape for one bracket. */
export function hasWildcard(path: string): boolean {
  return /[*?[]/.test(path.replaceAll("[[]", ""));
}

/** Whether a name matches a pattern of `*`, `?` and literal text; sets (`[a-z]`) match any one character. */
export function matchesPattern(name: string, pattern: string): boolean {
  const units = pattern.replaceAll("[[]", "\u0000").replace(/\[[^\]]*\]/g, "?");
  let at = 0;
  let unit = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const expected = units[unit] === "\u0000" ? "[" : units[unit];
    if (expected === "*") {
      star = unit++;
      resume = at;
    } else if (expected === "?" || expected === name[at]) {
      unit++;
      at++;
    } else if (star !== -1) {
      unit = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (units[unit] === "*") unit++;
  return unit === units.length;
}

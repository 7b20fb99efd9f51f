/**
 * Lines of a file for a message: `line 4`, `lines 4 and 9`, `lines 4, 9 and 12`, and `lines 4 to 6 and 9` where more than two
 * follow each other.
 * @param lines one or more, in order
 */
export function sayLines(lines: readonly number[]): string {
  const parts: string[] = [];
  const all = [...new Set(lines)];
  for (let at = 0; at < all.length; at++) {
    const first = all[at] ?? 0;
    let end = at;
    while (all[end + 1] === first + end + 1 - at) end++;
    if (end - at < 2) parts.push(String(first));
    else {
      parts.push(`${first} to ${all[end] ?? first}`);
      at = end;
    }
  }
  const last = parts.pop() ?? "";
  if (parts.length > 0) return `lines ${parts.join(", ")} and ${last}`;
  return `${all.length > 1 ? "lines" : "line"} ${last}`;
}

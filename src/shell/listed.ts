/** How many names a message spells out. */
const most = 4;

/**
 * Names for a message, each in back-ticks: `` `a`, `b` and `c` ``. Of many only the first are given.
 * @param names one or more
 */
export function listed(names: readonly string[]): string {
  const quoted = [...new Set(names)].map((name) => `\`${name}\``);
  if (quoted.length > most) {
    const shown = quoted.slice(0, most - 1);
    return `${shown.join(", ")} and ${quoted.length - shown.length} more`;
  }
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
}

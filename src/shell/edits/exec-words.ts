/** What needs no quotes in a shell, variables included. */
const plain = /^(?:[\w./:=@,+%-]|\$\w+|\$\{\w+(?::?[-+?=][\w./:=@,+%-]*)?\})+$/;

/**
 * The strings of an exec form as a shell command in which variables are expanded.
 * @returns null when one of them would have to be written in a way that is hard to read
 */
export function execWords(values: readonly string[]): string | null {
  const words: string[] = [];
  for (const value of values) {
    if (plain.test(value)) words.push(value);
    else if (/^[^"\\`]+$/.test(value) && !/\$(?![\w{])/.test(value)) words.push(`"${value}"`);
    else return null;
  }
  return words.length === 0 ? null : words.join(" ");
}

/**
 * First defence for text that comes from a pull request, whatever it is printed in: it stays on its line, and nothing
 * in it moves the cursor, colours a terminal, turns the writing direction or is invisible.
 */

/** Zero width and direction marks, and line separators other than CR and LF. */
const invisible =
  /[\u0080-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const control = /[\u0000-\u001f\u007f]/g;

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with halves of surrogate pairs replaced by U+FFFD, so that it can be encoded. */
export function wellFormed(text: string): string {
  return text.replace(loneSurrogate, "\ufffd");
}

/** The text with every control character drawn as a picture (a newline as `␊`), and invisible ones as U+FFFD. */
export function visible(text: string): string {
  return wellFormed(text)
    .replace(control, (found) => {
      const code = found.charCodeAt(0);
      return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
    })
    .replace(invisible, "\ufffd");
}

/** Prose on one line: line breaks and tabs become blanks, other control characters are drawn. */
export function oneLine(text: string): string {
  return visible(text.replace(/[\r\n\t]+/g, " "));
}

/**
 * A line that the Actions runner takes for no command when it is printed: it obeys `::name::` at the start of a line
 * and `##[name]` anywhere in one. A zero-width blank, which nobody sees, breaks both.
 */
export function withoutCommands(line: string): string {
  return line.replaceAll("##[", "##\u200b[").replace(/^(\s*):(?=:)/, "$1:\u200b");
}

/** The first `max` UTF-16 code units at most, with an ellipsis when something is cut; never half a character. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

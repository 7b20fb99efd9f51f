import type { Dockerfile } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import { remove, type TextEdit } from "../../source/text-edit.ts";
import type { ShellScript } from "../model.ts";
import type { PlacedOption } from "../reading/command-options.ts";

/**
 * Takes an option out of a command, its value included; out of a cluster only its letter. A line that holds nothing else
 * goes as a whole.
 * @returns null in an exec form, and where quotes or line breaks make the place another one than it seems
 */
export function removeOption(
  dockerfile: Dockerfile,
  script: ShellScript,
  { name, span, valueSpan }: PlacedOption,
): TextEdit | null {
  if (script.form === "exec") return null;
  const written = dockerfile.source.slice(span);
  if (/^-[A-Za-z0-9]{2,}$/.test(written)) {
    const letter = written.indexOf(name.charAt(1), 1);
    if (name.length !== 2 || letter === -1 || valueSpan !== null) return null;
    return remove({ start: span.start + letter, end: span.start + letter + 1 });
  }
  if (written !== name && !written.startsWith(`${name}=`)) return null;
  if (/[\r\n]/.test(written)) return null;
  if (valueSpan === null) return removeArgument(dockerfile, span);
  const between = dockerfile.source.text.slice(span.end, valueSpan.start);
  if (!/^[ \t]+$/.test(between) || valueSpan.start < span.end) return null;
  return removeArgument(dockerfile, { start: span.start, end: valueSpan.end });
}

/** Takes words that stand on one line out of a command; null when they are the last thing on the last line. */
export function removeArgument(dockerfile: Dockerfile, words: Span): TextEdit | null {
  const { source, escape } = dockerfile;
  const line = source.lineAt(words.start);
  const { start, end } = source.lineSpan(line);
  if (words.end > end) return null;
  const before = source.text.slice(start, words.start);
  const after = source.text.slice(words.end, end);
  if (before.trim() !== "") {
    return remove({ start: words.start - trailingBlanks(before), end: words.end });
  }
  if (after.trim() === escape) return remove({ start, end: source.lineStart(line + 1) });
  if (after.trim() === "") return null;
  return remove({ start: words.start, end: words.end + (after.length - after.trimStart().length) });
}

function trailingBlanks(text: string): number {
  return text.length - text.trimEnd().length;
}

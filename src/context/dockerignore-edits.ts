import type { UnwantedFile } from "./unwanted-files.ts";

/**
 * The text of a new .dockerignore: what does not belong into the image, by language, with a comment above each group.
 * @param unwanted the lines to write, in the order in which languages are to appear; those of no language come first
 */
export function newDockerignore(unwanted: readonly UnwantedFile[]): string {
  const languages = new Set(["", ...unwanted.map(({ language }) => language)]);
  const groups = [...languages].map((language) => {
    const title =
      language === "" ? "Not needed in the image: history, local settings, logs" : language;
    const lines = unwanted.filter((one) => one.language === language).map(({ line }) => line);
    return `# ${title}\n${lines.join("\n")}\n`;
  });
  return groups.join("\n");
}

/** A .dockerignore with lines behind its own, in its own line endings, and with slashes behind names where it has them. */
export function appendIgnoreLines(text: string, lines: readonly string[]): string {
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const own = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  const slashes = own.filter((line) => line.trimEnd().endsWith("/")).length;
  const written = lines.map((line) =>
    slashes * 2 > own.length && !line.includes(".env") ? `${line}/` : line,
  );
  const start = text === "" || text.endsWith("\n") ? text : `${text}${ending}`;
  return `${start}${written.map((line) => `${line}${ending}`).join("")}`;
}

/**
 * A .dockerignore with some of its lines replaced; line endings stay as they are.
 * @param replacements the new lines by 1-based number of the old one
 */
export function replaceIgnoreLines(
  text: string,
  replacements: ReadonlyMap<number, readonly string[]>,
): string {
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  return text
    .split("\n")
    .map((line, index) => {
      const replacement = replacements.get(index + 1);
      if (replacement === undefined) return line;
      const mark = line.startsWith("\uFEFF") ? "\uFEFF" : "";
      return mark + replacement.join(ending) + (line.endsWith("\r") ? "\r" : "");
    })
    .join("\n");
}

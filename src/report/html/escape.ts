import { visible } from "../untrusted.ts";

/** Text for HTML: nothing in it is markup, and nothing in it is invisible. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}

/** The same for source text, in which tabs and spaces stay as they are. */
export function escapeSource(line: string): string {
  return line.split("\t").map(escapeHtml).join("\t");
}

/** A message as HTML: what stands in back-ticks is code. */
export function messageHtml(message: string): string {
  return message
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.length > 2 && part.startsWith("`") && part.endsWith("`")
        ? `<code>${escapeHtml(part.slice(1, -1))}</code>`
        : escapeHtml(part),
    )
    .join("");
}

/** A text that an address within the page can have. */
export function anchorOf(path: string): string {
  return `f-${encodeURIComponent(path).replace(/[%'()*!~]/g, "_")}`;
}

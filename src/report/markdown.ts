import { oneLine, visible, wellFormed } from "./untrusted.ts";

/**
 * Untrusted text as Markdown on GitHub: it shows as written and does nothing. No markup, HTML or comment markers, no
 * mention or reference that would notify or link, no formula, no bare link.
 */
export function escapeText(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*_[\]#|~]/g, "\\$&")
      .replace(/^(\s*)([-+=])/, "$1\\$2")
      .replace(/^(\s*\d+)([.)])/, "$1\\$2")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // GitHub looks for these in the finished text, where a backslash is gone: a zero-width blank parts them.
      .replace(/#(?=\d)/g, "#&#8203;")
      .replace(/@(?=\S)/g, "@&#8203;")
      .replace(/\bGH-(?=\d)/gi, "$&&#8203;")
      .replace(/:(?=\/\/)/g, ":&#8203;")
      .replace(/\bwww(?=\.)/gi, "www&#8203;")
      .replace(/:(?=[\w\\+-]+:)/g, ":&#8203;")
      .replaceAll("$", "<span>$</span>")
  );
}

/** Untrusted text as a code span that survives back-ticks in it. Not for table cells. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown === "") return "(empty)";
  // A comment marker must not even stand in the source, where programs look for it.
  if (shown.includes("<!--")) return codeHtml(text);
  const fence = "`".repeat(longestRun(shown, "`") + 1);
  const padded = /^`|`$/.test(shown) || isPadded(shown) ? ` ${shown} ` : shown;
  return fence + padded + fence;
}

/** Untrusted text as code for a table cell: a pipe in it does not end the cell. */
export function codeCell(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? `\`${text}\`` : codeHtml(text);
}

/** Untrusted text as code where GitHub reads HTML and no Markdown, as in the line of a fold. */
export function codeHtml(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

/** Untrusted text for HTML that stands in Markdown: every character that either could read is an entity. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[^\p{L}\p{N} ./-]/gu, (found) => `&#${found.codePointAt(0) ?? 0};`);
}

/**
 * A finding's message: plain text in which names from the file stand in back-ticks. The names become code spans, the
 * rest is escaped.
 */
export function messageText(message: string): string {
  return renderParts(messageParts(message));
}

interface MessagePart {
  readonly text: string;
  readonly code: boolean;
}

/**
 * A finding's message in two parts, as Markdown: what is wrong, up to the first colon or full stop outside code, and
 * the rest. `mark` is the character that stood between them, empty when there is no rest.
 */
export function splitMessage(message: string): { what: string; mark: string; rest: string } {
  const parts = messageParts(message.trim());
  for (const [index, part] of parts.entries()) {
    const found = part.code ? null : /[:.](?= )/.exec(part.text);
    if (found === null) continue;
    const what = [...parts.slice(0, index), { text: part.text.slice(0, found.index), code: false }];
    const after = part.text.slice(found.index + 1).trimStart();
    const rest = [{ text: after, code: false }, ...parts.slice(index + 1)];
    return { what: renderParts(what), mark: found[0], rest: renderParts(rest) };
  }
  return { what: renderParts(parts).replace(/\.$/, ""), mark: "", rest: "" };
}

function renderParts(parts: readonly MessagePart[]): string {
  return parts.map((part) => (part.code ? codeSpan(part.text) : escapeText(part.text))).join("");
}

/** A message cut into code and prose. A run of back-ticks without a partner is prose. */
export function messageParts(message: string): MessagePart[] {
  const pieces = oneLine(message).split(/(`+)/);
  const lastOfLength = new Map<number, number>();
  for (let at = 1; at < pieces.length; at += 2) lastOfLength.set(pieces[at]?.length ?? 0, at);

  const parts: MessagePart[] = [];
  let at = 0;
  while (at < pieces.length) {
    const piece = pieces[at] ?? "";
    const partner = at % 2 === 1 && (lastOfLength.get(piece.length) ?? 0) > at;
    if (!partner) {
      if (piece !== "") parts.push({ text: piece, code: false });
      at++;
      continue;
    }
    let end = at + 2;
    while (pieces[end] !== piece) end += 2;
    parts.push({ text: stripPadding(pieces.slice(at + 1, end).join("")), code: true });
    at = end + 1;
  }
  return parts;
}

/** One blank at each end of a code span belongs to its back-ticks. */
function stripPadding(code: string): string {
  return isPadded(code) ? code.slice(1, -1) : code;
}

/** Whether Markdown would take one blank off each end of a code span. */
function isPadded(code: string): boolean {
  return code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
}

/** A fenced block whose content is shown, and read by GitHub, exactly as given. */
export function fenced(language: string, content: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(content, "`") + 1));
  const ending = content === "" || content.endsWith("\n") ? "" : "\n";
  return `${fence}${language}\n${content}${ending}${fence}`;
}

/** A link. The label is Markdown already; the address may hold anything. */
export function link(label: string, url: string): string {
  return `[${label}](${safeUrl(url)})`;
}

/** A part of the text that is folded until it is clicked. The summary is HTML, the body Markdown. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A path as the end of an address: every segment encoded, the slashes kept. */
export function encodePath(path: string): string {
  return wellFormed(path).split("/").map(encodeSegment).join("/");
}

function encodeSegment(segment: string): string {
  const encoded = encodeURIComponent(segment).replace(/[!'()*]/g, percent);
  // A segment of dots would be resolved away.
  return /^\.{1,2}$/.test(encoded) ? encoded.replaceAll(".", "%2E") : encoded;
}

/** An address without the characters that could end a Markdown link. */
function safeUrl(url: string): string {
  return wellFormed(url).replace(/[^\w\-./:?#[\]@!$&*+,;=%~]/gu, (found) =>
    encodeURIComponent(found).replace(/[()']/g, percent),
  );
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/** The length of the longest run of a character. */
function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const unit of text) {
    run = unit === character ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

/** A body as it is compared with what GitHub gives back: line endings and the blanks at the end do not count. */
export function normaliseBody(body: string): string {
  return body.replaceAll("\r\n", "\n").trimEnd();
}

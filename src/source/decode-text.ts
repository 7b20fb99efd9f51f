/** The bytes of a file as text, or why they are not to be linted, in plain words to be put behind its path. */
export type DecodedText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unreadable"; readonly reason: string };

/** The largest Dockerfile that is read, in bytes: 512 KiB. */
export const maximumBytes = 512 * 1024;

/** Reads bytes as UTF-8. A byte order mark is kept, so that offsets and a rewritten file stay true. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length > maximumBytes) return tooLarge(bytes.length);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return unreadable("is UTF-16, not UTF-8");
  }
  if (bytes.includes(0)) return unreadable("is a binary file (it holds NUL bytes)");
  const text = decodeUtf8(bytes);
  if (text === null) return unreadable(`is not UTF-8 (line ${firstBadLine(bytes)})`);
  return { kind: "text", text };
}

/** What is said of a file above the limit. */
export function tooLarge(bytes: number): DecodedText & { readonly kind: "unreadable" } {
  const inMebibytes = bytes >= 1024 * 1024;
  const size = inMebibytes ? (bytes / 1024 / 1024).toFixed(1) : Math.ceil(bytes / 1024);
  return unreadable(`is ${size} ${inMebibytes ? "MiB" : "KiB"}, above the limit of 512 KiB`);
}

/** A file that is not linted. */
export function unreadable(reason: string): DecodedText & { readonly kind: "unreadable" } {
  return { kind: "unreadable", reason };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (isBadEncoding(error)) return null;
    throw error;
  }
}

/** Node's way of saying that bytes are not UTF-8. */
function isBadEncoding(error: unknown): boolean {
  const isObject = typeof error === "object" && error !== null;
  return isObject && "code" in error && error.code === "ERR_ENCODING_INVALID_ENCODED_DATA";
}

/** The 1-based number of the first line that is not UTF-8. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (decodeUtf8(bytes.subarray(start, end)) === null) return line;
    start = end;
  }
  return line;
}

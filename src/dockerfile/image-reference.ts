import { Notable } from "../source/notes.ts";
import type { ImageReference } from "./model.ts";

const domainPattern =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-.]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^[\w][\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]+$/;
const bareIdPattern = /^[a-f0-9]{64}$/;

/** Files name few images and the same again, and what is known of an image hangs on its reference. */
const kept = new Map<string, ImageReference | null>();
const mostKept = 256;

/**
 * Reads `[registry[:port]/]path[:tag][@digest]`. The part before the first slash is a registry when it has a dot, a
 * colon or a capital letter, or is `localhost`. A digest's length is not checked.
 * @returns null when the text is no reference (capital letters in the path, an empty tag, blanks ...); for equal texts most
 *   often the same object
 */
export function parseImageReference(text: string): ImageReference | null {
  let reference = kept.get(text);
  if (reference === undefined) {
    reference = readReference(text);
    if (kept.size >= mostKept) kept.clear();
    kept.set(text, reference);
  }
  return reference;
}

function readReference(text: string): ImageReference | null {
  const at = text.indexOf("@");
  const digest = at === -1 ? null : text.slice(at + 1);
  if (digest !== null && !digestPattern.test(digest)) return null;
  let name = at === -1 ? text : text.slice(0, at);
  let tag: string | null = null;
  const colon = name.lastIndexOf(":");
  if (colon > name.lastIndexOf("/")) {
    tag = name.slice(colon + 1);
    name = name.slice(0, colon);
    if (!tagPattern.test(tag)) return null;
  }
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const registry = isRegistry(first) ? first : null;
  if (registry !== null && !domainPattern.test(registry)) return null;
  const repository = registry === null ? name : name.slice(slash + 1);
  if (repository.length > 255 || bareIdPattern.test(text)) return null;
  if (!repository.split("/").every((part) => pathPattern.test(part))) return null;
  return new WrittenReference(text, { registry, repository, tag, digest });
}

/** An image as people call it: as it is written, without its digest. */
export function imageName({ text }: ImageReference): string {
  return text.split("@", 1)[0] ?? "";
}

class WrittenReference extends Notable implements ImageReference {
  readonly text: string;
  readonly registry: string | null;
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;

  constructor(text: string, { registry, repository, tag, digest }: Omit<ImageReference, "text">) {
    super();
    this.text = text;
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }
}

function isRegistry(first: string): boolean {
  return first === "localhost" || /[.:A-Z]/.test(first);
}

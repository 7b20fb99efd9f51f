import { parse, YAMLError } from "yaml";

/** The value of a YAML text; null when it cannot be read. Aliases are limited by the parser. */
export function parseYaml(text: string): unknown {
  try {
    return parse(text, { merge: true, logLevel: "silent" }) as unknown;
  } catch (error) {
    // A ReferenceError is what the parser makes of too many aliases, and of those that do not exist.
    if (error instanceof YAMLError || error instanceof ReferenceError) return null;
    throw error;
  }
}

/** The entries of a mapping; none when the value is something else. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value);
}

/** The value at a key of a mapping; undefined when there is none. */
export function valueAt(value: unknown, key: string): unknown {
  return entriesOf(value).find(([name]) => name === key)?.[1];
}

/** The items of a sequence; none when the value is something else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A scalar as text; null for what is none. */
export function textOf(value: unknown): string | null {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : null;
}

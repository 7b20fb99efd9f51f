import * as v from "valibot";
import { nearest } from "../source/nearest.ts";

/** Whatever a value of the settings file is, as the file would have it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** ` Did you mean "error"?`, or nothing when no candidate is near. */
export function hint(given: unknown, candidates: readonly string[]): string {
  const close = typeof given === "string" ? nearest(given, candidates) : null;
  return close === null ? "" : ` Did you mean "${close}"?`;
}

/** One of some words. The message of a wrong one names those that are allowed and the nearest. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  return v.picklist(
    words,
    ({ input }) => `is ${shown(input)}. Allowed are ${words.join(", ")}.${hint(input, words)}`,
  );
}

/** A text that is not empty. */
export function text() {
  const message = ({ input }: { readonly input: unknown }): string =>
    `is ${shown(input)}, and must be a text.`;
  return v.pipe(v.string(message), v.minLength(1, message));
}

/** A list of values of one kind. */
export function listOf<const Value extends v.GenericSchema>(value: Value) {
  return v.array(value, ({ input }) => `is ${shown(input)}, and must be a list.`);
}

/** True or false. */
export function flag() {
  return v.boolean(({ input }) => `is ${shown(input)}, and must be true or false.`);
}

/** A number of things. */
export function number() {
  const message = ({ input }: { readonly input: unknown }) =>
    `is ${shown(input)}, and must be a whole number, 0 or more.`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(0, message));
}

/** A mapping of texts to values of one kind. */
export function mapping<Value extends v.GenericSchema>(value: Value) {
  return v.record(v.string(), value, ({ input }) => `is ${shown(input)}, and must be a mapping.`);
}

/** A mapping with these keys and no others. The message of an unknown key names the nearest. */
export function section<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, (issue) => sectionMessage(issue, Object.keys(entries)));
}

function sectionMessage(
  { input, expected }: { readonly input: unknown; readonly expected: string | null },
  keys: readonly string[],
): string {
  if (expected === "never") {
    return `is not known here. Allowed are ${keys.join(", ")}.${hint(input, keys)}`;
  }
  if (expected?.startsWith('"')) return `lacks the key ${expected}.`;
  return `is ${shown(input)}, and must be a mapping with the keys ${keys.join(", ")}.`;
}

/** A value with the sentence by which the reference explains it. */
export function described<Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.pipe(schema, v.description(description));
}

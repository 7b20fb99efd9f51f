import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { composeEdits } from "../../src/source/compose-edits.ts";
import { applyEdits, type TextEdit } from "../../src/source/text-edit.ts";

describe("composeEdits", () => {
  test("joins an edit made on inserted text with the insertion", () => {
    const first = [{ start: 1, end: 1, newText: "xyz" }];
    const second = [{ start: 2, end: 3, newText: "Q" }];
    expect(composeEdits("ab", first, second)).toEqual([{ start: 1, end: 1, newText: "xQz" }]);
  });

  test("keeps edits apart that do not touch, in offsets of the first text", () => {
    const first = [{ start: 0, end: 1, newText: "AAA" }];
    const second = [{ start: 6, end: 7, newText: "E" }];
    expect(composeEdits("abcdefg", first, second)).toEqual([
      { start: 0, end: 1, newText: "AAA" },
      { start: 4, end: 5, newText: "E" },
    ]);
  });

  test("leads where the two steps lead", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.infiniteStream(fc.nat(9)), (text, choices) => {
        const first = someEdits(text, choices);
        const between = applyEdits(text, first);
        const second = someEdits(between, choices);
        const composed = composeEdits(text, first, second);
        expect(applyEdits(text, composed)).toBe(applyEdits(between, second));
      }),
    );
  });
});

/** Edits without overlaps, made from a stream of small numbers. */
function someEdits(text: string, choices: IterableIterator<number>): TextEdit[] {
  const next = (): number => (choices.next().value as number | undefined) ?? 0;
  const edits: TextEdit[] = [];
  let at = next();
  while (at < text.length && edits.length < 6) {
    const end = Math.min(text.length, at + (next() % 4));
    edits.push({ start: at, end, newText: "NEW TEXT".slice(0, next() % 6) });
    at = end + 1 + next();
  }
  return edits;
}

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { WordFinder } from "../../src/lint/word-finder.ts";

/** Those of the words that stand in a text. */
function found(text: string, ...words: string[]): string[] {
  const finder = new WordFinder(words);
  const numbers = finder.search(text);
  return words.filter((word) => numbers[finder.numberOf(word)] === 1);
}

test("finds a word whatever its case", () => {
  expect(found("FROM scratch\nMaintainer me\n", "maintainer", "expose")).toEqual(["maintainer"]);
});

test("finds a word that a line continuation takes apart", () => {
  expect(found("FROM debian:12\nRUN cu\\\nrl -f x\n", "curl")).toEqual(["curl"]);
  expect(found("# escape=`\nFROM debian:12\nRUN cu` \r\nrl -f x\n", "curl")).toEqual(["curl"]);
  expect(found("RUN cu\\rl cu` rl", "curl")).toEqual([]);
});

test("finds words that begin, end or overlap in one another", () => {
  expect(found("ushers", "he", "she", "his", "hers", "us")).toEqual(["he", "she", "hers", "us"]);
  expect(found("aab", "aab", "ab", "b", "aaa")).toEqual(["aab", "ab", "b"]);
});

test("knows no number of a word that it does not look for", () => {
  const finder = new WordFinder(["curl"]);
  expect(finder.numberOf("wget")).toBe(0);
  expect(finder.search("curl wget")[0]).toBe(0);
  expect(finder.search("\u212A \u0131 ünïcode curl")[finder.numberOf("curl")]).toBe(1);
});

test("says the same as a search for each word", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "$", ":"), minLength: 1, maxLength: 4 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", "A", "B", "$", ":", "c", "é") });
  fc.assert(
    fc.property(fc.uniqueArray(word), text, (words, written) => {
      const lower = written.toLowerCase();
      expect(found(written, ...words)).toEqual(words.filter((one) => lower.includes(one)));
    }),
  );
});

import { expect, test } from "@jest/globals";
import { FileWords } from "../../src/lint/file-words.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";

function has(text: string, ...words: string[]): boolean {
  return new FileWords(parseDockerfile(text)).hasAny(words);
}

test("finds a word whatever its case", () => {
  expect(has("FROM scratch\nMaintainer me\n", "maintainer")).toBe(true);
  expect(has("FROM scratch\n", "maintainer", "expose")).toBe(false);
});

test("finds a word that a line continuation takes apart", () => {
  expect(has("FROM debian:12\nRUN cu\\\nrl -f x\n", "curl")).toBe(true);
  expect(has("# escape=`\nFROM debian:12\nRUN cu` \r\nrl -f x\n", "curl")).toBe(true);
});

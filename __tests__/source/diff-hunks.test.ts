import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { hunksOf, parseHunks, type DiffHunk } from "../../src/source/diff-hunks.ts";
import { unifiedDiff } from "../../src/source/unified-diff.ts";

function plain(hunks: readonly DiffHunk[]): object[] {
  return hunks.map((hunk) => ({
    lines: `${hunk.first}-${hunk.last}`,
    added: [...hunk.added],
    deletedBefore: [...hunk.deletedBefore],
  }));
}

describe("parseHunks", () => {
  test("reads GitHub's patch field", () => {
    const patch = [
      "@@ -1,5 +1,6 @@",
      " FROM node:24",
      "-RUN npm install",
      "+RUN npm ci",
      "+RUN npm test",
      " COPY . .",
      " USER node",
      ' CMD ["node"]',
      "@@ -20,3 +21,3 @@ FROM node:24 AS other",
      " a",
      " b",
      "-c",
      "\\ No newline at end of file",
      "+d",
      "\\ No newline at end of file",
    ].join("\n");
    expect(plain(parseHunks(patch))).toEqual([
      { lines: "1-6", added: [2, 3], deletedBefore: [2] },
      { lines: "21-23", added: [23], deletedBefore: [23] },
    ]);
  });

  test("takes counts that are left out as one", () => {
    expect(plain(parseHunks("@@ -1 +1 @@\n-a\n+b"))).toEqual([
      { lines: "1-1", added: [1], deletedBefore: [1] },
    ]);
  });

  test("reads a new file", () => {
    expect(plain(parseHunks("@@ -0,0 +1,2 @@\n+a\n+b"))).toEqual([
      { lines: "1-2", added: [1, 2], deletedBefore: [] },
    ]);
  });

  test("leaves out hunks without a line to anchor on", () => {
    expect(parseHunks("@@ -1,2 +0,0 @@\n-a\n-b")).toEqual([]);
  });

  test("does not take content for a header", () => {
    const patch = "@@ -1,2 +1,3 @@\n a\n+@@ -9,9 +9,9 @@\n b";
    expect(plain(parseHunks(patch))).toEqual([{ lines: "1-3", added: [2], deletedBefore: [] }]);
  });

  test("passes over file headers and an empty patch", () => {
    expect(parseHunks("")).toEqual([]);
    expect(plain(parseHunks("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n a\n+b\n"))).toEqual([
      { lines: "1-2", added: [2], deletedBefore: [] },
    ]);
  });

  test("counts a context line whose blank was stripped", () => {
    expect(plain(parseHunks("@@ -1,2 +1,3 @@\n\n+a\n b"))).toEqual([
      { lines: "1-3", added: [2], deletedBefore: [] },
    ]);
  });
});

describe("hunksOf", () => {
  test("shows three lines around a change", () => {
    const before = Array.from({ length: 20 }, (_, index) => `${index + 1}\n`).join("");
    const after = before.replace("10\n", "ten\nmore\n");
    expect(plain(hunksOf(before, after))).toEqual([
      { lines: "7-14", added: [10, 11], deletedBefore: [10] },
    ]);
  });

  test("marks lines taken away at the end", () => {
    expect(plain(hunksOf("a\nb\n", "a\n"))).toEqual([
      { lines: "1-1", added: [], deletedBefore: [2] },
    ]);
  });

  test("reads the same as the diff it would write", () => {
    const text = fc.array(fc.constantFrom("a\n", "b\n", "c\n", "\r\n"), { maxLength: 40 });
    fc.assert(
      fc.property(text, text, fc.boolean(), (left, right, cut) => {
        const before = left.join("");
        const after = cut ? right.join("").trimEnd() : right.join("");
        expect(plain(parseHunks(unifiedDiff("f", before, after)))).toEqual(
          plain(hunksOf(before, after)),
        );
      }),
    );
  });
});

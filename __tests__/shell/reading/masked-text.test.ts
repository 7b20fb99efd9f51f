import { describe, expect, test } from "@jest/globals";
import {
  hasDropped,
  keptText,
  maskBody,
  maskHead,
} from "../../../src/shell/reading/masked-text.ts";

function head(text: string, escape = "\\"): string {
  return maskHead(text, { start: 0, end: text.length }, escape).text;
}

describe("maskHead", () => {
  test.each([
    ["a b", "a b"],
    ["a \\\n  b", "a     b"],
    ["a\\\nb", "a\\\nb"],
    ["a\\  \nb", "a    b"],
    ["a \\\r\n  b", "a      b"],
    ["a \\\n# c\n\n \t\n b", "a            b"],
    ["a\\\n# c\nb", "a      b"],
    ["a # x\\\nb", "a # x  b"],
    ["a \\\n# c", "a      "],
    ["a\\n \\\\ b", "a\\n \\\\ b"],
  ])("%j", (text, expected) => {
    expect(head(text)).toBe(expected);
    expect(head(text)).toHaveLength(text.length);
  });

  test("another escape character", () => {
    expect(head("a`\nb \\ c", "`")).toBe("a\\\nb \\ c");
  });

  test("stays within its span", () => {
    const masked = maskHead("RUN a \\\n b\nRUN c", { start: 4, end: 10 }, "\\");
    expect(masked).toEqual({ text: "a    b", base: 4, dropped: [{ start: 6, end: 8 }] });
  });
});

describe("maskBody", () => {
  test("keeps a delimiter alone on its line", () => {
    expect(maskBody("a \\\r\nb\r\nEOF\r\n", { start: 0, end: 14 }).text).toBe(
      "a  \\\nb\n\nEOF\n\n",
    );
  });

  test("leaves other text as it is", () => {
    expect(maskBody("a\n# b\n\\\n", { start: 0, end: 8 })).toEqual({
      text: "a\n# b\n\\\n",
      base: 0,
      dropped: [],
    });
  });
});

describe("keptText", () => {
  const text = "ab\\\n# c\ncd\\\nef";
  const masked = maskHead(text, { start: 0, end: text.length }, "\\");

  test.each([
    [0, text.length, "abcdef"],
    [1, 9, "bc"],
    [8, 10, "cd"],
    [3, 3, ""],
  ])("from %d to %d", (start, end, expected) => {
    expect(keptText(text, masked, { start, end })).toBe(expected);
  });

  test("hasDropped", () => {
    expect(hasDropped(masked, { start: 0, end: 2 })).toBe(false);
    expect(hasDropped(masked, { start: 0, end: 3 })).toBe(true);
    expect(hasDropped(masked, { start: 8, end: 10 })).toBe(false);
  });
});

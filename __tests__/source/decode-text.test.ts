import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeText, maximumBytes, tooLarge } from "../../src/source/decode-text.ts";

describe("decodeText", () => {
  test("gives any text back as it was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("\0"));
        expect(decodeText(Buffer.from(text))).toEqual({ kind: "text", text });
      }),
    );
  });

  test("keeps a byte order mark and line endings", () => {
    expect(decodeText(Buffer.from("\ufeffFROM a\r\n"))).toEqual({
      kind: "text",
      text: "\ufeffFROM a\r\n",
    });
  });

  test.each([
    ["a cut character", Buffer.from([0x41, 0x0a, 0x0a, 0xc3]), "is not UTF-8 (line 3)"],
    ["Latin-1", Buffer.from("# caf\xe9\n", "latin1"), "is not UTF-8 (line 1)"],
    ["a surrogate", Buffer.from([0xed, 0xa0, 0x80]), "is not UTF-8 (line 1)"],
    ["UTF-16, little end first", Buffer.from("\ufeffFROM a", "utf16le"), "is UTF-16, not UTF-8"],
    ["UTF-16, big end first", Buffer.from([0xfe, 0xff, 0, 0x46]), "is UTF-16, not UTF-8"],
    ["a NUL byte", Buffer.from("FROM\0"), "is a binary file (it holds NUL bytes)"],
  ])("says what is wrong with %s", (_, bytes, reason) => {
    expect(decodeText(bytes)).toEqual({ kind: "unreadable", reason });
  });

  test("reads up to the limit and not a byte more", () => {
    expect(decodeText(Buffer.alloc(maximumBytes, "a")).kind).toBe("text");
    expect(decodeText(Buffer.alloc(maximumBytes + 1, "a"))).toEqual(tooLarge(maximumBytes + 1));
  });
});

test("tooLarge says how large", () => {
  expect(tooLarge(maximumBytes + 1).reason).toBe("is 513 KiB, above the limit of 512 KiB");
  expect(tooLarge(3_250_586).reason).toBe("is 3.1 MiB, above the limit of 512 KiB");
});

import { describe, expect, test } from "@jest/globals";
import { readExecForm } from "../../src/dockerfile/exec-form.ts";

const broken = (text: string): string | null => readExecForm(text, 0, text.length).broken;

describe("exec form", () => {
  test("every string has its place", () => {
    const text = 'x [ "a" ,"b\\"]c" ]  ';
    const { exec } = readExecForm(text, 1, text.length);
    expect(exec?.items.map(({ value }) => value)).toEqual(["a", 'b"]c']);
    expect(exec?.items.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      '"a"',
      '"b\\"]c"',
    ]);
    expect(exec && text.slice(exec.span.start, exec.span.end)).toBe('[ "a" ,"b\\"]c" ]');
  });

  test("an empty array is one", () => {
    expect(readExecForm("[]", 0, 2).exec?.items).toEqual([]);
  });

  test.each(["[1]", '["a", null]', '[["a"]]', "[true]"])("%s is refused", (text) => {
    expect(readExecForm(text, 0, text.length)).toMatchObject({ exec: null, refused: true });
  });

  test.each([
    ["['a', 'b']", /single quotes/],
    ["[\"a\", 'b']", /single quotes/],
    ["[\u201ca\u201d]", /typographic quotes/],
    ['["a" "b"]', /comma is missing before "b"/],
    ['[ "a" "b" ]', /comma is missing/],
    ['["a", "b",]', /comma too many before/],
    ['["a",, "b"]', /comma too many/],
    ['["a", "b"', /closing `\]` is missing/],
    ['["a", "b', /closing double quote is missing/],
    ['["a"] b', /text after the closing/],
    ["[a, b]", /`a` stands there without double quotes/],
    ["[python app.py]", /`python` stands/],
    ['["a", b]', /`b` stands/],
    ['["C:\\dir"]', /`\\d` in "C:\\dir" is no escape/],
    ['["\\\\ \\u12"]', /`\\u` in/],
    ['["a\tb"]', /wants escaped/],
    ['["a", ["b"]', /array stands inside/],
    ["[1]", /every item has to be a string/],
  ])("%s: why it is none", (text, reason) => expect(broken(text)).toMatch(reason));

  test.each([
    "[ -f /a ] && b",
    '[ "$A" = "b" ] || exit 1',
    "[[ -n $A ]] && b",
    "[ ! -e a ]",
    "[ $# -gt 0 ]",
    "echo [",
    "",
  ])("%s does not try to be one", (text) => {
    expect(readExecForm(text, 0, text.length)).toEqual({
      exec: null,
      broken: null,
      refused: false,
    });
  });
});

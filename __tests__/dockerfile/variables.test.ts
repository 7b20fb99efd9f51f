import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { VariableValue } from "../../src/dockerfile/model.ts";
import { matchPrefix, matchSuffix, replacePattern } from "../../src/dockerfile/patterns.ts";
import { PersistentMap } from "../../src/dockerfile/persistent-map.ts";
import { expandWord } from "../../src/dockerfile/variables.ts";
import { readWordParts } from "../../src/dockerfile/word-parts.ts";
import { only, readSound } from "./read.ts";

const known: Readonly<Record<string, string>> = { A: "abcab", E: "", P: "a/b/c.tar.gz" };

function lookup(name: string): VariableValue | undefined {
  const value = known[name];
  return value === undefined ? undefined : { value, kind: "env", instruction: null };
}

const expand = (text: string): string | null =>
  expandWord(readWordParts(text, 0, text.length, "\\"), lookup);

describe("expanding a word", () => {
  test.each([
    ["plain", "plain"],
    ["$A-${A}", "abcab-abcab"],
    ["'$A'\\$A\"$A\"", "$A$Aabcab"],
    ["$X", null],
    ["a$X", null],
    ["${X:-d}", "d"],
    ["${X-d}", "d"],
    ["${E:-d}", "d"],
    ["${E-d}", ""],
    ["${A:-d}", "abcab"],
    ["${X:-$A}", "abcab"],
    ["${X:-${Y:-z}}", "z"],
    ["${X:-$Y}", null],
    ["${X:-'q r'}", "q r"],
    ["${A:+d}", "d"],
    ["${E:+d}", ""],
    ["${E+d}", "d"],
    ["${X+d}", ""],
    ["${A:?no}", "abcab"],
    ["${X:?no}", null],
    ["${E:?no}", null],
    ["${E?no}", ""],
    ["${A#a*}", "bcab"],
    ["${A##a*}", ""],
    ["${A%b}", "abca"],
    ["${A%%b*}", "a"],
    ["${A#z}", "abcab"],
    ["${P##*/}", "c.tar.gz"],
    ["${P%/*}", "a/b"],
    ["${P%%.*}", "a/b/c"],
    ["${P#*/}", "b/c.tar.gz"],
    ["${A/b/x}", "axcab"],
    ["${A//b/x}", "axcax"],
    ["${A//b/}", "aca"],
    ["${A/?c/x}", "axab"],
    ["${P//\\//-}", "a-b-c.tar.gz"],
    ["${X#a}", null],
    ["${A^^}", null],
  ])("%s is %j", (text, value) => expect(expand(text)).toBe(value));

  test("a value that grows without end is not computed", () => {
    const lines = Array.from({ length: 60 }, () => "ENV A=$A$A");
    const file = readSound(`FROM a\nENV A=xy\n${lines.join("\n")}\n`);
    expect(file.finalStage?.endState.lookup("A")?.value).toBeNull();
    expect(file.instructions[4]?.state.lookup("A")?.value).toBe("xyxyxyxy");
  });
});

describe("patterns", () => {
  const toRegExp = (pattern: string, star: string): string =>
    pattern.replace(/[.+]/g, "\\$&").replace(/\?/g, ".").replace(/\*/g, star);
  const text = fc.stringMatching(/^[ab.]{0,8}$/);
  const pattern = fc.stringMatching(/^[ab.?*]{1,6}$/);

  test("shortest and longest beginnings are those of regular expressions", () => {
    fc.assert(
      fc.property(text, pattern, fc.boolean(), (value, glob, greedy) => {
        const expression = new RegExp(`^${toRegExp(glob, greedy ? ".*" : ".*?")}`);
        expect(matchPrefix(value, glob, greedy)).toBe(value.replace(expression, ""));
      }),
    );
  });

  test("ends are beginnings read backwards", () => {
    const reverse = (of: string): string => Array.from(of).reverse().join("");
    fc.assert(
      fc.property(text, pattern, fc.boolean(), (value, glob, greedy) => {
        const expected = matchPrefix(reverse(value), reverse(glob), greedy) ?? "";
        expect(matchSuffix(value, glob, greedy)).toBe(reverse(expected));
      }),
    );
  });

  test("replacing is that of regular expressions", () => {
    fc.assert(
      fc.property(text, pattern, fc.boolean(), (value, glob, all) => {
        fc.pre(!/^\*+$/.test(glob));
        const expression = new RegExp(toRegExp(glob, ".*"), all ? "g" : "");
        expect(replacePattern(value, glob, "x", all)).toBe(value.replace(expression, "x"));
      }),
    );
  });

  test("what BuildKit refuses, or costs too much, is not computed", () => {
    expect(matchPrefix("a", "\\a", false)).toBeNull();
    expect(matchPrefix("a*b", "a\\*", false)).toBe("b");
    expect(matchPrefix("a", "a".repeat(31), false)).toBeNull();
    expect(replacePattern("a", "*", "x", false)).toBeNull();
    expect(replacePattern("a", "a", "$1", false)).toBeNull();
    expect(replacePattern("a".repeat(500), "a", "b", true)).toBeNull();
  });
});

describe("persistent map", () => {
  test("gives what a Map gives, and keeps every earlier state", () => {
    const entry = fc.tuple(fc.stringMatching(/^[a-z]{0,2}$/), fc.integer());
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 200 }), (entries) => {
        const states: [PersistentMap<number>, Map<string, number>][] = [];
        let map = new PersistentMap<number>();
        const model = new Map<string, number>();
        for (const [key, value] of entries) {
          map = map.with(key, value);
          model.set(key, value);
          states.push([map, new Map(model)]);
        }
        for (const [one, expected] of states) {
          for (const [key] of entries) expect(one.get(key)).toBe(expected.get(key));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("keys that come in order do not make it deep", () => {
    let map = new PersistentMap<number>();
    for (let index = 0; index < 20_000; index++) {
      map = map.with(String(index).padStart(6, "0"), index);
    }
    expect(depthOf(map)).toBeLessThan(22);
    expect(map.get("019999")).toBe(19_999);
    expect(map.get("020000")).toBeUndefined();
  });
});

function depthOf(map: PersistentMap<number>): number {
  let depth = 0;
  let node = (map as unknown as { root: { right: unknown } | null }).root;
  for (; node !== null; node = node.right as typeof node) depth++;
  return depth;
}

test("the words of the model carry what expanding needs, with the file's escape character", () => {
  const file = readSound("# escape=`\nFROM a\nARG D=x\nWORKDIR C:\\$D\\`$D\n");
  expect(only(file, "workdir").state.workdir).toBeNull();
  expect(file.finalStage?.endState.workdir).toBe("C:\\x\\$D");
});

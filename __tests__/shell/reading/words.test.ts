import { describe, expect, test } from "@jest/globals";
import { shellOf } from "../../../src/shell/parse-shell.ts";
import { resolveWord } from "../../../src/shell/reading/words.ts";
import { read } from "../read-instruction.ts";

/** The resolved words of the first command of a RUN, its name left out. */
function resolved(lines: string, command: string): (string | null)[] {
  const { dockerfile, instruction } = read(`FROM debian\n${lines}\nRUN ${command}`);
  const words = shellOf(dockerfile, instruction)?.commands[0]?.words ?? [];
  return words.slice(1).map((word) => resolveWord(word, instruction.state));
}

describe("resolveWord", () => {
  test.each([
    ["ENV V=1.2", "a x=$V \"y-${V}\" '$V' z", ["x=1.2", "y-1.2", "$V", "z"]],
    ["ARG V=1.2", "a x=$V", ["x=1.2"]],
    ["ARG V", "a x=$V y", [null, "y"]],
    ["ENV A=1", "a $B$A", [null]],
    ["ENV A=1", "a ${A:-2}${A-3} ${A:+4} ${A#1} ${#A} ${!A}", ["11", null, null, null, null]],
    ["ENV A=", "a ${A:-2} x${A-3} ${A:-$B}", ["2", "x", null]],
    ['ENV A="b c"', 'a $A "$A"', [null, "b c"]],
    ["ENV A=*", 'a $A "$A"', [null, "*"]],
    ["ENV A=1", "a $(b)$A *.$A {c,$A}", [null, "*.1", null]],
    ["ENV A=1", "export B=$A", ["B=1"]],
    ["ENV A=1", "a $A; A=2", [null]],
    ["ENV A=1", "a $A; export A", [null]],
    ["ENV A=1", "a $A; for A in x; do b; done", [null]],
    ["ENV A=1", "a $A; read -r A", [null]],
    ["ENV A=1", "a $A; . ./env", [null]],
    ["ENV A=1", "a $A; eval b", [null]],
    ["ENV A=1", "a $A; printf -v A x", [null]],
    ["ENV A=1", "a $A; printf x", ["1"]],
    ["ENV A=1", "a $A ${B:=2}", [null, null]],
    ["ENV A=1", "a 'x \\\n# c\n y'\"$A\"", ["x  y1"]],
  ])("%s: %s", (lines, command, expected) => {
    expect(resolved(lines, command)).toEqual(expected);
  });
});

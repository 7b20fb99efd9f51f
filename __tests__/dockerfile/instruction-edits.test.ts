import { describe, expect, test } from "@jest/globals";
import {
  addFlag,
  insertAfter,
  insertBefore,
  removeFlag,
  removeInstruction,
  replaceKeyword,
} from "../../src/dockerfile/instruction-edits.ts";
import type { Dockerfile, Instruction } from "../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { applyEdits, type TextEdit } from "../../src/source/text-edit.ts";
import { first } from "./read.ts";

type Edit = (dockerfile: Dockerfile, instruction: Instruction) => TextEdit[];

/** Applies an edit of the n-th instruction. */
function edited(text: string, index: number, edit: Edit): string {
  const dockerfile = parseDockerfile(text);
  const instruction = dockerfile.instructions[index] ?? first([]);
  return applyEdits(text, edit(dockerfile, instruction));
}

describe("inserting", () => {
  const before: Edit = (file, instruction) => insertBefore(file, instruction, "USER x");
  const after: Edit = (file, instruction) => insertAfter(file, instruction, ["USER x", "RUN y"]);

  test.each([
    ["alone", "FROM a\nRUN b\n", 1, "FROM a\nUSER x\nRUN b\n"],
    ["above its comments", "FROM a\n# 1\n# 2\nRUN b", 1, "FROM a\nUSER x\n# 1\n# 2\nRUN b"],
    ["below others", "FROM a\n# 1\n\nRUN b", 1, "FROM a\n# 1\n\nUSER x\nRUN b"],
    ["indented", "FROM a\n\tRUN b", 1, "FROM a\n\tUSER x\n\tRUN b"],
    ["with CRLF", "FROM a\r\nRUN b\r\n", 1, "FROM a\r\nUSER x\r\nRUN b\r\n"],
    ["behind directives", "# syntax=x\nFROM a\n", 0, "# syntax=x\nUSER x\nFROM a\n"],
    ["behind a mark", "\uFEFFFROM a\n", 0, "\uFEFFUSER x\nFROM a\n"],
    [
      "behind comments inside the one before",
      "FROM a\nRUN b \\\n# c\nRUN d\n",
      1,
      "FROM a\nUSER x\nRUN b \\\n# c\nRUN d\n",
    ],
  ])("before: %s", (_, text, index, result) => expect(edited(text, index, before)).toBe(result));

  test.each([
    ["in between", "FROM a\nRUN b\nCMD c\n", 1, "FROM a\nRUN b\nUSER x\nRUN y\nCMD c\n"],
    ["at the end without a newline", "FROM a", 0, "FROM a\nUSER x\nRUN y"],
    ["behind a heredoc", "FROM a\nRUN <<E\nb\nE\n", 1, "FROM a\nRUN <<E\nb\nE\nUSER x\nRUN y\n"],
    ["behind all lines", "FROM a\nRUN b \\\n c\n", 1, "FROM a\nRUN b \\\n c\nUSER x\nRUN y\n"],
    ["with CRLF", "FROM a\r\nCMD b", 0, "FROM a\r\nUSER x\r\nRUN y\r\nCMD b"],
  ])("after: %s", (_, text, index, result) => expect(edited(text, index, after)).toBe(result));
});

describe("removing", () => {
  test.each([
    ["a line", "FROM a\nRUN b\nCMD c\n", 1, "FROM a\nCMD c\n"],
    ["all its lines", "FROM a\nRUN b \\\n# d\n c\nCMD c\n", 1, "FROM a\nCMD c\n"],
    ["its heredoc", "FROM a\nRUN <<E\nb\nE\nCMD c\n", 1, "FROM a\nCMD c\n"],
    ["its comments", "FROM a\n# b\nRUN b\nCMD c\n", 1, "FROM a\nCMD c\n"],
    ["not those of others", "FROM a\n# b\n\nRUN b\nCMD c\n", 1, "FROM a\n# b\n\nCMD c\n"],
    ["one of two empty lines", "FROM a\n\nRUN b\n\nCMD c\n", 1, "FROM a\n\nCMD c\n"],
    ["the last line", "FROM a\nRUN b", 1, "FROM a"],
    ["the last line with its newline", "FROM a\nRUN b\n", 1, "FROM a\n"],
    ["an ONBUILD", "FROM a\nONBUILD RUN b\nCMD c\n", 1, "FROM a\nCMD c\n"],
    ["with CRLF", "FROM a\r\nRUN b\r\nCMD c\r\n", 1, "FROM a\r\nCMD c\r\n"],
  ])("%s", (_, text, index, result) => expect(edited(text, index, removeInstruction)).toBe(result));
});

describe("keywords and flags", () => {
  test("a keyword keeps its case", () => {
    const toCopy: Edit = (file, instruction) => replaceKeyword(file, instruction, "COPY");
    expect(edited("FROM a\nADD b c\n", 1, toCopy)).toBe("FROM a\nCOPY b c\n");
    expect(edited("from a\nonbuild add b c\n", 1, toCopy)).toBe("from a\nonbuild copy b c\n");
  });

  test("a flag is added behind the others", () => {
    const add: Edit = (_, instruction) => addFlag(instruction, "--link");
    expect(edited("FROM a\nCOPY b c\n", 1, add)).toBe("FROM a\nCOPY --link b c\n");
    expect(edited("FROM a\nCOPY --from=x \\\n b c\n", 1, add)).toBe(
      "FROM a\nCOPY --from=x --link \\\n b c\n",
    );
  });

  test("a flag is taken away with the blanks behind it", () => {
    const drop: Edit = (file, instruction) => removeFlag(file, first(instruction.flags));
    expect(edited("FROM --platform=x  a\n", 0, drop)).toBe("FROM a\n");
  });
});

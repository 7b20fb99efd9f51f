import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { readSuppressionComments } from "../../src/dockerfile/suppression-comments.ts";
import { textAt } from "./read.ts";

/** Each suppression as syntax, scope, names, reason and the text it silences. */
function read(text: string): readonly (readonly unknown[])[] {
  const file = parseDockerfile(text);
  return readSuppressionComments(file).map(({ syntax, scope, names, reason, target }) => [
    syntax,
    scope,
    names.join("|"),
    reason,
    textAt(file, target),
  ]);
}

describe("suppression comments", () => {
  test.each([
    ["# dockerfile-review ignore=a-rule", "own", "a-rule", ""],
    ["#dockerfile-review ignore=a,b because of c", "own", "a|b", "because of c"],
    ["# hadolint ignore=DL3008,DL3009", "hadolint", "DL3008|DL3009", ""],
    ["# hadolint ignore = DL3008 , DL3009", "hadolint", "DL3008|DL3009", ""],
    ["# Hadolint ignore=DL3008, # why", "hadolint", "DL3008", "why"],
    ["# hadolint ignore=DL3008 - pinned elsewhere", "hadolint", "DL3008", "pinned elsewhere"],
    ["# check=skip=A,B;error=true", "buildkit", "A|B", ""],
  ])("%s", (comment, syntax, names, reason) => {
    expect(read(`FROM a\n${comment}\nRUN b\nRUN c\n`)).toEqual([
      [syntax, "instruction", names, reason, "RUN b"],
    ]);
  });

  test.each([
    "# hadolint ignores=DL3008",
    "# hadolint ignore",
    "# hadolint ignore=",
    "# hadolint shell=bash",
    "# see hadolint ignore=DL3008",
    "# check=error=true",
    "# check=",
    "# dockerfile-review global=a",
  ])("%s is none", (comment) => expect(read(`FROM a\n${comment}\nRUN b\n`)).toEqual([]));

  test("the instruction may be some lines below, or around it", () => {
    const run = "RUN a \\\n # hadolint ignore=DL1\n b";
    expect(read(`FROM a\n# hadolint ignore=DL2\n# and\n\n${run}\nUSER x\n`)).toEqual([
      ["hadolint", "instruction", "DL2", "", run],
      ["hadolint", "instruction", "DL1", "", run],
    ]);
  });

  test("a heredoc is part of its instruction, and its lines are no comments", () => {
    const run = "RUN <<EOF\n# hadolint ignore=DL1\nEOF";
    expect(read(`FROM a\n# hadolint ignore=DL2\n${run}\n`)).toEqual([
      ["hadolint", "instruction", "DL2", "", run],
    ]);
  });

  test("with no instruction behind it silences nothing", () => {
    expect(read("FROM a\n# hadolint ignore=DL1\n")).toEqual([
      ["hadolint", "instruction", "DL1", "", null],
    ]);
  });

  test("global holds for the file, wherever it stands", () => {
    const text =
      "FROM a\nRUN b\n# hadolint global ignore=DL1\n# dockerfile-review global ignore=x why\n";
    expect(read(text)).toEqual([
      ["hadolint", "file", "DL1", "", text],
      ["own", "file", "x", "why", text],
    ]);
  });

  test("stage holds for the stage that begins below it, or that it stands in", () => {
    const one = "FROM a\n# hadolint stage ignore=DL1\nRUN b";
    const two = "FROM c\nRUN d";
    expect(
      read(`${one}\n# dockerfile-review stage ignore=x\n${two}\n# hadolint stage ignore=DL2\n`),
    ).toEqual([
      ["hadolint", "stage", "DL1", "", one],
      ["own", "stage", "x", "", two],
      ["hadolint", "stage", "DL2", "", two],
    ]);
    expect(read("# hadolint stage ignore=DL1\nARG A\nFROM a\n")).toMatchObject([
      ["hadolint", "stage", "DL1", "", null],
    ]);
  });

  test("the directive holds for the file", () => {
    const text = "# syntax=x\n# check=skip=A,B;error=true\nFROM a\n";
    expect(read(text)).toEqual([["buildkit", "file", "A|B", "", text]]);
    expect(read("# check=skip=all\nFROM a\n")).toEqual([
      ["buildkit", "file", "all", "", "# check=skip=all\nFROM a\n"],
    ]);
  });

  test("BuildKit reads none inside of an instruction", () => {
    expect(read("FROM a\nRUN a \\\n# check=skip=A\n b\n")).toEqual([]);
  });
});

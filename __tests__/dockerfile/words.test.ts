import { describe, expect, test } from "@jest/globals";
import { readWordParts } from "../../src/dockerfile/word-parts.ts";
import { splitBlanks, splitQuoted } from "../../src/dockerfile/words.ts";
import { splitCommand, unquoteFlag } from "../../src/dockerfile/split-command.ts";
import { only, problemsOf, readSound, textAt } from "./read.ts";

const split = (text: string, escape = "\\"): string[] =>
  splitQuoted(text, 0, text.length, escape).map(({ start, end }) => text.slice(start, end));

describe("splitting outside quotes", () => {
  test.each([
    ["a  b\tc", ["a", "b", "c"]],
    ["a='b c' d", ["a='b c'", "d"]],
    ['a="b \\" c" d', ['a="b \\" c"', "d"]],
    ["a='b \\' c", ["a='b \\'", "c"]],
    ["a\\ b c", ["a\\ b", "c"]],
    ["a 'b c", ["a", "'b c"]],
    ["a \\", ["a"]],
    ["a\u00a0b\u3000c", ["a", "b", "c"]],
    ["", []],
  ])("%j", (text, words) => expect(split(text)).toEqual(words));

  test("the escape character is the file's", () => {
    expect(split("a` b c\\ d", "`")).toEqual(["a` b", "c\\", "d"]);
  });
});

test("splitting at every blank does not look at quotes", () => {
  const text = ' "a b"\u00a0c ';
  expect(splitBlanks(text, 0, text.length).map(({ start, end }) => text.slice(start, end))).toEqual(
    ['"a', 'b"\u00a0c'],
  );
});

describe("keyword, flags and arguments", () => {
  const read = (text: string): readonly [string, string[], string] => {
    const { keyword, flags, arguments: args } = splitCommand(text, 0, text.length, "\\");
    const cut = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    return [cut(keyword), flags.map((flag) => unquoteFlag(text, flag, "\\")), cut(args)];
  };
  test.each([
    ["RUN a --b", "RUN", [], "a --b"],
    ["RUN --a=b --c d", "RUN", ["--a=b", "--c"], "d"],
    ['RUN --a="b c" d', "RUN", ["--a=b c"], "d"],
    ["RUN --a=b\\ c d", "RUN", ["--a=b c"], "d"],
    ["RUN --a -- --b", "RUN", ["--a"], "--b"],
    ["RUN --a", "RUN", ["--a"], ""],
    ["RUN -a", "RUN", [], "-a"],
    ["  RUN\t\v a  ", "RUN", [], "a"],
    ["RUN\u00a0a", "RUN\u00a0a", [], ""],
  ])("%j", (text, keyword, flags, args) => expect(read(text)).toEqual([keyword, flags, args]));
});

describe("values and variables", () => {
  const value = (text: string, escape = "\\"): string =>
    readWordParts(text, 0, text.length, escape)
      .parts.map((part) => (typeof part === "string" ? part : `<${part.name}>`))
      .join("");

  test.each([
    ["a'b'\"c\"", "abc"],
    ["a\\b\\'", "ab'"],
    ['"a\\b \\" \\$c \\\\"', 'a\\b " $c \\'],
    ["'a\\b $c'", "a\\b $c"],
    ["a\\", "a"],
    ["$a/${b}", "<a>/<b>"],
    ["\\$a \"$b\" '$c'", "$a <b> $c"],
    ["$", "$"],
    ["$(x) $, $12a", "$(x) $, <12>a"],
    ["$é_1-", "<é_1>-"],
    ["$$ $? $@", "<$> <?> <@>"],
  ])("%s", (text, expected) => expect(value(text)).toBe(expected));

  test("a backtick escapes when the file says so", () => {
    expect(value("C:\\a`$b$c", "`")).toBe("C:\\a$b<c>");
  });

  test.each([
    ["${a:-b}", ":-", ":-b"],
    ["${a-b}", "-", "-b"],
    ["${a:+b}", ":+", ":+b"],
    ["${a:?b}", ":?", ":?b"],
    ["${a#b}", "#", "#b"],
    ["${a##b}", "#", "##b"],
    ["${a%%b}", "%", "%%b"],
    ["${a/b/c}", "/", "/b/c"],
    ["${a//b/c}", "//", "//b/c"],
    ["${a}", null, null],
    ["$a", null, null],
  ])("the modifier of %s", (text, operator, modifier) => {
    const { variables, error } = readWordParts(text, 0, text.length, "\\");
    expect(variables).toMatchObject([{ name: "a", operator, modifier }]);
    expect(variables[0]?.span).toEqual({ start: 0, end: text.length });
    expect(error).toBeNull();
  });

  test("variables in operands follow the one they belong to", () => {
    const { variables } = readWordParts("${a:-$b${c:+$d}}$e", 0, 18, "\\");
    expect(variables.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e"]);
  });

  test.each([
    "${a^^}",
    "${a:1}",
    "${!a}",
    "${:a}",
    "${}",
    "${a",
    "${a:-b",
    "${a/b}",
    "'a",
    '"a',
    '"$a',
  ])("%s is told, and never thrown", (text) => {
    const { error } = readWordParts(text, 0, text.length, "\\");
    expect(error).not.toBeNull();
  });

  test("nesting without end is told", () => {
    const text = "${a:-".repeat(1000);
    expect(readWordParts(text, 0, text.length, "\\").error?.kind).toBe("substitution");
  });
});

describe("words of instructions", () => {
  test("span, text and value of a word that is broken", () => {
    const file = readSound('FROM a\nENV A="b \\\n c" \\\n # no\n D=$E\\\nF\n');
    const { pairs } = only(file, "env");
    expect(pairs.map(({ value }) => value?.value)).toEqual(["b  c", "$EF"]);
    expect(pairs.map(({ value }) => textAt(file, value?.span))).toEqual(['"b \\\n c"', "$E\\\nF"]);
    expect(pairs[1]?.value?.text).toBe("$EF");
    expect(pairs[1]?.value?.variables.map(({ span }) => textAt(file, span))).toEqual(["$E\\\nF"]);
  });

  test("COPY takes blanks in quotes for what they are", () => {
    expect(problemsOf('FROM a\nCOPY "a b" /c\n')).toEqual([["unterminated-quote", '"']]);
    const file = readSound('FROM a\nCOPY ["a b", "$C\\u0041", "/c"]\n');
    const copy = only(file, "copy");
    expect(copy.sources.map(({ value }) => value)).toEqual(["a b", "$CA"]);
    expect(copy.sources[1]?.variables.map(({ name }) => name)).toEqual(["CA"]);
    expect(textAt(file, copy.sources[0]?.span)).toBe('"a b"');
  });

  test("the exec form of a command uses no variables", () => {
    const file = readSound('FROM a\nCMD ["echo", "$A"]\nRUN echo $A\n');
    expect(only(file, "cmd").words.flatMap(({ variables }) => variables)).toEqual([]);
    expect(only(file, "run").words[1]?.variables).toMatchObject([{ name: "A" }]);
  });

  test("WORKDIR and USER are one word, blanks and all", () => {
    const file = readSound("FROM a\nWORKDIR /a b  \nUSER a b\n");
    expect(only(file, "workdir").path?.text).toBe("/a b");
    expect(only(file, "user").user?.text).toBe("a b");
  });

  test("ENV and LABEL without an equals sign", () => {
    const file = readSound("FROM a\nENV A  b 'c'\n");
    const [pair] = only(file, "env").pairs;
    expect(pair).toMatchObject({ key: "A", legacy: true, value: { text: "b 'c'", value: "b c" } });
    expect(textAt(file, pair?.span)).toBe("A  b 'c'");
  });

  test("ARG names several, with and without defaults", () => {
    const file = readSound('FROM a\nARG A B="c d" E=\n');
    expect(only(file, "arg").pairs.map(({ key, value }) => [key, value?.value ?? null])).toEqual([
      ["A", null],
      ["B", "c d"],
      ["E", ""],
    ]);
  });

  test("arguments that are missing lie at the head's end", () => {
    const file = readSound("FROM a\nRUN   \nCMD\n");
    expect(only(file, "run").argumentsSpan).toEqual({ start: 13, end: 13 });
    expect(only(file, "cmd").command.span).toEqual({ start: 17, end: 17 });
  });

  test("mounts", () => {
    const file = readSound(
      "FROM a AS b\nFROM c\nRUN --mount=type=cache,TARGET=/x,readonly \\\n --mount=src=s,dst=d,from=B make\n",
    );
    const [cache, bind] = only(file, "run").mounts;
    expect(cache).toMatchObject({ type: "cache", target: "/x", source: null, from: null });
    expect(cache?.options.get("readonly")).toBe("");
    expect(bind).toMatchObject({ type: "bind", target: "d", source: "s", from: { text: "B" } });
    expect(bind?.from?.stage?.index).toBe(0);
    expect(textAt(file, bind?.from?.span)).toBe("B");
    expect(textAt(file, bind?.span)).toBe("--mount=src=s,dst=d,from=B");
  });

  test("HEALTHCHECK", () => {
    const file = readSound('FROM a\nHEALTHCHECK --interval=5s cmd ["x", "y"]\nHEALTHCHECK none\n');
    const [, check, none] = file.instructions;
    expect(check).toMatchObject({ none: false, command: { form: "exec" } });
    expect(none).toMatchObject({ none: true, command: null });
    const shell = only(readSound("FROM a\nHEALTHCHECK CMD  curl x\n"), "healthcheck");
    expect(shell.command?.span).toEqual({ start: 24, end: 30 });
  });
});

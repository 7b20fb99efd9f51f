import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { first, kindsOf, only, problemsOf, readSound, textAt } from "./read.ts";

describe("directives", () => {
  test("stand at the top, in any case and with blanks", () => {
    const file = readSound("# syntax=docker/dockerfile:1\n  #  Escape = ` \nFROM a\nRUN b `\n c\n");
    expect(file.escape).toBe("`");
    expect(file.directives.map(({ name, value }) => [name, value])).toEqual([
      ["syntax", "docker/dockerfile:1"],
      ["escape", "`"],
    ]);
    expect(file.directives.map(({ valueSpan }) => textAt(file, valueSpan))).toEqual([
      "docker/dockerfile:1",
      "`",
    ]);
    expect(textAt(file, first(file.directives).span)).toBe("# syntax=docker/dockerfile:1");
    expect(file.comments).toEqual([]);
    expect(only(file, "run").words.map(({ text }) => text)).toEqual(["b", "c"]);
  });

  test.each([
    ["behind an empty line", "\n# escape=`\nFROM a\n"],
    ["behind a comment", "# a comment\n# escape=`\nFROM a\n"],
    ["behind what only looks like one", "# other=1\n# escape=`\nFROM a\n"],
    ["behind an instruction", "FROM a\n# escape=`\n"],
  ])("are comments %s", (_, text) => {
    const file = readSound(text);
    expect(file.escape).toBe("\\");
    expect(file.directives).toEqual([]);
    expect(file.comments.at(-1)?.text).toBe("escape=`");
  });

  test("a wrong or repeated one is a problem, and the rest is read", () => {
    expect(problemsOf("# escape=x\nFROM a\n")).toEqual([["invalid-directive", "x"]]);
    expect(problemsOf("# escape=\nFROM a\n")).toEqual([]);
    expect(problemsOf("# escape= \nFROM a\n")).toEqual([["invalid-directive", " "]]);
    expect(problemsOf("# escape= \r\nFROM a\n")).toEqual([["invalid-directive", " "]]);
    const text = "# syntax=a\n# syntax=b\n# escape=`\nFROM a\n";
    expect(problemsOf(text)).toEqual([["invalid-directive", "# syntax=b"]]);
    expect(parseDockerfile(text).escape).toBe("`");
  });

  test.each(["skip=A,B;error=true", "skip=all", "error=0", "experimental=X", "skip=A, ignored"])(
    "check=%s is fine",
    (value) => expect(problemsOf(`# check=${value}\nFROM a\n`)).toEqual([]),
  );

  test.each(["skip", "skips=A", "error=maybe", "skip=A; error=true"])(
    "check=%s is refused",
    (value) => {
      expect(problemsOf(`# check=${value}\nFROM a\n`)).toEqual([["invalid-directive", value]]);
    },
  );
});

describe("comments", () => {
  test("are read outside and inside of instructions, indented ones too", () => {
    const file = readSound("FROM a\n # one \nRUN b \\\n  # two \\\n#three\n  c\n#\n");
    expect(file.comments.map(({ text, line, embedded }) => [text, line, embedded])).toEqual([
      ["one", 2, false],
      ["two \\", 4, true],
      ["three", 5, true],
      ["", 7, false],
    ]);
    expect(textAt(file, first(file.comments).span)).toBe("# one ");
    expect(only(file, "run").words.map(({ text }) => text)).toEqual(["b", "c"]);
  });

  test("a hash behind an argument is none", () => {
    const file = readSound("FROM a\nRUN b # c\n");
    expect(file.comments).toEqual([]);
    expect(only(file, "run").words.map(({ text }) => text)).toEqual(["b", "#", "c"]);
  });
});

describe("continuations", () => {
  test.each([
    ["blanks behind it", "RUN a \\ \t\n b"],
    ["a line of its own", "RUN a \\\n\\\n b"],
    ["CRLF", "RUN a \\\r\n b"],
    ["several returns", "RUN a \\\r\r\n b"],
    ["the keyword alone", "RUN \\\n a \\\n b"],
  ])("join lines: %s", (_, text) => {
    const file = readSound(`FROM a\n${text}\nUSER x\n`);
    expect(kindsOf(file)).toEqual(["from", "run", "user"]);
    expect(only(file, "run").words.map((word) => word.text)).toEqual(["a", "b"]);
    expect(textAt(file, only(file, "run").span)).toBe(text);
  });

  test.each([
    ["doubled", "RUN a \\\\"],
    ["tripled", "RUN a \\\\\\"],
    ["in the middle", "RUN a \\ b"],
    ["of the other kind", "RUN a `"],
    ["before a return that does not end the line", "RUN a \\\r "],
  ])("an escape character is none when %s", (_, text) => {
    const file = readSound(`FROM a\n${text}\nUSER x\n`);
    expect(kindsOf(file)).toEqual(["from", "run", "user"]);
  });

  test("a word and a keyword may be broken", () => {
    const file = readSound("FR\\\nOM al\\\npine\n");
    const from = only(file, "from");
    expect(textAt(file, from.keywordSpan)).toBe("FR\\\nOM");
    expect(from.image.text).toBe("alpine");
    expect(textAt(file, from.image.span)).toBe("al\\\npine");
    expect(from.image.reference?.repository).toBe("alpine");
  });

  test("empty lines are passed over with a problem for each run of them", () => {
    expect(problemsOf("FROM a\nRUN b \\\n\n  \n c \\\n\n d\nUSER x\n")).toEqual([
      ["empty-continuation", "\n  "],
      ["empty-continuation", ""],
    ]);
    const file = parseDockerfile("FROM a\nRUN b \\\n\n c\n");
    expect(file.problems.map(({ span }) => file.source.lineAt(span.start))).toEqual([3]);
    expect(only(file, "run").words.map(({ text }) => text)).toEqual(["b", "c"]);
  });

  test("the file may end inside of one", () => {
    const file = readSound("FROM a\nRUN b \\\n# c");
    expect(textAt(file, only(file, "run").headSpan)).toBe("RUN b \\\n# c");
    expect(only(file, "run").words).toHaveLength(1);
  });

  test("a continued line without an instruction is a problem", () => {
    expect(problemsOf("FROM a\n\\\n\n")).toEqual([
      ["unknown-instruction", ""],
      ["empty-continuation", ""],
    ]);
  });
});

describe("heredocs", () => {
  test.each([
    ["<<EOF", "EOF", false, true, null],
    ["<< EOF", "EOF", false, true, null],
    ["<<-EOF", "EOF", true, true, null],
    ['<<"EOF"', "EOF", false, false, null],
    ["<<'EOF'", "EOF", false, false, null],
    ['<<"E F"', "E F", false, false, null],
    ["3<<EOF", "EOF", false, true, "3"],
    ["<<EOF;", "EOF;", false, true, null],
    ["<<E\\OF", "EOF", false, true, null],
  ])("%s", (operator, name, stripTabs, expand, descriptor) => {
    const file = readSound(`FROM a\nRUN cat ${operator} x\nUSER no\n${name}\nUSER x\n`);
    const run = only(file, "run");
    expect(run.heredocs).toMatchObject([{ name, stripTabs, expand, descriptor }]);
    const [heredoc] = run.heredocs;
    expect(textAt(file, heredoc?.operatorSpan)).toBe(operator);
    expect(textAt(file, heredoc?.bodySpan)).toBe("USER no\n");
    expect(textAt(file, heredoc?.terminatorSpan)).toBe(name);
    expect(textAt(file, run.headSpan)).toBe(`RUN cat ${operator} x`);
    expect(kindsOf(file)).toEqual(["from", "run", "user"]);
  });

  test.each([
    'RUN echo "use <<EOF here"',
    "RUN awk '{print 1 <<x}'",
    "RUN cat <<<EOF",
    "RUN cat<<EOF",
    "RUN cat <<- EOF",
    "RUN echo it's <<EOF",
    "RUN echo \\<<EOF",
    "RUN echo ${x^^} <<EOF",
    'RUN ["a", "<<EOF"]',
    "CMD cat <<EOF",
    "ENV A=<<EOF",
    "RUN cat <<",
    'RUN cat <<""',
  ])("none in %s", (line) => {
    const file = readSound(`FROM a\n${line}\nUSER x\n`);
    expect(file.instructions[1]?.heredocs).toEqual([]);
    expect(file.instructions).toHaveLength(3);
  });

  test("several, in order, comments and empty lines in bodies kept", () => {
    const file = readSound("FROM a\nCOPY <<one <<-two /d/\n# 1\n\none\n\t2 \\\n\ttwo\nUSER x\n");
    const copy = only(file, "copy");
    expect(copy.heredocs.map(({ bodySpan }) => textAt(file, bodySpan))).toEqual([
      "# 1\n\n",
      "\t2 \\\n",
    ]);
    expect(copy.sources).toEqual([]);
    expect(copy.destination?.text).toBe("/d/");
    expect(textAt(file, copy.span)).toMatch(/^COPY[^]*\ttwo$/);
    expect(file.comments).toEqual([]);
  });

  test("under ONBUILD, and with a head of several lines", () => {
    const file = readSound("FROM a\nONBUILD RUN cat \\\n <<EOF\nx\nEOF\nUSER x\n");
    const run = only(file, "run");
    expect(textAt(file, run.heredocs[0]?.bodySpan)).toBe("x\n");
    expect(run.onbuild && textAt(file, run.onbuild.keywordSpan)).toBe("ONBUILD");
  });

  test("an empty body has an empty span", () => {
    const file = readSound("FROM a\nRUN <<EOF\nEOF\n");
    expect(textAt(file, only(file, "run").heredocs[0]?.bodySpan)).toBe("");
  });

  test("one that is never closed reaches to the end", () => {
    const text = "FROM a\nRUN <<EOF\nUSER x\n";
    expect(problemsOf(text)).toEqual([["unterminated-heredoc", "<<EOF"]]);
    const file = parseDockerfile(text);
    const [heredoc] = only(file, "run").heredocs;
    expect(heredoc?.terminatorSpan).toBeNull();
    expect(textAt(file, heredoc?.bodySpan)).toBe("USER x\n");
    expect(textAt(file, only(file, "run").span)).toBe("RUN <<EOF\nUSER x");
  });

  test("what only looks like the end is told, and the rest is read", () => {
    const tabs = "FROM a\nRUN <<EOF\n\tx\n\tEOF\nUSER x\n";
    expect(problemsOf(tabs)).toEqual([["unterminated-heredoc", "<<EOF", "<<-EOF"]]);
    expect(kindsOf(parseDockerfile(tabs))).toEqual(["from", "run", "user"]);
    expect(problemsOf("FROM a\nRUN <<EOF\nx\nEOF \nUSER x\n")).toEqual([
      ["unterminated-heredoc", "EOF ", "EOF"],
    ]);
  });
});

describe("whole files", () => {
  test("a byte order mark is no part of the first line", () => {
    const file = readSound("\uFEFF# escape=`\nFROM a\n");
    expect(file.escape).toBe("`");
    expect(first(file.directives).span.start).toBe(1);
    expect(readSound("\uFEFFFROM a").instructions[0]?.span).toEqual({ start: 1, end: 7 });
  });

  test.each(["", "\n\n", "# only a comment\n", "\uFEFF", "\r\n"])("%j has no stage", (text) => {
    const file = parseDockerfile(text);
    expect(file.problems.map(({ kind }) => kind)).toEqual(["no-stage"]);
    expect(file.finalStage).toBeNull();
  });

  test("NUL characters make it unreadable", () => {
    const file = parseDockerfile("FROM a\0\n");
    expect(file.problems).toMatchObject([{ kind: "unreadable", span: { start: 0, end: 0 } }]);
    expect(file.instructions).toEqual([]);
  });

  test("512 KiB are read, one byte more is not", () => {
    const head = "FROM a\n";
    const comments = `#${"é".repeat(31)}\n`.repeat(8191);
    const fill = "#".repeat(512 * 1024 - head.length - Buffer.byteLength(comments));
    const text = head + comments + fill;
    expect(Buffer.byteLength(text)).toBe(512 * 1024);
    expect(parseDockerfile(text).problems).toEqual([]);
    expect(parseDockerfile(`${text}#`).problems).toMatchObject([{ kind: "unreadable" }]);
  });

  test("a line of more than 65535 bytes is refused at its place", () => {
    const line = `RUN ${"a".repeat(65531)}`;
    expect(problemsOf(`FROM a\n${line}\nUSER x\n`)).toEqual([]);
    expect(problemsOf(`FROM a\n${line}b\nUSER x\n`)).toEqual([["unreadable", `${line}b`]]);
  });

  test("a lone return ends no line", () => {
    const file = readSound("FROM a\rAS\rb\n");
    expect(only(file, "from").words.map(({ text }) => text)).toEqual(["a", "AS", "b"]);
  });
});

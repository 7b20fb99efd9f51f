import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseFlags, parseProperties } from "../../src/dockerfile/parse-instruction.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { splitCommand } from "../../src/dockerfile/split-command.ts";
import { splitQuoted } from "../../src/dockerfile/words.ts";
import { kindsOf, only, problemsOf, readSound, textAt } from "./read.ts";

/** Each of these texts is misread by dockerfile-ast; the model reads all of them as BuildKit does. */
describe("where dockerfile-ast errs", () => {
  test("1: a heredoc with a blank before its name", () => {
    const file = readSound("FROM a\nRUN cat << EOF\nUSER no\nEOF\nUSER x\n");
    expect(kindsOf(file)).toEqual(["from", "run", "user"]);
  });

  test("2: `<<` in quotes opens nothing", () => {
    const lines = ['RUN echo "use <<EOF here"', "RUN awk '{print 1 <<x}' f"];
    const file = readSound(`FROM a\n${lines.join("\n")}\nUSER x\n`);
    expect(kindsOf(file)).toEqual(["from", "run", "run", "user"]);
  });

  test("3: a comment with a backslash inside a continuation", () => {
    const file = readSound("FROM a\nRUN one \\\n# no \\ word \\\n two <<EOF\nx\nEOF\n");
    const run = only(file, "run");
    expect(run.words.map(({ text }) => text)).toEqual(["one", "two", "<<EOF"]);
    expect(run.heredocs).toHaveLength(1);
  });

  test("4: indented comments are no part of the arguments", () => {
    const file = readSound("FROM a\nRUN one && \\\n    # a comment\n    two\n");
    expect(only(file, "run").words.map(({ value }) => value)).toEqual(["one", "&&", "two"]);
  });

  test("5: exec form is JSON: blanks and escapes", () => {
    const file = readSound('FROM a\nCMD [ "a b" , "c\\td\\u0041" , "" ]\nENTRYPOINT ["a", "b",]\n');
    const { command } = only(file, "cmd");
    const items = command.form === "exec" ? command.exec.items : [];
    expect(items.map(({ value }) => value)).toEqual(["a b", "c\tdA", ""]);
    expect(items.map(({ span }) => textAt(file, span))).toEqual(['"a b"', '"c\\td\\u0041"', '""']);
    expect(only(file, "entrypoint").command.form).toBe("shell");
  });

  test("6: a doubled backslash at a line's end continues nothing", () => {
    expect(kindsOf(readSound("FROM a\nRUN echo \\\\\nUSER x\n"))).toEqual(["from", "run", "user"]);
  });

  test("7: descriptors, the dash of one heredoc, bodies with a trailing backslash", () => {
    const file = readSound("FROM a\nRUN x 3<<-A <<B\n1 \\\n\tA\n2 \\\nB\nUSER x\n");
    expect(only(file, "run").heredocs).toMatchObject([
      { name: "A", descriptor: "3", stripTabs: true },
      { name: "B", descriptor: null, stripTabs: false },
    ]);
    expect(kindsOf(file)).toEqual(["from", "run", "user"]);
  });

  test("8: registry, port, tag and digest", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const file = readSound(`FROM reg:5000/i:1@${digest}\n`);
    expect(only(file, "from").image.reference).toMatchObject({
      registry: "reg:5000",
      repository: "i",
      tag: "1",
      digest,
    });
  });

  test("9: variables in a RUN", () => {
    const file = readSound("FROM a\nRUN a '$V' \\$V ${V##*/} \"$W\"\n");
    expect(
      only(file, "run").words.map(({ variables }) => variables.map(({ name }) => name)),
    ).toEqual([[], [], [], ["V"], ["W"]]);
    const [use] = only(file, "run").words[3]?.variables ?? [];
    expect(use).toMatchObject({ modifier: "##*/", operator: "#" });
  });

  test("10: stages that look like a cycle", () => {
    const file = readSound("FROM b AS a\nFROM a AS b\nWORKDIR /x\n");
    expect(file.stages.map(({ parent }) => parent?.index ?? null)).toEqual([null, 0]);
    expect(file.finalStage?.lineage.map(({ name }) => name)).toEqual(["b", "a"]);
    expect(file.finalStage?.endState.workdir).toBe("/x");
  });

  test("11: blanks inside quotes", () => {
    const file = readSound('FROM a\nLABEL a="b c" d=\'e f\'\nWORKDIR "/a b"\n');
    expect(only(file, "label").pairs.map(({ value }) => value?.value)).toEqual(["b c", "e f"]);
    expect(only(file, "workdir").path?.value).toBe("/a b");
  });

  test("12: an unknown keyword, an unclosed heredoc and an empty file are told", () => {
    expect(problemsOf("FROM a\nRNU b\n")).toEqual([["unknown-instruction", "RNU", "RUN"]]);
    expect(problemsOf("FROM a\nRUN <<EOF\n")).toEqual([["unterminated-heredoc", "<<EOF"]]);
    expect(problemsOf("")).toEqual([["no-stage", ""]]);
  });
});

describe("where dockerfile-ast is stood on", () => {
  const read = (text: string): ReturnType<typeof parseFlags> => {
    const command = splitCommand(text, 0, text.length, "\\");
    return parseFlags(text, command.keyword, command.flags);
  };

  test("it gives the places of flags", () => {
    const text = "RUN --mount=type=cache,target=/a --network=none  make";
    const flags = read(text) ?? [];
    expect(flags.map(({ name }) => text.slice(name.start, name.end))).toEqual(["mount", "network"]);
    expect(flags.map(({ value }) => value && text.slice(value.start, value.end))).toEqual([
      "type=cache,target=/a",
      "none",
    ]);
    expect(read("COPY --link a b")).toMatchObject([{ value: null }]);
  });

  test.each(['RUN --mount="a b" c', "RUN --a\\=b c", "CMD --a b", "RUN --A=$B c"])(
    "it is not asked about the flags of %s",
    (text) => expect(read(text)).toBeNull(),
  );

  test("it gives the places of properties", () => {
    const text = "ENV A=b  C='d e'";
    const words = splitQuoted(text, 4, text.length, "\\");
    const found = parseProperties(text, { start: 0, end: 3 }, words) ?? [];
    expect(found.map(({ key }) => text.slice(key.start, key.end))).toEqual(["A", "C"]);
    expect(found.map(({ value }) => value && text.slice(value.start, value.end))).toEqual([
      "b",
      "'d e'",
    ]);
  });

  test("what it reads is what BuildKit reads", () => {
    const value = fc.stringMatching(/^[a-z0-9./:"' =$\\-]{0,8}$/);
    const pair = fc.tuple(fc.stringMatching(/^[A-Z]{1,3}$/), value);
    const flag = fc.tuple(fc.constantFrom("from", "chown", "x"), value);
    const flags = (list: readonly (readonly [string, string])[]): string =>
      list.map(([name, text]) => `--${name}=${text.replaceAll(" ", "")} `).join("");
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 4 }), fc.array(flag), (pairs, list) => {
        const words = pairs.map(([key, text]) => `${key}=${text}`).join(" ");
        // The same pairs under ARG and LABEL, and flags with their order kept, whoever reads them.
        const env = parseDockerfile(`FROM a\nENV ${words}\n`).instructions[1];
        const label = parseDockerfile(`FROM a\nLABEL ${words}\n`).instructions[1];
        const spans = (of: typeof env): unknown =>
          of?.kind === "env" || of?.kind === "label"
            ? of.pairs.map(({ key, value: word }) => [key, word?.text, word?.value])
            : null;
        expect(spans(env)).toEqual(spans(label));
        const text = `COPY ${flags(list)}a b`;
        const command = splitCommand(text, 0, text.length, "\\");
        const known = parseFlags(text, command.keyword, command.flags);
        if (known !== null) expect(known.map(({ span }) => span)).toEqual(command.flags);
      }),
    );
  });

  test("a text that stands twice is read alike at both places", () => {
    const file = readSound("FROM a\nCOPY --from=b c d\nCOPY --from=b c d\n");
    const [, one, two] = file.instructions;
    const shift = (two?.span.start ?? 0) - (one?.span.start ?? 0);
    expect(two?.flags[0]?.span.start).toBe((one?.flags[0]?.span.start ?? 0) + shift);
    expect(two?.words.map(({ span }) => span.start - shift)).toEqual(
      one?.words.map(({ span }) => span.start),
    );
  });
});

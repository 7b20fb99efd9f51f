import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import type { ShellScript } from "../../src/shell/model.ts";
import { packageCalls } from "../../src/shell/package-managers/package-calls.ts";
import { shellOf } from "../../src/shell/parse-shell.ts";
import { resolveWord } from "../../src/shell/reading/words.ts";
import type { Span } from "../../src/source/span.ts";
import { scriptOf } from "./read-instruction.ts";

/** Pieces that mean something to the shell, to Docker or to a package manager. */
const pieces = [
  ...Array.from(" \t\n$(){}[]|&;<>\"'`\\#=!*~-+@:,x1é😀"),
  ..."\\\n|\\\r\n|\n# c\n|$(|${|:-|&&|;;|<<EOF|\nEOF\n|<<-E|\nE\n|<(|>&2|$((|))|[[ | ]]| in ".split(
    "|",
  ),
  ..."||,if ,then ,else ,fi,for ,do ,done,case ,esac,while ,function f,apt-get ,install ,-y,-qq".split(
    ",",
  ),
  ..."sudo ,env ,sh -c ,pip, -r,npm i ,go ,@v1,a=1,./x,set -o pipefail,xargs ,$A,https://x/y,--".split(
    ",",
  ),
  ...["timeout 5 ", "RUN ", '["sh", "-c", "a"]'],
];
const shellText = fc
  .array(fc.constantFrom(...pieces), { maxLength: 30 })
  .map((parts) => parts.join(""));

function spansOf(script: ShellScript): Span[] {
  return [
    script.span,
    ...script.chains.flatMap((chain) => [
      chain.span,
      ...chain.links,
      ...chain.operators.map(({ span }) => span),
    ]),
    ...script.pipelines.flatMap((pipeline) => [pipeline.span, ...pipeline.stageSpans]),
    ...script.commands.flatMap((command) => [
      command.span,
      ...command.words.map((word) => word.span),
      ...command.assignments.map((assignment) => assignment.span),
      ...command.redirects.map((redirect) => redirect.span),
      ...(command.nameSpan === null ? [] : [command.nameSpan]),
    ]),
  ];
}

function checkText(text: string): void {
  const dockerfile = parseDockerfile(text);
  for (const instruction of dockerfile.instructions) {
    const script = shellOf(dockerfile, instruction);
    if (script === null) continue;
    for (const { start, end } of spansOf(script)) {
      if (!(start >= instruction.span.start && start <= end && end <= instruction.span.end)) {
        throw new Error(
          `span ${start}-${end} leaves ${instruction.span.start}-${instruction.span.end}`,
        );
      }
    }
    for (const [index, command] of script.commands.entries()) {
      const previous = script.commands[index - 1];
      if (previous !== undefined && previous.span.start > command.span.start)
        throw new Error("not in source order");
      for (const word of command.words) resolveWord(word, instruction.state);
    }
    for (const call of packageCalls(dockerfile, instruction)) {
      for (const { span } of [...call.flags, ...call.packages]) {
        if (span.start < call.command.span.start || span.end > call.command.span.end) {
          throw new Error("a package or flag leaves its command");
        }
      }
    }
  }
}

describe("any text", () => {
  test("is read without a throw, with spans inside", () => {
    fc.assert(
      fc.property(
        shellText,
        fc.constantFrom("RUN ", "CMD ", "RUN <<EOF\n", "RUN bash <<'EOF'\n"),
        (text, keyword) => {
          checkText(`FROM x\nENV A=1\n${keyword}${text}`);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("of any characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        checkText(`FROM x\nRUN ${text}`);
      }),
      { numRuns: 500 },
    );
  });
});

describe("deep nesting", () => {
  const depth = 5000;

  test.each([
    ["$(", ")"],
    ["(", ")"],
    ["{ ", ";}"],
    ["${a:-", "}"],
    ["`", "`"],
    ["if a; then ", "; fi"],
    ["if a; then b; else ", "; fi"],
    ["((", "))"],
    ["! ", ""],
    ["sudo ", ""],
    ["a && ", ""],
    ["a | ", ""],
    ["sh -c '", "'"],
  ])("%s is read or refused, without an overflow", (open, close) => {
    expect(() => scriptOf(`RUN ${open.repeat(depth)}x${close.repeat(depth)}`)).not.toThrow();
  });

  test("up to a depth that people write", () => {
    const script = scriptOf(`RUN echo ${'"$('.repeat(20)}x${')"'.repeat(20)}`);
    expect(script?.commands).toHaveLength(21);
  });

  test("many words, assignments and array elements", () => {
    const many = " x".repeat(150_000);
    expect(scriptOf(`RUN a${many}`)?.commands[0]?.words).toHaveLength(150_001);
    expect(scriptOf(`RUN a=(${many})`)?.commands).toHaveLength(1);
    expect(scriptOf(`RUN env${" A=1".repeat(100_000)} x`)?.commands[0]?.assignments).toHaveLength(
      100_000,
    );
  });
});

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Dockerfile, Instruction } from "../../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { allRules } from "../../../src/rules/all-rules.ts";
import { shellOf } from "../../../src/shell/parse-shell.ts";
import { resolveWord } from "../../../src/shell/reading/words.ts";

/** All that is read of one instruction, as plain data: what it says itself, and its script. */
function view(dockerfile: Dockerfile, instruction: Instruction): unknown {
  const { keyword, kind, span, headSpan, argumentsSpan, flags, words, heredocs } = instruction;
  const script = shellOf(dockerfile, instruction);
  const said = { keyword, kind, span, headSpan, argumentsSpan, flags, words, heredocs };
  if (script === null) return { said, script };
  return structuredClone({
    said,
    script: { ...script, commands: script.commands.map((command) => ({ ...command })) },
    // Commands of pipelines are those of the script itself.
    pipelines: script.pipelines.map(({ stages }) =>
      stages.map((stage) => (stage === null ? null : script.commands.indexOf(stage))),
    ),
    names: script.commands.map(({ words: all, nameSpan }) =>
      all.findIndex((word) => word.span === nameSpan),
    ),
    resolved: script.commands.map((command) =>
      command.words.map((word) => resolveWord(word, instruction.state)),
    ),
  });
}

function readAll(text: string): unknown[] {
  const dockerfile = parseDockerfile(text);
  return dockerfile.instructions.map((instruction) => view(dockerfile, instruction));
}

/** Reads a text after another one, and on its own. */
function readBothWays(before: string, text: string): { after: unknown[]; alone: unknown[] } {
  readAll(before);
  const after = readAll(text);
  parseDockerfile("FROM scratch\n");
  return { after, alone: readAll(text) };
}

const inserted = [
  "# escape=`",
  "# a comment",
  "",
  'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]',
  'SHELL ["pwsh", "-c"]',
  "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022",
  "FROM debian:12 AS other",
  "RUN true \\",
  "RUN cat <<EOF",
  "EOF",
  "ENV A=b PATH=/opt:$PATH",
  "ARG VERSION=1",
  "    && echo é😀 \\",
];

const texts = allRules.flatMap(({ examples, silentOn }) => [
  ...examples.flatMap(({ bad, good }) => [bad, good]),
  ...(silentOn ?? []),
]);

describe("a text that is read after another version of it", () => {
  test("is read as it is on its own, whatever line was added, taken away or doubled", () => {
    const change = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.nat(),
      taken: fc.nat(2),
      added: fc.array(fc.constantFrom(...inserted), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(change, ({ text, at, taken, added }) => {
        const lines = text.split("\n");
        lines.splice(at % lines.length, taken, ...added);
        const changed = lines.join("\n");
        const { after, alone } = readBothWays(text, changed);
        expect(after).toEqual(alone);
        const back = readBothWays(changed, text);
        expect(back.after).toEqual(back.alone);
      }),
      { numRuns: 2000 },
    );
  });

  test("has its scripts moved with all that hangs on their offsets", () => {
    const run =
      'RUN A=1 sudo -E apt-get install -y "$X" curl >/dev/null 2>&1 | tee /log && cd /a || b';
    const { after, alone } = readBothWays(
      `FROM debian\nENV X=y\n${run}\nCMD ["a", "b"]\n`,
      `FROM debian:12-slim\nENV X=yz\n${run}\nCMD ["a", "b"]\n`,
    );
    expect(after).toEqual(alone);
  });

  test("has a script of its own where only a comment in between differs", () => {
    const { after, alone } = readBothWays(
      "FROM debian\nRUN a && \\\n# one\n  b\n",
      "FROM debian\nRUN a && \\\n# longer\n  b\n",
    );
    expect(after).toEqual(alone);
  });
});

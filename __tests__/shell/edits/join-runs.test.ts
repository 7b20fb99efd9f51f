import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { joinRuns, nextRun } from "../../../src/shell/edits/join-runs.ts";
import { applyEdits } from "../../../src/source/text-edit.ts";

/** All RUNs of a file joined; null when that is refused. */
function joined(text: string): string | null {
  const dockerfile = parseDockerfile(text);
  const runs = dockerfile.instructions.filter((instruction) => instruction.kind === "run");
  const edits = joinRuns(dockerfile, runs);
  return edits === null ? null : applyEdits(text, edits);
}

describe("joinRuns", () => {
  test.each([
    ["FROM x\nRUN a\nRUN b\n", "FROM x\nRUN a && b\n"],
    ["FROM x\nRUN a\n\nRUN b\nRUN c && d\n", "FROM x\nRUN a && b && c && d\n"],
    ["FROM x\nRUN a\nRUN b \\\n  c\n", "FROM x\nRUN a \\\n  && b \\\n  c\n"],
    ["FROM x\nRUN a\nRUN b && \\\n\tc\n", "FROM x\nRUN a && \\\n\tb && \\\n\tc\n"],
    ["FROM x\nRUN a\n\n# why\nRUN b\n", "FROM x\nRUN a \\\n    # why\n    && b\n"],
    ["# escape=`\nFROM x\nRUN a\nRUN b && `\n  c\n", null],
    ["FROM x\nRUN (cd /a && b)\nRUN c\n", "FROM x\nRUN (cd /a && b) && c\n"],
    ["FROM x\nRUN a\nRUN cd /b && c\n", "FROM x\nRUN a && cd /b && c\n"],
  ])("makes %j into %j", (before, after) => {
    expect(joined(before)).toBe(after);
  });

  test.each([
    ["FROM x\nRUN cd /a\nRUN b\n"],
    ["FROM x\nRUN A=1 && a\nRUN b\n"],
    ["FROM x\nRUN set -e && a\nRUN b\n"],
    [`FROM x\nSHELL ["/bin/sh", "-ec"]\nRUN (a; b)\nRUN c\n`],
    ["FROM x\nRUN a\nENV A=b\nRUN b\n"],
    ["FROM x\nRUN a\nFROM x\nRUN b\n"],
    ["FROM x\nRUN a || true\nRUN b\n"],
    ["FROM x\nRUN a\nRUN b; c\n"],
    ["FROM x\nRUN a &\nRUN b\n"],
    ["FROM x\nRUN a # why\nRUN b\n"],
    ["FROM x\nRUN --network=none a\nRUN b\n"],
    ["FROM x\nRUN a\nRUN <<E\nb\nE\n"],
    ["FROM x\nONBUILD RUN a\nONBUILD RUN b\n"],
    ['FROM x\nRUN a\nRUN ["b"]\n'],
    ["FROM x\nRUN a\n# shellcheck disable=SC2086\nRUN b\n"],
    ["FROM x\nRUN a\n# check=skip=JSONArgsRecommended\nRUN b\n"],
  ])("refuses %j", (text) => {
    expect(joined(text)).toBeNull();
  });
});

test("nextRun is the RUN directly behind in the same stage", () => {
  const dockerfile = parseDockerfile("FROM x\nRUN a\nRUN b\nENV A=b\nRUN c\nFROM x\nRUN d\n");
  const behind = dockerfile.instructions.map(
    (instruction) => nextRun(dockerfile, instruction)?.index ?? null,
  );
  expect(behind).toEqual([1, 2, null, 4, null, 6, null]);
});

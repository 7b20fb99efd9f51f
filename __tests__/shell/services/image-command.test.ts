import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { imageCommand } from "../../../src/shell/services/image-command.ts";

function mainOf(lines: string): string | null | undefined {
  const dockerfile = parseDockerfile(`FROM alpine:3.22\n${lines}\n`);
  const stage = dockerfile.finalStage;
  if (stage === null) throw new Error("no stage");
  const command = imageCommand(dockerfile, stage);
  if (command === null) return undefined;
  const { main } = command;
  return main === null ? null : main.words.map(({ value, text }) => value ?? text).join(" ");
}

describe("imageCommand", () => {
  test.each([
    ['CMD ["a", "b"]', "a b"],
    ["CMD a b", "a b"],
    ['ENTRYPOINT []\nCMD ["a", "b"]', "a b"],
    ['ENTRYPOINT ["a"]\nCMD ["b"]', "a b"],
    ['CMD ["b"]\nENTRYPOINT ["a"]', "a b"],
    ['ENTRYPOINT ["tini", "--"]\nCMD ["a", "b"]', "a b"],
    ['ENTRYPOINT ["tini", "--", "a"]\nCMD ["b"]', "tini -- a b"],
    ['ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["a"]', "a"],
    ["ENTRYPOINT a\nCMD b", "a"],
    ['ENTRYPOINT ["a"]\nCMD b', "a"],
    ['CMD ["sh", "-c", "x && exec a b"]', "exec a b"],
    ["CMD x; a", "a"],
    ['CMD ["a"]\nONBUILD CMD ["b"]', "a"],
  ])("of %j is %j", (lines, expected) => {
    expect(mainOf(lines)).toBe(expected);
  });

  test.each(["CMD a | b", "CMD a &", "CMD if a; then b; fi", "CMD ( a )"])(
    "is not one command in %j",
    (lines) => {
      expect(mainOf(lines)).toBeNull();
    },
  );

  test.each(["RUN a", "CMD []", 'SHELL ["pwsh"]\nCMD Start-It', "CMD a 'b"])(
    "is not known in %j",
    (lines) => {
      expect(mainOf(lines)).toBeUndefined();
    },
  );

  test("an ENTRYPOINT drops the CMD of the image it stands on", () => {
    const dockerfile = parseDockerfile(
      'FROM alpine:3.22 AS a\nCMD ["x"]\nFROM a\nENTRYPOINT ["b"]\n',
    );
    const stage = dockerfile.finalStage;
    const main = stage === null ? null : imageCommand(dockerfile, stage)?.main;
    expect(main?.words.map(({ value }) => value)).toEqual(["b"]);
  });
});

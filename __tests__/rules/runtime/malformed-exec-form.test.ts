import { describe, expect, test } from "@jest/globals";
import { malformedExecForm } from "../../../src/rules/runtime/malformed-exec-form.ts";
import { shellFormCommand } from "../../../src/rules/runtime/shell-form-command.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(malformedExecForm);

describe("malformed-exec-form in particular", () => {
  test("says why, and stands alone where shell-form-command would speak too", () => {
    const text = "FROM node:22\nCMD ['node', 'server.js']\n";
    const [finding] = findingsOf(malformedExecForm, text);
    expect(finding?.message).toContain("single quotes");
    expect(finding?.aliases).toEqual(["DL3025", "JSONArgsRecommended"]);
    expect(findingsOf(shellFormCommand, text)).toEqual([]);
  });

  test.each([
    ["CMD [\u201cnode\u201d, \u201cserver.js\u201d]", 'CMD ["node", "server.js"]'],
    ["CMD ['node', \"server.js\"]", 'CMD ["node", "server.js"]'],
    ["CMD ['sh', '-c', 'echo \"a\"']", 'CMD ["sh", "-c", "echo \\"a\\""]'],
    ["HEALTHCHECK CMD ['/probe']", 'HEALTHCHECK CMD ["/probe"]'],
    ["VOLUME ['/data', '/logs']", 'VOLUME ["/data", "/logs"]'],
  ])("mends %j", (bad, good) => {
    const head = "FROM node:22\n";
    expect(fixedBy(malformedExecForm, `${head}${bad}\n`)).toContain(`${good}\n`);
  });

  test.each([
    ["CMD [node, server.js]", "`node` stands there without double quotes"],
    ['CMD ["node", "server.js"] # start', "text after the closing"],
    ["CMD ['it\\'s', 'x']", "single quotes"],
    ["VOLUME [/data]", "without double quotes"],
  ])("leaves %j to the author", (line, reason) => {
    const [finding] = findingsOf(malformedExecForm, `FROM node:22\n${line}\n`);
    expect(finding?.message).toContain(reason);
    expect(finding?.fix).toBeNull();
  });

  test.each([
    ['CMD ["node", "server.js",]', "a comma too many", 'CMD ["node", "server.js"]'],
    ['CMD ["node" "server.js"]', "a comma is missing", 'CMD ["node", "server.js"]'],
    ['CMD ["node", "server.js"', "the closing `]` is missing", 'CMD ["node", "server.js"]'],
    ['CMD ["C:\\app\\new"]', "no escape that JSON knows", 'CMD ["C:\\\\app\\\\new"]'],
  ])("offers for review what %j may mean", (line, reason, mended) => {
    const [finding] = findingsOf(malformedExecForm, `FROM node:22\n${line}\n`);
    expect(finding?.message).toContain(reason);
    expect(finding?.fix?.safety).toBe("review");
    expect(fixedBy(malformedExecForm, `FROM node:22\n${line}\n`)).toBe(`FROM node:22\n${mended}\n`);
  });

  test("speaks of every instruction in its own terms", () => {
    const found = findingsOf(malformedExecForm, "FROM node:22\nRUN ['ls', '-l']\nVOLUME ['/a']\n");
    expect(found.map(({ aliases }) => aliases)).toEqual([[], []]);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining("a shell gets the text"),
      expect.stringContaining("the volume gets a name"),
    ]);
  });
});

describe("the shell of SHELL", () => {
  const powershell = 'FROM mcr.microsoft.com/powershell:7.5\nSHELL ["pwsh", "-Command"]\n';

  test.each([
    "RUN [Text.Encoding]::UTF8.GetBytes('a') | Out-Null",
    "RUN [void](New-Item C:/x)",
    "RUN [xml]$file = Get-Content a.xml",
    "RUN [Collections.Generic.Dictionary[string, int]]::new()",
    "CMD [Console]::WriteLine('a')",
    "HEALTHCHECK CMD [IO.File]::Exists('/ready')",
  ])("may know %j", (line) => {
    expect(findingsOf(malformedExecForm, `${powershell}${line}\n`)).toEqual([]);
    expect(findingsOf(malformedExecForm, `FROM node:22\n${line}\n`)).toHaveLength(1);
  });

  test.each(["CMD ['node', 'server.js']", "CMD [node, server.js]", "CMD [node]", 'RUN ["a" "b"]'])(
    "does not know %j",
    (line) => {
      expect(findingsOf(malformedExecForm, `${powershell}${line}\n`)).toHaveLength(1);
    },
  );
});

describe("a CMD beside ENTRYPOINT", () => {
  const said = (lines: string) =>
    findingsOf(malformedExecForm, `FROM node:22 AS base\n${lines}\n`).map(({ message }) => message);
  const args = (shell: string) => [
    expect.stringContaining(`so ENTRYPOINT gets \`${shell}\` and the text as it stands for its`),
  ];

  test.each([
    ['ENTRYPOINT ["tool"]\nCMD [run]', "/bin/sh -c"],
    ['CMD [run]\nENTRYPOINT ["tool"]', "/bin/sh -c"],
    ['ENTRYPOINT ["tool"]\nFROM base\nCMD [run]', "/bin/sh -c"],
    ['SHELL ["/bin/bash", "-ec"]\nENTRYPOINT ["tool"]\nCMD [run]', "/bin/bash -ec"],
    ['ENTRYPOINT exec tool "$@"\nCMD [run]', "/bin/sh -c"],
    [
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nENTRYPOINT ["tool"]\nCMD [run]',
      "cmd /S /C",
    ],
  ])("is no script: %j", (lines, shell) => {
    expect(said(lines)).toEqual(args(shell));
  });

  test.each([
    "ENTRYPOINT []\nCMD [run]",
    'ENTRYPOINT ["tool"]\nFROM node:22\nCMD [run]',
    "ENTRYPOINT [tool]",
  ])("is one without it: %j", (lines) => {
    expect(said(lines)).toEqual([expect.stringContaining("a shell gets the text as it stands")]);
  });

  test("leaves it to ignored-command where nothing reads the arguments", () => {
    expect(said("ENTRYPOINT exec tool\nCMD [run]")).toEqual([]);
  });
});

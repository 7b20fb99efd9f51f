import { describe, expect, test } from "@jest/globals";
import { gitProgram } from "../../src/git/git-program.ts";

const git = String.raw`C:\Program Files\Git\cmd\git.exe`;

function onWindows(environment: NodeJS.ProcessEnv): string | null {
  return gitProgram({ platform: "win32", environment, exists: (path) => path === git });
}

describe("on Windows", () => {
  test.each([
    { Path: String.raw`C:\Windows;C:\Program Files\Git\cmd` },
    { PATH: String.raw`"C:\Program Files\Git\cmd";C:\Windows` },
  ])("git is looked up in %j", (environment) => {
    expect(onWindows(environment)).toBe(git);
  });

  test("a git of the current directory, or of one that depends on it, is never started", () => {
    const exists = () => true;
    const environment = { Path: String.raw`.;bin;;C:tools` };
    expect(gitProgram({ platform: "win32", environment, exists })).toBeNull();
  });

  test.each([{}, { Path: "" }, { Path: String.raw`C:\Windows` }])(
    "no git is none with %j",
    (env) => {
      expect(onWindows(env)).toBeNull();
    },
  );
});

test.each(["linux", "darwin"] as const)("on %s the system looks it up", (platform) => {
  expect(gitProgram({ platform, environment: {}, exists: () => false })).toBe("git");
});

import { describe, expect, test } from "@jest/globals";
import { redirectedVersion } from "../../../src/rules/packages/redirected-version.ts";
import { unpinnedLanguagePackage } from "../../../src/rules/packages/unpinned-language-package.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(redirectedVersion);

describe("redirected-version in particular", () => {
  const run = (command: string): string => `FROM python:3.13\nRUN ${command}\n`;

  test("says which file is written", () => {
    const [finding] = findingsOf(redirectedVersion, run("pip install torch>=1.7.1"));
    expect(finding?.message).toContain("a file named `=1.7.1`");
    expect(finding?.severity).toBe("warning");
  });

  test("tells of the packages of one call together", () => {
    const text = run("pip install a>=1 b c>=2");
    const [finding, ...others] = findingsOf(redirectedVersion, text);
    expect(others).toEqual([]);
    expect(finding?.message).toContain("the versions in `a>=1` and `c>=2`");
    expect(fixedBy(redirectedVersion, text)).toBe(run('pip install "a>=1" b "c>=2"'));
  });

  test("says that a version read from fails the build", () => {
    const [finding] = findingsOf(redirectedVersion, run("pip install 'a' torch>=1.7,<2"));
    expect(finding?.message).toContain("there is no file named `2` to read from");
    expect(finding?.severity).toBe("error");
  });

  test.each([
    ["pip install torch[gpu]>=1.7 a==1", 'pip install "torch[gpu]>=1.7" a==1'],
    ["pip3 install a>1.0 && pip3 install b<=2", 'pip3 install "a>1.0" && pip3 install "b<=2"'],
    ["pip install torch>=$VERSION 'b'", `pip install "torch>=$VERSION" 'b'`],
    ["python -m pip install a>=1 2>&1", 'python -m pip install "a>=1" 2>&1'],
    ["gem install rake:~>13.0", 'gem install "rake:~>13.0"'],
    ["conda install numpy>=1.2", 'conda install "numpy>=1.2"'],
  ])("%s becomes %s", (before, after) => {
    expect(fixedBy(redirectedVersion, run(before))).toBe(run(after));
  });

  test.each(["sh -c 'pip install a>=1'", 'pip install a>="1"', 'pip install "a">=1'])(
    "leaves the quotes of %s alone",
    (command) => {
      const findings = findingsOf(redirectedVersion, run(command));
      expect(findings.map(({ fix }) => fix)).toEqual([null]);
    },
  );

  test("lets no other rule say that there is no version", () => {
    const findings = findingsOf(unpinnedLanguagePackage, run("pip install torch>=1.7 flask"));
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining("`flask` has no version"),
    ]);
  });
});

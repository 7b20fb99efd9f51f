import { describe, expect, test } from "@jest/globals";
import { sudoInRun } from "../../../src/rules/user/sudo-in-run.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(sudoInRun);

const from = "FROM debian:12.8\n";

describe("sudo-in-run in particular", () => {
  test("speaks once of a RUN, under all three ids", () => {
    const findings = findingsOf(sudoInRun, `${from}RUN sudo a && sudo b; sh -c 'sudo c'\n`);
    expect(findings.map(({ aliases }) => aliases)).toEqual([
      ["DL3004", "DS-0010", "CKV2_DOCKER_1"],
    ]);
    expect(findings[0]?.message).toContain("3 times");
  });

  test.each([
    ["RUN sudo -EH make install", "RUN make install"],
    ["RUN sudo --preserve-env env A=1 make", "RUN env A=1 make"],
    ["RUN echo x | sudo tee /etc/x", "RUN echo x | tee /etc/x"],
    ["RUN /usr/bin/sudo apt-get clean", "RUN apt-get clean"],
    ["RUN <<EOF\nsudo make\nsudo make install\nEOF", "RUN <<EOF\nmake\nmake install\nEOF"],
  ])("makes %j %j", (bad, good) => {
    expect(fixedBy(sudoInRun, `${from}${bad}\n`)).toBe(`${from}${good}\n`);
  });

  test.each([
    "FROM debian:12.8\nRUN sudo -u postgres createdb shop\n",
    "FROM debian:12.8\nRUN sudo -i\n",
    "FROM example.com/team/base:1\nRUN sudo make\n",
    "FROM debian:12.8\nUSER 1000\nRUN sudo make\n",
    'FROM debian:12.8\nRUN ["sudo", "make"]\n',
    "FROM debian:12.8\nRUN su app -c 'sudo make'\n",
  ])("finds %j and leaves the change to the author", (text) => {
    expect(findingsOf(sudoInRun, text).map(({ fix }) => fix)).toEqual([null]);
  });

  test.each([
    ["FROM gitpod/workspace-full:1\nRUN sudo make\n", "warning", "medium"],
    ["FROM example.com/team/base:1\nUSER app\nRUN sudo make\n", "error", "high"],
    [`${from}RUN sudo make\n`, "error", "high"],
  ])(
    "of a base that may bring a user and sudo on purpose it warns: %j",
    (text, severity, confidence) => {
      expect(findingsOf(sudoInRun, text)).toMatchObject([{ severity, confidence }]);
    },
  );

  test("of such a base it speaks once", () => {
    const text = "FROM cimg/go:1.25\nRUN sudo a\nRUN sudo b && sudo c\n";
    expect(findingsOf(sudoInRun, text)).toHaveLength(1);
    expect(findingsOf(sudoInRun, text.replace("cimg/go:1.25", "debian:12.8"))).toHaveLength(2);
  });

  test("sudo that changes to another user does something: it warns", () => {
    const text = `${from}RUN sudo -u postgres createdb shop\n`;
    expect(findingsOf(sudoInRun, text)).toMatchObject([{ severity: "warning" }]);
  });

  test("names the user to go back to", () => {
    const [finding] = findingsOf(sudoInRun, `${from}USER app\nRUN sudo make\n`);
    expect(finding?.message).toContain("`USER app`");
  });
});

import { describe, expect, test } from "@jest/globals";
import { passwordSetInRun } from "../../../src/rules/secrets/password-set-in-run.ts";
import { describeRule, findingsOf, problemsAt } from "../../support/describe-rule.ts";

describeRule(passwordSetInRun);

const from = "FROM debian:12.8\n";

describe("password-set-in-run in particular", () => {
  test.each([
    ["RUN echo 'root:hunter2' | chpasswd", ["CKV2_DOCKER_17"]],
    ["RUN sudo chpasswd < /passwords", ["CKV2_DOCKER_17"]],
    ["RUN chpasswd <<< root:hunter2", ["CKV2_DOCKER_17"]],
    ["RUN echo hunter2 | passwd --stdin root", []],
    ["RUN printf 'hunter2\\nhunter2\\n' | passwd root", []],
    ["RUN usermod --password $(openssl passwd -1 hunter2) root", []],
    ["RUN useradd -m -p hunter2 app", []],
    ["RUN usermod -p '' root", []],
  ])("%s is found under %j", (line, aliases) => {
    const findings = findingsOf(passwordSetInRun, `${from}${line}\n`);
    expect(findings.map((finding) => finding.aliases)).toEqual([aliases]);
  });

  test("does not repeat the password", () => {
    for (const line of [
      "echo 'root:hunter2' | chpasswd",
      "useradd -p hunter2 app",
      "usermod -phunter2 app",
    ]) {
      const [finding] = findingsOf(passwordSetInRun, `${from}RUN ${line}\n`);
      expect(finding?.message).toBeDefined();
      expect(finding?.message).not.toContain("hunter2");
    }
  });

  test("is less sure of a password from a secret mount", () => {
    const text = `${from}RUN --mount=type=secret,id=p echo "root:$(cat /run/secrets/p)" | chpasswd\n`;
    const findings = findingsOf(passwordSetInRun, text);
    expect(findings).toMatchObject([{ severity: "warning", confidence: "medium" }]);
    // Only the command that reads it is in the history.
    expect(findings[0]?.message).not.toContain("history");
    expect(findings[0]?.message).toContain("hash");
  });

  test("says that an empty password lets anyone in", () => {
    const [finding] = findingsOf(passwordSetInRun, `${from}RUN passwd -d root\n`);
    expect(finding?.message).toContain("without a password");
  });
});

test("of an image for tests it only remarks", () => {
  const text = "FROM debian:12.8\nRUN echo 'user:letmein' | chpasswd\n";
  expect(problemsAt(passwordSetInRun, "tests/sshd/Dockerfile", text)).toMatchObject([
    { severity: "info", confidence: "medium" },
  ]);
  expect(problemsAt(passwordSetInRun, "sshd/Dockerfile", text)[0]?.severity).toBeUndefined();
});

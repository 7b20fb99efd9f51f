import { expect, test } from "@jest/globals";
import { relinkedShell } from "../../../src/rules/run/relinked-shell.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(relinkedShell);

test.each([
  ["ln -snf /bin/bash /bin/sh", "/bin/bash"],
  ["cd /bin && ln -sf bash sh", "/bin/bash"],
  ["sudo ln -s --force /usr/bin/zsh /usr/bin/sh", "/usr/bin/zsh"],
])("`%s` names %s", (run, shell) => {
  const [finding] = findingsOf(relinkedShell, `FROM debian:12.8\nRUN ${run}\n`);
  expect(finding?.message).toContain(`SHELL ["${shell}", "-c"]`);
});

import { expect, test } from "@jest/globals";
import { systemUpgrade } from "../../../src/rules/packages/system-upgrade.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(systemUpgrade);

test.each([
  ["apt-get dist-upgrade -y", ["DS-0024"]],
  ["apt-get -y upgrade", []],
  ["zypper -n dup", ["DL3035"]],
  ["zypper -n update", []],
  ["yum -y update", []],
])("`%s` goes by %j", (run, aliases) => {
  const findings = findingsOf(systemUpgrade, `FROM example.com/base:1.0\nRUN ${run}\n`);
  expect(findings.map((finding) => finding.aliases)).toEqual([aliases]);
});

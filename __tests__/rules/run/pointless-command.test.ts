import { expect, test } from "@jest/globals";
import { pointlessCommand } from "../../../src/rules/run/pointless-command.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(pointlessCommand);

test.each(
  "ssh host ls|vim /x|shutdown now|service x start|ps aux|free|top -b|kill 1|mount /dev/x /y|ifconfig".split(
    "|",
  ),
)("hadolint's `%s`", (run) => {
  const findings = findingsOf(pointlessCommand, `FROM debian:12.8\nRUN ${run}\n`);
  expect(findings.map(({ aliases }) => aliases)).toEqual([["DL3001"]]);
});

test("others are not on hadolint's list", () => {
  const findings = findingsOf(pointlessCommand, "FROM debian:12.8\nRUN nano /x\n");
  expect(findings.map(({ aliases }) => aliases)).toEqual([[]]);
});

test("a service that is started last is of no use, whatever comes before", () => {
  const text = "FROM debian:12.8\nRUN apt-get install -y nginx && service nginx start\n";
  expect(findingsOf(pointlessCommand, text)).toHaveLength(1);
});

import { expect, test } from "@jest/globals";
import { workdirInSystemDirectory } from "../../../src/rules/syntax/workdir-in-system-directory.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(workdirInSystemDirectory);

function said(text: string) {
  return findingsOf(workdirInSystemDirectory, `FROM debian:12.8\n${text}\n`).map(
    ({ severity, aliases }) => [severity, ...aliases].join(" "),
  );
}

test.each([
  ["WORKDIR /proc", ["warning DS-0030"]],
  ["WORKDIR /dev/shm", ["warning DS-0030"]],
  ["WORKDIR /sys/fs", ["warning"]],
  ["WORKDIR /etc/", ["warning"]],
  ["ENV D=/usr\nWORKDIR $D\nWORKDIR bin", ["warning", "warning"]],
  ["WORKDIR /srv\nWORKDIR ../etc", ["warning"]],
  ["WORKDIR /\nCOPY a .", ["info"]],
  ["WORKDIR /\nCOPY a /srv/", []],
  ["ONBUILD WORKDIR /proc/self", ["warning DS-0030"]],
])("%j: %j", (text, expected) => {
  expect(said(text)).toEqual(expected);
});

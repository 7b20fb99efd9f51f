import { expect, test } from "@jest/globals";
import { unpinnedOsPackage } from "../../../src/rules/packages/unpinned-os-package.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(unpinnedOsPackage);

test.each([
  ["apt-get install -y curl", ["DL3008"]],
  ["apt install -y curl", []],
  ["apk --no-cache add curl", ["DL3018"]],
  ["yum -y install curl", ["DL3033"]],
  ["zypper -n in curl", ["DL3037"]],
  ["dnf -y install curl", ["DL3041"]],
  ["microdnf install -y curl", ["DL3041"]],
])("`%s` goes by %j", (run, aliases) => {
  const findings = findingsOf(unpinnedOsPackage, `FROM example.com/base:1.0\nRUN ${run}\n`);
  expect(findings.map((finding) => finding.aliases)).toEqual([aliases]);
});

test("spans from the first to the last package without a version", () => {
  const text = "FROM debian:12.8\nRUN apt-get install -y a=1 b c=2 d e=3\n";
  const [finding] = findingsOf(unpinnedOsPackage, text);
  expect(text.slice(finding?.span.start, finding?.span.end)).toBe("b c=2 d");
});

test("is in no preset but hadolint's", () => {
  expect(unpinnedOsPackage.presets).toEqual(["hadolint"]);
});

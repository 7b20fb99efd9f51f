import { expect, test } from "@jest/globals";
import { unexpandedVariable } from "../../../src/rules/runtime/unexpanded-variable.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(unexpandedVariable);

const told = (lines: string): number =>
  findingsOf(unexpandedVariable, `FROM alpine:3.22\n${lines}\n`).length;

test.each([
  ['ENV A=1\nCMD ["app", "$A", "${A}"]', 2],
  ['ARG A=1\nRUN ["app", "$A"]', 1],
  ['CMD ["app", "--port", "${PORT:-8080}"]', 1],
  ['CMD ["app", "--port", "$PORT"]', 1],
  ['ENV A=1\nENTRYPOINT ["gosu", "app", "server", "$A"]', 1],
  ['ENV A=1\nHEALTHCHECK CMD ["curl", "-f", "http://localhost:$A/"]', 1],
  ['ENV A=1\nENTRYPOINT ["java", "-Dx=$A", "-jar", "a.jar"]', 1],
  // Cloud Run's and Kubernetes' own way of writing it.
  ['ENV A=1\nCMD ["app", "$(A)"]', 0],
  ['CMD ["app", "$A"]', 0],
  ['ENV A=1\nCMD ["app", "$$A"]', 0],
  ['ENV A=1\nCMD ["python", "-c", "print(\'$A\')"]', 0],
  ['ENV A=1\nENTRYPOINT []\nCMD ["app", "$A"]', 1],
])("%j has %d of them", (lines, count) => {
  expect(told(lines)).toBe(count);
});

test.each([
  [
    'ENV A=1\nHEALTHCHECK --timeout=3s CMD ["curl", "-f", "http://localhost:$A/"]',
    "ENV A=1\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost:$A/",
  ],
  [
    'ENV A=1\nCMD ["app", "two words", "$A"]',
    'ENV A=1\nCMD ["/bin/sh", "-c", "exec app \\"two words\\" $A"]',
  ],
])("mends %j", (before, after) => {
  expect(fixedBy(unexpandedVariable, `FROM alpine:3.22\n${before}\n`)).toBe(
    `FROM alpine:3.22\n${after}\n`,
  );
});

test.each([
  'ENV A=1\nENTRYPOINT ["app", "$A"]',
  'ENV A=1\nCMD ["app", "a\\"b", "$A"]',
  'SHELL ["/bin/bash", "-c"]\nENV A=1\nCMD ["app", "$A"]',
])("leaves %j to its author", (lines) => {
  const [finding] = findingsOf(unexpandedVariable, `FROM alpine:3.22\n${lines}\n`);
  expect(finding?.fix).toBeNull();
});

test("is less sure where an entrypoint may be that nobody here knows", () => {
  const text = 'FROM registry.example.com/team/base:4\nENV A=1\nCMD ["app", "$A"]\n';
  expect(findingsOf(unexpandedVariable, text)[0]?.confidence).toBe("medium");
});

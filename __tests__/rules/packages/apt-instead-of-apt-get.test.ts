import { expect, test } from "@jest/globals";
import { aptInsteadOfAptGet } from "../../../src/rules/packages/apt-instead-of-apt-get.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(aptInsteadOfAptGet);

const from = "FROM debian:12.8-slim\n";

test.each([
  ["RUN sudo /usr/bin/apt -y install curl", "RUN sudo /usr/bin/apt-get -y install curl"],
  ['RUN ["apt", "install", "-y", "curl"]', 'RUN ["apt-get", "install", "-y", "curl"]'],
  ["RUN apt policy curl; apt clean", "RUN apt-cache policy curl; apt-get clean"],
  ["RUN apt list --installed && apt update", "RUN apt list --installed && apt update"],
  ['RUN ["sh", "-c", "apt update"]', 'RUN ["sh", "-c", "apt update"]'],
])("makes of %s: %s", (bad, fixed) => {
  expect(fixedBy(aptInsteadOfAptGet, `${from}${bad}\n`)).toBe(`${from}${fixed}\n`);
  expect(findingsOf(aptInsteadOfAptGet, `${from}${bad}\n`)).toHaveLength(1);
});

test("an upgrade is not quite the same", () => {
  const [finding] = findingsOf(aptInsteadOfAptGet, `${from}RUN apt upgrade -y\n`);
  expect(finding?.fix?.safety).toBe("review");
});

test("what only speaks of aptitude has no id of another tool", () => {
  const [finding] = findingsOf(aptInsteadOfAptGet, `${from}RUN aptitude install -y curl\n`);
  expect(finding?.aliases).toEqual([]);
});

import { expect, test } from "@jest/globals";
import { noisyWget } from "../../../src/rules/packages/noisy-wget.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(noisyWget);

test("is said once for a RUN, and mends all of it", () => {
  const text =
    "FROM debian:12.8\nRUN wget https://e.com/a.tgz \\\n && wget -q https://e.com/b.tgz \\\n && wget -c https://e.com/c.tgz\n";
  expect(findingsOf(noisyWget, text)).toHaveLength(1);
  expect(fixedBy(noisyWget, text)).toBe(
    "FROM debian:12.8\nRUN wget --progress=dot:giga https://e.com/a.tgz \\\n && wget -q https://e.com/b.tgz \\\n" +
      " && wget --progress=dot:giga -c https://e.com/c.tgz\n",
  );
});

test("does not choose an option where it is not known which wget there is", () => {
  const [finding] = findingsOf(
    noisyWget,
    "FROM example.com/base:1\nRUN wget https://e.com/a.tgz\n",
  );
  expect(finding?.fix).toBeNull();
});

test("writes an exec form's option as a string of its own", () => {
  expect(fixedBy(noisyWget, 'FROM debian:12.8\nRUN ["wget", "https://e.com/a.tgz"]\n')).toBe(
    'FROM debian:12.8\nRUN ["wget", "--progress=dot:giga", "https://e.com/a.tgz"]\n',
  );
});

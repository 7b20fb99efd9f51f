import { expect, test } from "@jest/globals";
import { sourceOutsideContext } from "../../../src/rules/copy/source-outside-context.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(sourceOutsideContext);

const text = (copy: string): string => `FROM alpine:3.22\n${copy}\n`;

test.each([
  ["COPY ../a/ /b/", "COPY a/ /b/"],
  ["COPY --chown=1:1 x ../../a /b/", "COPY --chown=1:1 x a /b/"],
  ["ADD ./../a.tgz /b/", "ADD a.tgz /b/"],
  ["COPY ../*.conf /b/", "COPY *.conf /b/"],
])("%j becomes %j", (before, after) => {
  expect(fixedBy(sourceOutsideContext, text(before))).toBe(text(after));
});

test("says of an exec form what is wrong, and leaves it as it is", () => {
  const [finding] = findingsOf(sourceOutsideContext, text('COPY ["../a b", "/c/"]'));
  expect(finding?.message).toBe(
    "`../a b` cannot leave the build context: COPY takes `a b` from its root instead. " +
      "Write that, or build with the directory above as the context.",
  );
  expect(finding?.fix).toBeNull();
});

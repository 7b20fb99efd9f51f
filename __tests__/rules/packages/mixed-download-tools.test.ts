import { expect, test } from "@jest/globals";
import { mixedDownloadTools } from "../../../src/rules/packages/mixed-download-tools.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(mixedDownloadTools);

test("is said once, where the second tool comes in", () => {
  const text =
    "FROM debian:12.8 AS a\nRUN curl -fO https://e.com/1 && wget -q https://e.com/2\nRUN curl -fO https://e.com/3\n" +
    "FROM a\nRUN wget -q https://e.com/4\n";
  const findings = findingsOf(mixedDownloadTools, text);
  expect(findings.map(({ message }) => message)).toEqual([
    "`wget` here, `curl` on line 2: two tools for one job, and the image has to hold both. Use one of them.",
  ]);
  expect(text.slice(findings[0]?.span.start, findings[0]?.span.end)).toBe("wget");
});

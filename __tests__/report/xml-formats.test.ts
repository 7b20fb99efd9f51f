import { describe, expect, test } from "@jest/globals";
import { checkstyleReport } from "../../src/report/checkstyle.ts";
import { junitReport } from "../../src/report/junit.ts";
import { xmlText } from "../../src/report/xml.ts";
import { findingAt, introduced, makeFile, makeReport } from "./make-report.ts";

const text = "FROM x\nRUN npm install\n";
const finding = findingAt(text, "npm install", {
  rule: "npm-install-in-build",
  severity: "error",
  message: '`npm install` & "friends" are <odd>.\nUse `npm ci`.',
});
const report = makeReport(
  [
    makeFile(text, { path: 'a"b/Dockerfile', findings: introduced(finding) }),
    makeFile(text, { path: "clean/Dockerfile" }),
  ],
  { comparison: null },
);

test("checkstyle", () => {
  expect(checkstyleReport(report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="a&quot;b/Dockerfile">
    <error line="2" column="5" severity="error" message="\`npm install\` &amp; &quot;friends&quot; are &lt;odd&gt;. Use \`npm ci\`." source="dockerfile-review.npm-install-in-build"/>
  </file>
  <file name="clean/Dockerfile">
  </file>
</checkstyle>
`);
});

test("junit", () => {
  expect(junitReport(report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dockerfile-review" tests="2" failures="1" errors="0">
  <testsuite name="a&quot;b/Dockerfile" tests="1" failures="1" errors="0">
    <testcase classname="a&quot;b/Dockerfile" name="npm-install-in-build at 2:5">
      <failure type="error" message="\`npm install\` &amp; &quot;friends&quot; are &lt;odd&gt;. Use \`npm ci\`.">a&quot;b/Dockerfile:2:5</failure>
    </testcase>
  </testsuite>
  <testsuite name="clean/Dockerfile" tests="1" failures="0" errors="0">
    <testcase classname="clean/Dockerfile" name="no problems"/>
  </testsuite>
</testsuites>
`);
});

describe("text in XML", () => {
  test.each([
    ["</file><file>", "&lt;/file&gt;&lt;file&gt;"],
    ["]]> & 'x'", "]]&gt; &amp; &apos;x&apos;"],
    ["a\r\nb\tc", "a b c"],
    ["\u0000\u001b[31m", "␀␛[31m"],
    ["\ud800x\uffff", "\ufffdx\ufffd"],
    ["é😀", "é😀"],
  ])("%j", (given, expected) => {
    expect(xmlText(given)).toBe(expected);
  });
});

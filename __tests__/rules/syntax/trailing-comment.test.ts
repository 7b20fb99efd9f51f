import { expect, test } from "@jest/globals";
import { trailingComment } from "../../../src/rules/syntax/trailing-comment.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(trailingComment);

test.each([
  ["VOLUME /data # files", "# files\nVOLUME /data"],
  ["COPY a /b/ # files # and more", "# files # and more\nCOPY a /b/"],
  ["ADD a /b/\t#", null],
  ["  USER app # who  ", "  # who\n  USER app"],
  ["ARG A=1 \\\n  B=2 # both", "# both\nARG A=1 \\\n  B=2"],
])("%j becomes %j", (line, after) => {
  const text = (lines: string) => `FROM alpine:3.22\n${lines}\nRUN true\n`;
  expect(findingsOf(trailingComment, text(line))).toHaveLength(1);
  expect(fixedBy(trailingComment, text(line))).toBe(text(after ?? line));
});

test("leaves a first line alone, where the comment could be a directive", () => {
  const [finding] = findingsOf(trailingComment, "ARG A=1 # escape=`\nFROM alpine:3.22\n");
  expect(finding?.fix).toBeNull();
});

test("points at the comment", () => {
  const text = "FROM alpine:3.22\nWORKDIR /app # the sources\n";
  const [finding] = findingsOf(trailingComment, text);
  expect(text.slice(finding?.span.start, finding?.span.end)).toBe("# the sources");
});

test.each([
  ["COPY a /b/ # c", "error"],
  ["USER app # c", "error"],
  ["WORKDIR /app # c", "warning"],
  ["ARG A=1 # c", "info"],
])("%s is worth %j", (line, severity) => {
  const [finding] = findingsOf(trailingComment, `FROM alpine:3.22\n${line}\n`);
  expect(finding?.severity).toBe(severity);
});

import { expect, test } from "@jest/globals";
import { emptyContinuation } from "../../../src/rules/syntax/empty-continuation.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(emptyContinuation);

test("says it once for an instruction, with all places", () => {
  const text = "FROM alpine:3.22\nRUN a && \\\n\n    b && \\\n\n\n    c\nRUN d && \\\n \n    e\n";
  expect(findingsOf(emptyContinuation, text).map(({ message }) => message)).toEqual([
    "Lines 3, 5 to 6 are empty inside a continued instruction: BuildKit skips that with a warning and will refuse it one day. Remove them.",
    "Line 9 is empty inside a continued instruction: BuildKit skips that with a warning and will refuse it one day. Remove it.",
  ]);
  expect(fixedBy(emptyContinuation, text)).toBe(
    "FROM alpine:3.22\nRUN a && \\\n    b && \\\n    c\nRUN d && \\\n    e\n",
  );
});

test("names the instruction that is swallowed, and leaves it to the author", () => {
  const [finding] = findingsOf(emptyContinuation, "FROM alpine:3.22\nRUN a \\\n\nRUN b\n");
  expect(finding?.message).toContain("so the `RUN` on line 4 is read as part of it");
  expect(finding?.fix).toBeNull();
});

test("ends an instruction that nothing follows", () => {
  expect(fixedBy(emptyContinuation, "FROM alpine:3.22\nRUN a && \\\n    b \\\n\n")).toBe(
    "FROM alpine:3.22\nRUN a && \\\n    b\n",
  );
});

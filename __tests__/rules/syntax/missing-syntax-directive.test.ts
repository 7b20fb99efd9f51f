import { expect, test } from "@jest/globals";
import { missingSyntaxDirective } from "../../../src/rules/syntax/missing-syntax-directive.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingSyntaxDirective);

test.each([
  ["RUN --network=none true", "`RUN --network`"],
  ["COPY --parents a/b /x/", "`COPY --parents`"],
  ["ADD --checksum=sha256:0 https://example.com/x /x", "`ADD --checksum`"],
  ["HEALTHCHECK --start-interval=5s CMD true", "`HEALTHCHECK --start-interval`"],
  ["COPY <<EOF /x\na\nEOF", "A heredoc"],
  ["ONBUILD RUN --mount=type=tmpfs,target=/t true", "`RUN --mount`"],
])("names what %j uses", (text, what) => {
  const [finding, ...others] = findingsOf(missingSyntaxDirective, `FROM alpine:3.22\n${text}\n`);
  expect(finding?.message).toMatch(new RegExp(`^${what} is an extension of BuildKit, `));
  expect(others).toEqual([]);
});

test("keeps a byte order mark and other directives at the top", () => {
  const text = "\uFEFF# escape=`\nFROM alpine:3.22\nRUN --network=none true\n";
  expect(fixedBy(missingSyntaxDirective, text)).toBe(
    "\uFEFF# syntax=docker/dockerfile:1\n# escape=`\nFROM alpine:3.22\nRUN --network=none true\n",
  );
});

test("does not push the first line of a script down", () => {
  const text = "#!/usr/bin/env dockerfile\nFROM alpine:3.22\nRUN --network=none true\n";
  expect(findingsOf(missingSyntaxDirective, text).map(({ fix }) => fix)).toEqual([null]);
});

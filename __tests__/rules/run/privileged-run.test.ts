import { expect, test } from "@jest/globals";
import { privilegedRun } from "../../../src/rules/run/privileged-run.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(privilegedRun);

test("each way out is said for itself, at its flag", () => {
  const text = "FROM alpine:3.22\nRUN --security=insecure --network=host make\n";
  const findings = findingsOf(privilegedRun, text);
  expect(
    findings.map(({ span, aliases }) => [text.slice(span.start, span.end), ...aliases]),
  ).toEqual([
    ["--security=insecure", "S6502"],
    ["--network=host", "S6431"],
  ]);
});

test("a socket has no id of another tool", () => {
  const text = "FROM alpine:3.22\nRUN --mount=type=bind,from=sock,target=/run/docker.sock make\n";
  expect(findingsOf(privilegedRun, text).map(({ aliases }) => aliases)).toEqual([[]]);
});

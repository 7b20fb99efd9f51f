import { expect, test } from "@jest/globals";
import { unknownContext } from "../../src/context/build-context.ts";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import type { Severity } from "../../src/rules/rule.ts";
import { wordRule } from "../support/rules.ts";

/** Whether the fix from ALPHA to BETA is offered when BETA is a finding itself. */
function isOffered(alpha: Severity, beta: Severity): boolean {
  const rules = [
    wordRule("ALPHA", { severity: alpha, fixTo: "BETA" }),
    wordRule("BETA", { severity: beta }),
  ];
  const text = "FROM debian:12.8\nRUN echo ALPHA\n";
  const { findings } = lintDockerfile(
    { path: "Dockerfile", text, buildContext: unknownContext },
    rules,
  );
  return findings.some(({ fix }) => fix !== null);
}

test("advice on what a fix writes does not hold it back, unless the fix mends no more than that", () => {
  expect(isOffered("error", "info")).toBe(true);
  expect(isOffered("warning", "info")).toBe(true);
  expect(isOffered("info", "info")).toBe(false);
});

test("a new warning or error holds every fix back", () => {
  expect(isOffered("error", "warning")).toBe(false);
  expect(isOffered("warning", "error")).toBe(false);
});

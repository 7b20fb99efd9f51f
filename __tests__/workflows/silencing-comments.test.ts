import { expect, test } from "@jest/globals";
import { unknownContext } from "../../src/context/build-context.ts";
import type { Policy } from "../../src/lint/policy.ts";
import { buildFileReport } from "../../src/workflows/build-report.ts";
import { wordRule } from "../support/rules.ts";

const allow: Policy = { rules: [wordRule("bad")], suppressions: "allow" };
const ignore = "# dockerfile-review ignore=word-bad on purpose\n";

function reportOn(base: string | null, text: string, policy = allow) {
  return buildFileReport(
    {
      path: "Dockerfile",
      text,
      base: base === null ? null : { path: "Dockerfile", text: base },
      hunks: [],
      buildContext: unknownContext,
    },
    policy,
    "findings",
  );
}

test("a comment that the base has too is not added, one more of them is", () => {
  const before = `FROM x\n${ignore}RUN bad\n`;
  expect(reportOn(before, before).suppressed).toMatchObject([{ added: false }]);
  const after = `FROM x\n\n${ignore}RUN bad\n${ignore}RUN bad again\n`;
  expect(reportOn(before, after).suppressed).toMatchObject([{ added: false }, { added: true }]);
});

test("in a new file every comment is added", () => {
  expect(reportOn(null, `FROM x\n${ignore}RUN bad\n`).suppressed).toMatchObject([{ added: true }]);
});

test("a comment without anything to silence is idle, in file order", () => {
  const { idleComments, findings } = reportOn(
    null,
    `FROM x\n${ignore}RUN good\n${ignore}RUN fine\n`,
  );
  expect(findings).toEqual([]);
  expect(idleComments).toMatchObject([{ problem: "unused" }, { problem: "unused" }]);
});

test("where suppressions are forbidden, findings stand and their comments are named", () => {
  const report = reportOn(null, `FROM x\n${ignore}RUN bad\n`, { ...allow, suppressions: "forbid" });
  expect(report.suppressed).toEqual([]);
  expect(report.findings).toMatchObject([{ finding: { rule: "word-bad" } }]);
  expect(report.idleComments).toMatchObject([{ names: ["word-bad"], problem: "forbidden" }]);
});

import { expect, test } from "@jest/globals";
import { buildReport } from "../../src/workflows/build-report.ts";
import { contextOf } from "../support/describe-rule.ts";
import { lineRule } from "../support/rules.ts";

const frame = { unread: [], notes: [], preset: "recommended", comparison: null, docsUrl: "" };

test("of several Dockerfiles whose fixes write one file, one has the fix", () => {
  const at = (path: string, root: string) => ({
    path,
    text: "FROM a:1\n",
    base: null,
    hunks: null,
    buildContext: { ...contextOf({}), root },
  });
  const files = [at("Dockerfile", ""), at("Dockerfile.dev", ""), at("api/Dockerfile", "api")];
  const rules = [lineRule("notes", "x")];
  const report = buildReport(files, () => ({ rules, suppressions: "allow" }), frame);
  expect(report.files.map(({ contextRoot, fixes }) => [contextRoot, fixes.length])).toEqual([
    ["", 1],
    ["", 0],
    ["api", 1],
  ]);
  // It is still said of each of them, and each can be fixed alone.
  expect(report.files.map(({ findings }) => findings[0]?.finding.fix?.title)).toEqual([
    "Add x",
    "Add x",
    "Add x",
  ]);
});

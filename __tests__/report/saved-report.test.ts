import { describe, expect, test } from "@jest/globals";
import { BadReportError, claimOf, readSavedReport } from "../../src/report/read-saved-report.ts";
import { savedReport } from "../../src/report/saved-report.ts";
import { existing, introduced, makeFile, makeFinding, makeReport } from "./make-report.ts";

const one = makeFinding({ fingerprint: "0123456789abcdef" });
const other = makeFinding({ fingerprint: "fedcba9876543210" });
const file = makeFile("FROM a\n", { findings: [...introduced(one), ...existing(other)] });
const text = savedReport(makeReport([file]), 7);

describe("a saved report", () => {
  test("tells the change, and the standing of each finding", () => {
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      change: { pullRequest: 7, headSha: expect.stringMatching(/^abc1234/) },
      scope: "introduced",
      files: [
        { path: "Dockerfile", findings: [{ standing: "introduced" }, { standing: "existing" }] },
      ],
    });
  });

  test("is read back", () => {
    const claims = readSavedReport(text);
    expect(claims.pullRequest).toBe(7);
    expect([...claims.findings]).toEqual([
      claimOf("Dockerfile", "0123456789abcdef"),
      claimOf("Dockerfile", "fedcba9876543210"),
    ]);
  });

  test("of a change that is no pull request is nothing to publish", () => {
    const ofGroup = savedReport(makeReport([file]), null);
    expect(() => readSavedReport(ofGroup)).toThrow("`change.pullRequest`");
  });
});

describe("a report that is none", () => {
  const data = JSON.parse(text) as { change: object; files: object[] };
  const withFile = (changes: object) => ({ ...data, files: [{ ...data.files[0], ...changes }] });
  const withFinding = (fingerprint: unknown) => withFile({ findings: [{ fingerprint }] });
  test.each<[string, unknown]>([
    ["null", null],
    ["a list", []],
    ["another version", { ...data, version: 2 }],
    ["no change", { ...data, change: null }],
    ["a number in words", { ...data, change: { ...data.change, pullRequest: "7" } }],
    ["number 0", { ...data, change: { ...data.change, pullRequest: 0 } }],
    ["half a number", { ...data, change: { ...data.change, pullRequest: 7.5 } }],
    ["a branch", { ...data, change: { ...data.change, headSha: "main" } }],
    ["no files", { ...data, files: {} }],
    ["too many files", { ...data, files: Array<object>(3001).fill({ path: "x", findings: [] }) }],
    ["an empty path", withFile({ path: "" })],
    ["a path with a NUL", withFile({ path: "a\0b" })],
    ["a huge path", withFile({ path: "x".repeat(5000) })],
    ["no findings", withFile({ findings: "x" })],
    ["a finding that is none", withFile({ findings: [null] })],
    ["a fingerprint that is none", withFinding("../../x")],
    ["a fingerprint of another kind", withFinding(12)],
  ])("%s", (_, value) => {
    expect(() => readSavedReport(JSON.stringify(value))).toThrow(BadReportError);
  });

  test("text that is no JSON is not quoted", () => {
    const read = () => readSavedReport("::error::forged");
    expect(read).toThrow(BadReportError);
    expect(read).not.toThrow(/forged/);
  });
});

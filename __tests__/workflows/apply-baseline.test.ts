import { expect, test } from "@jest/globals";
import { applyBaseline, baselineOf } from "../../src/workflows/apply-baseline.ts";
import { introduced, makeFile, makeFinding, makeReport } from "../report/make-report.ts";

const root = makeFinding({ rule: "root-user", fingerprint: "1".repeat(16), severity: "error" });
const latest = makeFinding({ rule: "latest-base-image", fingerprint: "2".repeat(16) });
const file = makeFile("FROM x\n", { path: "Dockerfile", findings: introduced(root, latest) });
const report = makeReport([file]);
const accept = (changes: object = {}) => ({
  rule: "root-user",
  path: "Dockerfile",
  fingerprint: "1".repeat(16),
  reason: "",
  expires: null,
  ...changes,
});

test("what it accepts is neither a finding nor a part of the score", () => {
  const { files, notes } = applyBaseline(report, [accept()], "2026-11-21");
  expect(files[0]?.findings.map(({ finding }) => finding.rule)).toEqual(["latest-base-image"]);
  expect(files[0]?.score).toBe(95);
  expect(notes).toEqual(["The baseline accepts 1 of the findings."]);
});

test("entries hold through their last day, and no longer", () => {
  const entry = accept({ expires: "2026-11-21" });
  expect(applyBaseline(report, [entry], "2026-11-21").files[0]?.findings).toHaveLength(1);
  const after = applyBaseline(report, [entry], "2026-11-22");
  expect(after.files[0]?.findings).toHaveLength(2);
  expect(after.notes).toEqual([
    "Entries of the baseline have expired, and their findings count again: `root-user` in `Dockerfile`.",
  ]);
});

test("entries that match nothing are named, but not those of files that could not be read", () => {
  const gone = accept({ path: "old/Dockerfile" });
  const unread = accept({ path: "big/Dockerfile" });
  const { notes } = applyBaseline(
    { ...report, unread: [{ path: "big/Dockerfile", reason: "is too large" }] },
    [gone, unread],
    "2026-11-21",
  );
  expect(notes).toEqual([
    "Entries of the baseline match nothing any more: take them out: `root-user` in `old/Dockerfile`.",
  ]);
});

test("entries of rules that were not run are not named", () => {
  const other = accept({ rule: "not-run" });
  const known = { rules: [{ name: "root-user" }, { name: "not-run" }] };
  expect(applyBaseline(report, [other], "2026-11-21", known).notes).toEqual([]);
  expect(applyBaseline(report, [other], "2026-11-21").notes).toHaveLength(1);
});

test("a new one keeps the reasons of the one before", () => {
  const earlier = [accept({ reason: "needs port 80" }), accept({ path: "gone" })];
  expect(baselineOf(report, earlier)).toEqual([
    accept({ reason: "needs port 80" }),
    accept({ rule: "latest-base-image", fingerprint: "2".repeat(16) }),
  ]);
  expect(applyBaseline(report, baselineOf(report, []), "2026-11-21").files[0]?.findings).toEqual(
    [],
  );
});

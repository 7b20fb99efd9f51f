import { expect, test } from "@jest/globals";
import { jobSummary } from "../../src/report/job-summary.ts";
import { makeFile, makeFinding, makeReport } from "./make-report.ts";

const finding = makeFinding({ rule: "latest-base-image", message: "`x` is old. Take another." });
const suppressed = (reason: string, added: boolean) => [
  { finding, commentSpan: { start: 0, end: 5 }, reason, added },
];

test("a summary lists openly what comments silence that the change adds, with their reasons", () => {
  const summary = jobSummary(
    makeReport([
      makeFile("# why\nFROM x\n", { path: "a", suppressed: suppressed("agreed with @ops", true) }),
      makeFile("# why\nFROM x\n", { path: "b", suppressed: suppressed("", true) }),
      makeFile("# why\nFROM x\n", { path: "c", suppressed: suppressed("old", false) }),
    ]),
  );
  expect(summary).toContain("**2 problems silenced by comments that this change adds**");
  const items = summary.split("\n").filter((line) => /^- `[abc]`/.test(line));
  expect(items).toEqual([
    expect.stringMatching(/^- `a` .*`x` is old .*latest-base-image.*: agreed with @&#8203;ops$/),
    expect.stringMatching(/^- `b` .*: no reason given$/),
  ]);
});

test("a summary says nothing of it when the change adds none", () => {
  const file = makeFile("# why\nFROM x\n", { suppressed: suppressed("old", false) });
  expect(jobSummary(makeReport([file]))).not.toContain("silenced");
});

test("a summary counts and names the comments that silence nothing", () => {
  const file = makeFile("# why\nFROM x\n", {
    idleComments: [{ span: { start: 0, end: 5 }, names: ["DL3008"], problem: "unused" }],
  });
  const summary = jobSummary(makeReport([file]));
  expect(summary).toContain("1 unused suppression");
  expect(summary).toContain(
    "- line 1: the comment that ignores `DL3008` silences nothing: remove it.",
  );
});

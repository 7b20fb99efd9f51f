import { beforeEach, expect, test } from "@jest/globals";
import type { LintReport } from "../../src/report/lint-report.ts";
import { fixBranch, offerFixes } from "../../src/workflows/offer-fixes.ts";
import { FakeFixHost } from "../support/fake-fix-host.ts";
import {
  findingAt,
  introduced,
  makeFile,
  makeFix,
  makeReport,
  replace,
} from "../report/make-report.ts";

const target = {
  repository: "o/r",
  branch: "main",
  sha: "a".repeat(40),
  treeSha: "b".repeat(40),
  filesUrl: null,
};
const text = "FROM x\nADD a b\nMAINTAINER me\n";

/** A report with a safe fix of each word, and one fix that a person should look at. */
function reportOf(...words: readonly string[]): LintReport {
  const findings = words.map((word, index) =>
    findingAt(text, word, {
      rule: `rule-${word.toLowerCase()}`,
      fingerprint: String(index).repeat(16),
    }),
  );
  const fixes = words.map((word, index) =>
    makeFix([replace(text, word, word.toLowerCase())], {
      titles: [`Write ${word.toLowerCase()}`],
      fingerprints: [String(index).repeat(16)],
    }),
  );
  const review = makeFix([replace(text, "FROM x", "FROM y")], { safety: "review" });
  const file = makeFile(text, {
    path: "app/Dockerfile",
    findings: introduced(...findings),
    fixes: [review, ...fixes],
  });
  return makeReport([file]);
}

let host: FakeFixHost;

beforeEach(() => {
  host = new FakeFixHost();
});

const offer = (report: LintReport, executables = new Set<string>()) =>
  offerFixes(host, target, report, executables);

test("one branch, one commit, one pull request that lists each fix", async () => {
  expect(await offer(reportOf("ADD"), new Set(["app/Dockerfile"]))).toBe(
    "https://github.com/o/r/pull/1 offers the safe fixes.",
  );
  expect([...host.commits.values()]).toEqual([
    [{ path: "app/Dockerfile", text: text.replace("ADD", "add"), executable: true }],
  ]);
  expect(host.pulls).toMatchObject([{ branch: fixBranch, base: "main", state: "open" }]);
  expect(host.pulls[0]?.body).toContain("- Write add ([rule-add]");
});

test("is left as it is when the same fixes are found again", async () => {
  await offer(reportOf("ADD"));
  host.writes.length = 0;
  expect(await offer(reportOf("ADD"))).toContain("has all safe fixes");
  expect(host.writes).toEqual([]);
});

test("is made anew in its place when the fixes change", async () => {
  await offer(reportOf("ADD"));
  host.writes.length = 0;
  await offer(reportOf("ADD", "MAINTAINER"));
  expect(host.writes).toEqual(["commit", "body", "branch"]);
  expect(host.pulls).toHaveLength(1);
  expect(host.branches.get(fixBranch)).toBe("2".repeat(40));
});

test("goes on after a run that ended between the note and the branch", async () => {
  await offer(reportOf("ADD"));
  const before = host.branches.get(fixBranch) ?? "";
  await offer(reportOf("ADD", "MAINTAINER"));
  host.branches.set(fixBranch, before);
  await offer(reportOf("MAINTAINER"));
  expect(host.branches.get(fixBranch)).toBe("3".repeat(40));
});

test("is left alone when a person has pushed to its branch, or the branch is a person's", async () => {
  await offer(reportOf("ADD"));
  host.branches.set(fixBranch, "9".repeat(40));
  host.writes.length = 0;
  expect(await offer(reportOf("ADD", "MAINTAINER"))).toContain("is left alone");
  expect(await offer(reportOf())).toContain("is left alone");
  host.pulls.length = 0;
  expect(await offer(reportOf("ADD"))).toContain("is left alone");
  expect(host.writes).toEqual([]);
});

test("is closed, and its branch deleted, when nothing is left to fix", async () => {
  await offer(reportOf("ADD"));
  expect(await offer(reportOf())).toContain("is closed: nothing is left to fix");
  expect(host.pulls[0]?.state).toBe("closed");
  expect(host.branches.size).toBe(0);
  expect(await offer(reportOf())).toBe("Nothing can be fixed safely.");
});

test("is not opened again with the fixes that a person has closed it with, but with others", async () => {
  await offer(reportOf("ADD"));
  if (host.pulls[0] !== undefined) host.pulls[0].state = "closed";
  expect(await offer(reportOf("ADD"))).toContain("was closed with the same fixes in it");
  await offer(reportOf("ADD", "MAINTAINER"));
  expect(host.pulls.map(({ state }) => state)).toEqual(["closed", "open"]);
});

test("a merged one is followed by a new one", async () => {
  await offer(reportOf("ADD"));
  if (host.pulls[0] !== undefined) host.pulls[0].state = "merged";
  await offer(reportOf("ADD"));
  expect(host.pulls).toHaveLength(2);
});

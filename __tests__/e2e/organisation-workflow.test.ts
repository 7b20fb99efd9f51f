import { afterEach, expect, test } from "@jest/globals";
import type { FakeGitHubOptions } from "../support/fake-github/index.ts";
import { memberNumber, Organisation } from "./support/organisation.ts";
import { runWorkflow, type WorkflowRun } from "./support/organisation-workflow.ts";

const hour = 3_600_000;
const timeout = 300_000;

let organisation: Organisation;

async function open(count: number, options: Omit<FakeGitHubOptions, "fixture" | "members"> = {}) {
  const members = Array.from({ length: count }, (_, index) => memberNumber(index + 1));
  organisation = await Organisation.open(members, options);
}

afterEach(async () => {
  const { violations } = organisation.github;
  await organisation.close();
  expect(violations).toEqual([]);
});

/** The body of the one issue. */
function issueBody(): string {
  const { issues } = organisation.github.state;
  expect(issues).toHaveLength(1);
  return issues[0]?.body ?? "";
}

function expectGood({ list, shares, merge }: WorkflowRun): void {
  for (const { exitCode, runnerErrors } of [list, ...shares, merge]) {
    expect([exitCode, runnerErrors]).toEqual([0, []]);
  }
}

/** The names of what a run's jobs have read. */
function readBy({ shares }: WorkflowRun): Set<string> {
  const texts = shares.map(({ written }) => written["json-path"] ?? "null");
  const reports = texts.map((text) => JSON.parse(text) as { repositories: { name: string }[] });
  return new Set(reports.flatMap(({ repositories }) => repositories.map(({ name }) => name)));
}

test(
  "the documented workflow goes on where the token's requests had ended, from artifact to artifact",
  async () => {
    let now = Date.now();
    // Of each kind 130 an hour, of which a hundred are left to others.
    await open(44, { limits: { requestsPerHour: 130 }, clock: () => now });
    const first = await runWorkflow(organisation, null);
    expectGood(first);
    const read = readBy(first);
    const missing = first.report.unfinished;
    expect(missing.length).toBeGreaterThan(10);
    // The running repository is one of them.
    expect(read.size + missing.length).toBe(45);
    expect(issueBody()).toContain(
      `${missing.length} repositories were not reached; the next audit begins with them`,
    );
    expect(first.list.stdout).toContain("There is no report of an earlier audit");

    let last = first;
    for (let runs = 1; read.size < 45 && runs < 5; runs++) {
      now += 2 * hour;
      const before = read.size;
      last = await runWorkflow(organisation, last.artifacts);
      expectGood(last);
      for (const name of readBy(last)) read.add(name);
      expect(read.size).toBeGreaterThan(before);
      // What it did not reach itself is shown as an earlier run had found it.
      const shown = last.report.repositories.map(({ name }) => name);
      expect(new Set(shown)).toEqual(read);
    }
    expect(read.size).toBe(45);
    const files = last.report.repositories.reduce((sum, one) => sum + one.files.length, 0);
    expect(files).toBe(132);
    const late = last.report.unfinished.length;
    expect(issueBody()).toContain(
      `Of them ${late} are shown as at the last audit that reached them.`,
    );
  },
  timeout,
);

test(
  "a job that dies is named, and its share comes first the next time, also when its plan is the only report",
  async () => {
    await open(2);
    const dead = await runWorkflow(organisation, null, [1]);
    expectGood(dead);
    // The only artifact lies in no directory of its own then.
    expect(Object.keys(dead.artifacts.download("dockerfile-audit-part-*", "reports"))).toEqual([
      "reports/plan.json",
    ]);
    expect(dead.report.unfinished).toHaveLength(3);
    expect(issueBody()).toContain("have left no report: they failed or were cancelled.");

    const next = await runWorkflow(organisation, dead.artifacts);
    expectGood(next);
    expect(Object.keys(next.artifacts.download("dockerfile-audit-part-*", "reports"))).toEqual([
      "reports/dockerfile-audit-part-plan/plan.json",
      "reports/dockerfile-audit-part-1/fleet.json",
    ]);
    expect(Object.keys(next.artifacts.ghDownload("dockerfile-audit", "previous"))).toEqual([
      "previous/audit.json",
      "previous/audit.html",
    ]);
    expect([next.report.unfinished, next.report.repositories.length]).toEqual([[], 3]);
    expect(next.merge.messages).toEqual([]);
    expect(issueBody()).not.toContain("left no report");
  },
  timeout,
);

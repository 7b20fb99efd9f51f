import { beforeEach, describe, expect, test } from "@jest/globals";
import type { FleetReport, FleetRepository } from "../../src/report/fleet-report.ts";
import { readInputs } from "../../src/settings/read-inputs.ts";
import { mergeReports } from "../../src/workflows/merge-reports.ts";
import { FakeAuditHost } from "../support/fake-audit-host.ts";
import { FakeRunner } from "../support/fakes.ts";
import { fleetMember, fleetOf } from "../support/fleets.ts";

let runner: FakeRunner;
let host: FakeAuditHost;

beforeEach(() => {
  runner = new FakeRunner();
  host = new FakeAuditHost({});
});

/** Merges texts as they lie in the reports' directory. */
function mergeTexts(texts: readonly string[]) {
  for (const path of [...runner.files.keys()]) runner.files.delete(path);
  texts.forEach((text, index) => runner.files.set(`reports/${index}/fleet.json`, text));
  return mergeReports({
    issues: host,
    runner,
    inputs: readInputs(() => ""),
    reports: "reports",
    previousReport: "",
    subject: "o",
    docsUrl: "https://example.com/rules",
    serverUrl: "https://github.com",
    runUrl: "https://github.com/o/r/actions/runs/1",
  });
}

function merge(...reports: readonly FleetReport[]) {
  return mergeTexts(reports.map((report) => JSON.stringify(report)));
}

/** Another week: a report on other commits. */
function week(number: number, ...repositories: readonly FleetRepository[]) {
  const sha = String(number).repeat(40);
  const day = `2026-12-0${number}`;
  return merge(
    fleetOf(
      repositories.map((one) => ({ ...one, sha, day })),
      { day },
    ),
  );
}

function body(): string {
  expect(host.issues).toHaveLength(1);
  return host.issues[0]?.body ?? "";
}

describe("the issue of an organisation", () => {
  test("tells through the weeks what is worse and better, is closed when clean and reopened", async () => {
    await week(1, fleetMember("o/a", 3), fleetMember("o/b", 1));
    expect(body()).toContain("### 4 warnings in 2 Dockerfiles of 2 repositories, mean score 90");
    expect(body()).toContain(`https://github.com/o/a/blob/${"1".repeat(40)}/Dockerfile`);
    expect(body()).toContain("[word-poor](https://example.com/rules/word-poor.md)");
    await week(2, fleetMember("o/a", 5), fleetMember("o/b", 0), fleetMember("o/c", 0));
    expect(body()).toContain("Since 2026-12-01: **more findings in 1 repository, fewer in 1**.");
    expect(body()).toContain("[`o/a`](https://github.com/o/a): 3 → 5\n- [`o/b`]");
    await week(3, fleetMember("o/a", 0), fleetMember("o/b", 0));
    expect(host.issues[0]?.open).toBe(false);
    await week(4, fleetMember("o/a", 0), fleetMember("o/b", 2));
    expect(host.issues[0]?.open).toBe(true);
    expect(body()).toContain("bar [4, 5, 0, 2]");
  });

  test("is not made when all is clean, nor closed when not all was reached", async () => {
    await merge(fleetOf([fleetMember("o/a", 0)]));
    expect(host.issues).toEqual([]);
    await merge(fleetOf([fleetMember("o/a", 1)]));
    await merge(fleetOf([fleetMember("o/a", 0)], { unfinished: ["o/b"] }));
    expect(host.issues[0]?.open).toBe(true);
    expect(body()).toContain("1 repository was not reached;");
  });

  test("keeps to its length with thousands of repositories, and still compares them", async () => {
    const many = (warnings: number) =>
      Array.from({ length: 2500 }, (_, index) =>
        fleetMember(`o/${"long".repeat(9)}${index}`, warnings),
      );
    await week(1, ...many(2));
    await week(2, ...many(2), fleetMember("o/new", 1));
    expect(body()).toContain("more findings in 1 repository, fewer in 0");
    expect(body().length).toBeLessThanOrEqual(60_000);
    expect(body()).toMatch(
      /\*\*Left out for length:\*\* \d+ repositories, \d+ Dockerfiles\. .*actions\/runs\/1/,
    );
    expect(Buffer.byteLength(runner.summary ?? "")).toBeLessThanOrEqual(1_048_576);
    await week(3, ...many(2));
    expect(body()).not.toContain("Since 2026-12-02");
  });

  test("is not needed: a refusal is one warning", async () => {
    host.refusal = "Issues are disabled for this repo (status 410)";
    await merge(fleetOf([fleetMember("o/a", 1)]));
    expect(runner.messages("warning")).toEqual([
      "Could not deliver the audit issue: Issues are disabled for this repo (status 410). The findings are in the job summary.",
    ]);
    expect(runner.summary).toContain("word-poor");
  });
});

describe("reports of jobs", () => {
  const good = fleetOf([fleetMember("o/a", 1)]);
  const [member = fleetMember("o/a", 1)] = good.repositories;

  test.each<[string, string, string]>([
    ["no JSON", "{", "reports/1/fleet.json is not JSON."],
    ["another version", JSON.stringify({ ...good, version: 2 }), "at `version`"],
    [
      "a name that is none",
      JSON.stringify(fleetOf([{ ...member, name: "../x" }])),
      "at `repositories.0.name`",
    ],
    [
      "a score above all",
      JSON.stringify(
        fleetOf([{ ...member, files: [{ ...member.files[0], score: 1e9 }] } as FleetRepository]),
      ),
      "at `repositories.0.files.0.score`",
    ],
    [
      "a rule that is none",
      JSON.stringify(
        fleetOf([{ ...member, rules: { "<b>": { counts: {} } } } as unknown as FleetRepository]),
      ),
      "at `repositories.0.rules.…`",
    ],
    ["more than a report has", JSON.stringify({ ...good, html: "<script>" }), "at `html`"],
    [
      "a merged report",
      JSON.stringify({ ...good, part: "whole" }),
      "is merged already: give it as `previous-report`.",
    ],
  ])("with %s are named and left out", async (_, text, message) => {
    const fleet = await mergeTexts([JSON.stringify(good), text]);
    expect(fleet.repositories).toEqual([member]);
    expect(runner.messages("warning")).toEqual([expect.stringContaining(message)]);
    expect(fleet.notes).toEqual([expect.stringContaining("reports/1/fleet.json")]);
  });

  test("must be there", async () => {
    await expect(mergeTexts([])).rejects.toThrow(
      '`reports` is "reports", and there is no JSON file.',
    );
    await expect(mergeTexts(["[]"])).rejects.toThrow(
      "The report reports/0/fleet.json is not as it",
    );
  });

  test("cannot put markup into what people see", async () => {
    const evil = `<img src=x>|[x](http://evil) @octocat\n::error::x <!-- dockerfile-review:audit -->`;
    const bad = {
      ...fleetMember("o/a", 1, { problems: [evil] }),
      files: [{ path: `${evil}/Dockerfile`, score: 1, counts: { error: 1, warning: 0, info: 0 } }],
    };
    await merge(fleetOf([bad], { preset: evil, notes: [evil] }));
    const page = runner.files.get("/tmp/audit.html") ?? "";
    expect(page).not.toMatch(/<img|<!-- /);
    for (const text of [body(), runner.summary ?? ""]) {
      expect(text).not.toMatch(/<img|\]\(http:\/\/evil|@octocat|<!-- dockerfile-review:audit -->/);
      expect(text).not.toMatch(/^::/m);
    }
  });
});

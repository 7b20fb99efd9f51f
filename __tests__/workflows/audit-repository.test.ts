import { beforeEach, describe, expect, test } from "@jest/globals";
import { selectRules } from "../../src/lint/select-rules.ts";
import { readState } from "../../src/report/audit-state.ts";
import type { LintReport } from "../../src/report/lint-report.ts";
import { combineSettings } from "../../src/settings/combine.ts";
import { readInputs } from "../../src/settings/read-inputs.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { auditRepository } from "../../src/workflows/audit-repository.ts";
import { FakeAuditHost } from "../support/fake-audit-host.ts";
import { FakeRunner } from "../support/fakes.ts";
import { wordRule } from "../support/rules.ts";

const rules = selectRules(
  [wordRule("terrible", { severity: "error" }), wordRule("poor", { severity: "warning" })].map(
    ({ rule }) => rule,
  ),
  { preset: "all", only: [], ignore: [] },
);

const bad = "FROM terrible\nRUN poor\n";
const good = "FROM fine\nRUN rich\n";

let runner: FakeRunner;
let host: FakeAuditHost;
let reports: LintReport[];

beforeEach(() => {
  runner = new FakeRunner();
  reports = [];
});

async function audit(day = "2026-11-21", changes: Partial<Settings> = {}) {
  return auditRepository({
    host,
    runner,
    settings: { ...combineSettings(readInputs(() => "")), ...changes },
    policyFor: () => ({ rules, suppressions: "allow" }),
    notes: [],
    docsUrl: "https://example.com/rules",
    runUrl: "https://github.com/o/r/actions/runs/1",
    today: day,
    writeReports: (report) => {
      reports.push(report);
      return Promise.resolve();
    },
  });
}

/** Another week: another commit, another day. */
async function auditAgain(week: number, files: FakeAuditHost["files"]) {
  host.files = files;
  host.sha = String(week).repeat(40);
  await audit(`2026-12-0${week}`);
}

describe("the audit's issue", () => {
  test("is made at the first findings, with a label, and says how things stand", async () => {
    host = new FakeAuditHost({ "a/Dockerfile": bad, "b/Dockerfile": good, "README.md": "" });
    await audit();
    const [issue, ...others] = host.issues;
    expect(others).toEqual([]);
    expect(issue).toMatchObject({
      title: "Dockerfile audit",
      label: "dockerfile-audit",
      open: true,
    });
    expect(issue?.body).toContain("### 1 error, 1 warning in 2 Dockerfiles, mean score 90");
    expect(issue?.body).toContain("This is the first audit.");
    expect(issue?.body).toContain(`https://github.com/o/r/blob/${host.sha}/a/Dockerfile`);
    expect(runner.summary).toContain("a/Dockerfile");
    expect(runner.failure).toBeNull();
    expect(reports).toHaveLength(1);
  });

  test("is not made when there is nothing to say", async () => {
    host = new FakeAuditHost({ Dockerfile: good });
    await audit();
    expect(host.issues).toEqual([]);
  });

  test("tells through five weeks what is new and what is gone, is closed when clean and reopened", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit();
    await auditAgain(1, { Dockerfile: bad });
    expect(host.issues[0]?.body).toContain("Nothing has changed since 2026-11-21.");
    await auditAgain(2, { Dockerfile: `${bad}RUN poor\n`, "new/Dockerfile": "FROM poor\n" });
    expect(host.issues[0]?.body).toContain(
      "Since 2026-12-01: **2 new, 0 gone**, the mean score rose by 5.",
    );
    expect(host.issues[0]?.body).toContain("`new/Dockerfile`");
    await auditAgain(3, { Dockerfile: "FROM fine\nRUN poor\n" });
    expect(host.issues[0]?.body).toContain(
      "Since 2026-12-02: **0 new, 3 gone**, the mean score rose by 10.",
    );
    expect(host.issues[0]?.open).toBe(true);
    await auditAgain(4, { Dockerfile: good });
    expect(host.issues[0]).toMatchObject({ open: false });
    expect(host.issues[0]?.body).toContain("### No problems in 1 Dockerfile");
    await auditAgain(5, { Dockerfile: bad });
    expect(host.issues).toHaveLength(1);
    expect(host.issues[0]?.open).toBe(true);
    expect(host.issues[0]?.body).toContain(
      'x-axis ["11-21", "12-01", "12-02", "12-03", "12-04", "12-05"]',
    );
    expect(host.issues[0]?.body).toContain("bar [2, 2, 4, 1, 0, 2]");
  });

  test("is left alone when the same commit is audited again", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit();
    await audit();
    const before = host.writes;
    await audit();
    expect(host.writes).toBe(before);
    expect(readState(host.issues[0]?.body ?? "")?.history).toHaveLength(1);
  });

  test("stays closed when a person closed it, until something new is found", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit();
    if (host.issues[0] !== undefined) host.issues[0].open = false;
    await auditAgain(1, { Dockerfile: bad });
    expect(host.issues[0]?.open).toBe(false);
    await auditAgain(2, { Dockerfile: bad, "b/Dockerfile": bad });
    expect(host.issues[0]?.open).toBe(true);
  });

  test("is one even when two first audits run at the same time", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit();
    const older = host.issues.pop();
    host.beforeCreate = () => {
      if (host.issues.length === 0 && older !== undefined) host.issues.push(older);
    };
    await audit();
    expect(host.issues).toHaveLength(2);
    expect(host.issues[0]?.open).toBe(true);
    expect(host.issues[1]).toMatchObject({ open: false, body: "This audit is kept in #1.\n" });
  });

  test("is not needed for the findings: a refusal is one warning", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    host.refusal = "Issues are disabled for this repo (status 410)";
    await audit();
    expect(runner.messages("warning")).toEqual([
      "Could not deliver the audit issue: Issues are disabled for this repo (status 410). The findings are in the job summary.",
    ]);
    expect(runner.failure).toBeNull();
    expect(runner.summary).toContain("terrible");
  });

  test("survives what people write into it", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit();
    if (host.issues[0] !== undefined) {
      host.issues[0].body = host.issues[0].body.replace('"version":1', '"version":"x');
    }
    await auditAgain(1, { Dockerfile: bad });
    expect(host.issues[0]?.body).toContain("This is the first audit.");
  });
});

describe("an audit", () => {
  test("leaves vendored directories alone and names what it could not read", async () => {
    host = new FakeAuditHost({
      "vendor/x/Dockerfile": bad,
      "node_modules/y/Dockerfile": bad,
      "third_party/Dockerfile": bad,
      "big/Dockerfile": { kind: "unreadable", reason: "is 1.2 MB" },
    });
    await audit();
    expect(reports[0]?.files).toEqual([]);
    expect(reports[0]?.unread).toEqual([{ path: "big/Dockerfile", reason: "is 1.2 MB" }]);
  });

  test("fails only when it is asked to", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit("2026-11-21", { auditFailOn: "warning", issue: false });
    expect(runner.failure).toContain("1 error, 1 warning");
    expect(host.issues).toEqual([]);
  });
});

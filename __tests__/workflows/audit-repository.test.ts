import { beforeEach, describe, expect, test } from "@jest/globals";
import { readState } from "../../src/report/audit-state.ts";
import { readInputs } from "../../src/settings/read-inputs.ts";
import type { Inputs } from "../../src/settings/settings.ts";
import { auditRepository } from "../../src/workflows/audit-repository.ts";
import { FakeAuditHost } from "../support/fake-audit-host.ts";
import { FakeFixHost } from "../support/fake-fix-host.ts";
import { FakeRunner } from "../support/fakes.ts";
import { wordRule } from "../support/rules.ts";

const rules = [
  wordRule("terrible", { severity: "error" }),
  wordRule("poor", { severity: "warning", fixTo: "rich" }),
].map(({ rule }) => rule);

const bad = "FROM terrible\nRUN poor\n";
const good = "FROM fine\nRUN rich\n";

let runner: FakeRunner;
let host: FakeAuditHost;
let fixes: FakeFixHost;

beforeEach(() => {
  runner = new FakeRunner();
  fixes = new FakeFixHost();
});

async function audit(day = "2026-11-21", changes: Partial<Inputs> = {}) {
  return auditRepository({
    host,
    fixes,
    runner,
    inputs: { ...readInputs(() => ""), ...changes },
    rules,
    docsUrl: "https://example.com/rules",
    runUrl: "https://github.com/o/r/actions/runs/1",
    today: day,
  });
}

/** The JSON report of the last audit. */
function written(): { files: { path: string; findings: unknown[] }[] } {
  return JSON.parse(runner.files.get("/tmp/audit.json") ?? "null") as ReturnType<typeof written>;
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
    expect(written().files.map(({ path }) => path)).toEqual(["a/Dockerfile", "b/Dockerfile"]);
    expect(runner.files.get("/tmp/audit.html")).toContain("Dockerfiles of o/r");
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
    expect(written().files).toEqual([]);
    expect(runner.summary).toContain("`big/Dockerfile` is 1.2 MB");
  });

  test("fails only when it is asked to", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit("2026-11-21", { failOn: "warning", issue: false });
    expect(runner.failure).toContain("1 error, 1 warning");
    expect(host.issues).toEqual([]);
  });

  test("leaves out what the baseline accepts, and names its entries that match nothing", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit();
    const [file] = written().files as { findings: { rule: string; fingerprint: string }[] }[];
    const accepted = file?.findings.map(({ rule, fingerprint }) => ({
      rule,
      fingerprint,
      path: "Dockerfile",
    }));
    const findings = [
      ...(accepted ?? []),
      { rule: "word-gone", fingerprint: "0", path: "old/Dockerfile" },
    ];
    host.files = {
      Dockerfile: bad,
      ".github/dockerfile-review-baseline.json": JSON.stringify({ version: 1, findings }),
    };
    await audit("2026-11-22");
    expect(written().files[0]?.findings).toEqual([]);
    expect(runner.summary).toContain("The baseline accepts 2 of the findings.");
    expect(runner.summary).toContain("match nothing any more");
    expect(host.issues[0]?.open).toBe(false);
  });

  test("offers the safe fixes in a pull request only when it is asked to", async () => {
    host = new FakeAuditHost({ Dockerfile: bad });
    await audit();
    expect(fixes.pulls).toEqual([]);
    await audit("2026-11-21", { fixPullRequest: true });
    expect([...fixes.commits.values()]).toEqual([
      [{ path: "Dockerfile", text: "FROM terrible\nRUN rich\n", executable: false }],
    ]);
    expect(runner.messages("info").at(-1)).toBe(
      "https://github.com/o/r/pull/1 offers the safe fixes.",
    );
  });
});

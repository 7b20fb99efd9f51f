import { expect } from "@jest/globals";
import { AUTHOR } from "../support/fake-github/index.ts";
import { auditStory, tellOnEveryNode } from "./support/story.ts";

tellOnEveryNode();

const base = "node:22.12.0-alpine3.21";
/** Rules whose verdict depends neither on the day nor on what rules there will be. */
const few = { rules: "deprecated-maintainer, latest-base-image, missing-user" };
const clean = `# syntax=docker/dockerfile:1\nFROM ${base}\nWORKDIR /app\nUSER node\nHEALTHCHECK CMD ["node", "check.js"]\nCMD ["node", "server.js"]\n`;
const poor = clean.replace("HEALTHCHECK", "MAINTAINER ada@example.com\nHEALTHCHECK");
const worse = poor.replace(`FROM ${base}`, "FROM node:latest").replace("USER node\n", "");

auditStory(
  "six weekly runs keep one issue: first, unchanged, worse, better, clean, and open again",
  { "api/Dockerfile": poor, "web/Dockerfile": clean },
  async (branch) => {
    const rules = few;
    const first = await branch.audit(rules);
    expect(first.exitCode).toBe(0);
    expect(first.messages).toEqual([]);
    expect(first.writes).toEqual(["POST labels", "POST issues"]);
    expect(branch.issue).toMatchObject({ state: "open", labels: ["dockerfile-audit"] });
    expect(branch.issue.body).toContain("This is the first audit.");
    expect(branch.issue.body).toContain("deprecated-maintainer");
    expect(branch.issue.body).not.toContain("```mermaid");

    const again = await branch.audit(rules, "workflow_dispatch");
    expect(again.writes.length).toBeLessThanOrEqual(1);
    expect(branch.issue.body).toContain("Nothing has changed since");

    branch.commit({ "api/Dockerfile": worse });
    await branch.audit(rules, "push");
    expect(branch.issue.body).toMatch(/\*\*[1-9]\d* new, 0 gone\*\*, the mean score fell/);
    expect(branch.issue.body).toContain("latest-base-image");
    expect(branch.issue.body).toContain("```mermaid");

    branch.commit({ "api/Dockerfile": poor });
    await branch.audit(rules);
    expect(branch.issue.body).toMatch(/\*\*0 new, [1-9]\d* gone\*\*, the mean score rose/);

    branch.commit({ "api/Dockerfile": clean });
    const cleaned = await branch.audit(rules);
    expect(cleaned.writes).toEqual([`PATCH issues/${branch.issue.number}`]);
    expect(branch.issue).toMatchObject({ state: "closed", stateReason: "completed" });
    expect(branch.issue.body).toContain("No problems in 2 Dockerfiles");

    branch.commit({ "web/Dockerfile": poor });
    await branch.audit(rules);
    expect(branch.issue).toMatchObject({ state: "open", stateReason: "reopened" });
    expect(branch.issue.body).toContain("**1 new, 0 gone**");
  },
);

auditStory("nothing is written where all is well", { Dockerfile: clean }, async (branch) => {
  const { writes, exitCode } = await branch.audit(few);
  expect([exitCode, writes]).toEqual([0, []]);
});

auditStory("two runs at once leave one issue", { Dockerfile: poor }, async (branch) => {
  const runs = await Promise.all([branch.run(few), branch.run(few)]);
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(branch.github.violations).toEqual([]);
  expect(branch.issue.state).toBe("open");
  const others = branch.github.state.issues.filter((one) => one !== branch.issue);
  for (const { state, stateReason, body } of others) {
    expect({ state, stateReason }).toEqual({ state: "closed", stateReason: "not_planned" });
    expect(body).toBe(`This audit is kept in #${branch.issue.number}.\n`);
  }
});

auditStory(
  "an issue that a person closed stays closed until something new comes, a locked one is edited too",
  { Dockerfile: poor },
  async (branch) => {
    await branch.audit(few);
    branch.issue.state = "closed";
    branch.issue.locked = true;
    branch.commit({ "README.md": "more\n" });
    await branch.audit(few);
    expect(branch.issue.state).toBe("closed");
    expect(branch.issue.body).toContain(branch.github.fixture.baseSha.slice(0, 7));
    branch.commit({ Dockerfile: worse });
    const run = await branch.audit(few);
    expect(run.messages).toEqual([]);
    expect(branch.issue).toMatchObject({ state: "open", locked: true });
  },
);

auditStory(
  "where issues are switched off, the job summary has everything",
  { Dockerfile: poor },
  async (branch) => {
    branch.github.state.hasIssues = false;
    const { exitCode, messages, summary, writes } = await branch.audit();
    expect([exitCode, writes]).toEqual([0, []]);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^warning: .*Issues are disabled/);
    expect(summary).toContain("deprecated-maintainer");
  },
);

auditStory(
  "a token without `issues: write` costs the issue only, and is told once",
  { Dockerfile: poor },
  async (branch) => {
    const { exitCode, messages, summary, outputs } = await branch.audit();
    expect(exitCode).toBe(0);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^warning: .*issues: write/);
    expect(summary).toContain("deprecated-maintainer");
    expect(outputs["html-path"]).toMatch(/audit\.html$/);
    expect(branch.github.state.issues).toEqual([]);
  },
  { permissions: { issues: "read" } },
);

auditStory(
  "of a tree that is cut every directory is walked; links, submodules and vendored code are left alone",
  {
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`services/s${index}/Dockerfile`, poor]),
    ),
    "link/Dockerfile": { symlink: "../services/s0/Dockerfile" },
    "modules/Dockerfile": { submodule: "1".repeat(40) },
    "node_modules/tool/Dockerfile": worse,
    "vendor/github.com/x/Dockerfile": worse,
  },
  async (branch) => {
    const { outputs, written, requests } = await branch.audit();
    expect(outputs.files).toBe("12");
    const report = JSON.parse(written["json-path"] ?? "") as { files: { path: string }[] };
    expect(report.files.every(({ path }) => path.startsWith("services/"))).toBe(true);
    expect(requests).toBeLessThan(60);
    const trees = branch.github.requests.filter(({ path }) => path.includes("/git/trees/"));
    expect(trees.length).toBeGreaterThan(3);
  },
  { limits: { treeEntries: 12 } },
);

auditStory(
  "of a directory that GitHub does not list whole the report says so",
  Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`services/s${index}/Dockerfile`, poor]),
  ),
  async (branch) => {
    const { outputs, summary } = await branch.audit();
    expect(outputs.files).toBe("10");
    expect(summary).toContain("of `services` GitHub lists only a part");
  },
  { limits: { treeEntries: 10 } },
);

auditStory("a marker of somebody else's is nobody's", { Dockerfile: poor }, async (branch) => {
  const spoofed = {
    id: 1,
    number: 5,
    author: AUTHOR,
    createdAt: "2026-01-05T12:00:00Z",
    updatedAt: "2026-01-05T12:00:00Z",
    title: "Dockerfile audit",
    body: "mine\n<!-- dockerfile-review:audit -->",
    labels: ["dockerfile-audit"],
    state: "open" as const,
    stateReason: null,
    locked: false,
  };
  branch.github.state.issues.push(spoofed);
  branch.github.state.labels.push("Dockerfile-Audit");
  const { messages } = await branch.audit();
  expect(messages).toEqual([]);
  expect(spoofed.body).toBe("mine\n<!-- dockerfile-review:audit -->");
  expect(branch.github.state.issues).toHaveLength(2);
});

const bad = `FROM node\n${Array.from({ length: 30 }, (_, index) => `RUN cd /tmp && sudo apt-get install tool${index}\n`).join("")}`;
auditStory(
  "thousands of findings are cut well below GitHub's limit, and the rest is in the report",
  Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `services/with-a-rather-long-name-${index}/Dockerfile`,
      bad,
    ]),
  ),
  async (branch) => {
    const run = await branch.audit();
    expect(run.messages).toEqual([]);
    branch.commit({ "another/Dockerfile": bad });
    await branch.audit();
    expect(branch.issue.body.length).toBeGreaterThan(3000);
    expect(branch.issue.body.length).toBeLessThan(62_000);
    expect(branch.issue.body.trimEnd()).toMatch(/<!-- dockerfile-review:audit -->$/);
    const report = JSON.parse(run.written["json-path"] ?? "") as {
      files: { findings: unknown[] }[];
    };
    const findings = report.files.reduce((sum, file) => sum + file.findings.length, 0);
    expect(findings).toBeGreaterThan(2000);
  },
);

const longNames = Array.from(
  { length: 450 },
  (_, index) => `services/with-a-rather-long-name-of-its-own-${index}/build/docker/Dockerfile`,
);
auditStory(
  "what the issue leaves out is counted there, and is in the job summary and in every report",
  Object.fromEntries(longNames.map((path) => [path, `FROM node\n# ${path}\n`])),
  async (branch) => {
    const run = await branch.audit({ rules: "latest-base-image, missing-user" });
    expect(run.messages).toEqual([]);
    const { body } = branch.issue;
    expect(body.length).toBeLessThan(62_000);
    const [, leftOut = ""] =
      /\*\*Left out for length:\*\* .*?(\d+) Dockerfiles\b.*\. Everything is in \[the run's job summary\]\(http/.exec(
        body,
      ) ?? [];
    const rows = body.match(/^\| \[`services\//gm) ?? [];
    expect(Number(leftOut)).toBeGreaterThan(10);
    expect(rows.length + Number(leftOut)).toBe(longNames.length);
    for (const [where, text] of [["job summary", run.summary], ...Object.entries(run.written)]) {
      const missing = longNames.filter((path) => text?.includes(path) !== true);
      expect([where, missing]).toEqual([where, []]);
    }
    expect(Object.keys(run.written).sort()).toEqual(["html-path", "json-path", "sarif-path"]);
  },
);

auditStory(
  "settings and baseline are those of the branch, and reports have what is accepted as suppressed",
  {
    Dockerfile: poor,
    "docker/app.df": worse,
    ".github/dockerfile-review.yml": "paths:\n  include: ['**/Dockerfile', 'docker/*.df']\n",
  },
  async (branch) => {
    const first = await branch.audit({ issue: "false", "fail-on": "warning" });
    expect([first.exitCode, first.outputs.files]).toEqual([1, "2"]);
    const report = JSON.parse(first.written["json-path"] ?? "") as {
      files: { path: string; findings: { rule: string; fingerprint: string }[] }[];
    };
    const findings = report.files.flatMap(({ path, findings }) =>
      findings.map(({ rule, fingerprint }) => ({ rule, path, fingerprint, reason: "old" })),
    );
    const expired = { ...findings[0], fingerprint: "0".repeat(16), expires: "2020-01-01" };
    const accepted = { version: 1, findings: [...findings, expired] };
    branch.commit({ ".github/dockerfile-review-baseline.json": JSON.stringify(accepted) });
    const second = await branch.audit({ "fail-on": "info" });
    expect([second.exitCode, second.writes]).toEqual([0, []]);
    expect(second.summary).toContain(`The baseline accepts ${findings.length} of the findings.`);
    expect(second.summary).toContain("have expired");
    const sarif = JSON.parse(second.written["sarif-path"] ?? "") as {
      runs: {
        automationDetails: { id: string };
        results: { suppressions?: { kind: string; justification: string }[] }[];
      }[];
    };
    expect(sarif.runs[0]?.automationDetails.id).toBe("dockerfile-audit/");
    expect(sarif.runs[0]?.results).toHaveLength(findings.length);
    for (const { suppressions } of sarif.runs[0]?.results ?? []) {
      expect(suppressions).toEqual([{ kind: "external", justification: "old" }]);
    }
  },
);

const repositoryRules = ["unautomated-base-updates", "unscanned-image", "writable-root-filesystem"];
auditStory(
  "the whole repository is judged: images that nobody scans, and base images that nobody raises",
  {
    Dockerfile: clean,
    "web/Dockerfile": clean,
    "compose.yaml": "services:\n  web:\n    build: web\n",
    ".github/workflows/image.yml":
      "on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n",
  },
  async (branch) => {
    const { written, requests } = await branch.audit();
    const report = JSON.parse(written["json-path"] ?? "") as {
      files: { path: string; findings: { rule: string }[] }[];
    };
    const found = report.files.map(({ path, findings }) => [
      path,
      ...findings.map(({ rule }) => rule).filter((rule) => repositoryRules.includes(rule)),
    ]);
    expect(found).toEqual([
      ["Dockerfile", "unautomated-base-updates", "unscanned-image"],
      ["web/Dockerfile", "writable-root-filesystem"],
    ]);
    expect(requests).toBeLessThan(15);
    branch.commit({
      "compose.yaml": "services:\n  web:\n    build: web\n    read_only: true\n",
      "renovate.json": "{}",
      ".github/workflows/scan.yml":
        "on: push\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: aquasecurity/trivy-action@v0.33.1\n",
    });
    await branch.audit({ rules: repositoryRules.join(",") });
    expect(branch.issue.state).toBe("closed");
  },
);

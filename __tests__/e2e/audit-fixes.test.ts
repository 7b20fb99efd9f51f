import { expect } from "@jest/globals";
import { auditStory } from "./support/story.ts";

const branchName = "dockerfile-review/fixes";
const poor = "FROM debian:12.8\nADD app /app\n";
const mended = "FROM debian:12.8\nCOPY app /app\n";

const inputs = { issue: "false", "fix-pull-request": "true", rules: "DL3020" };

auditStory(
  "one pull request with all safe fixes is made, kept, updated and closed",
  { "a/Dockerfile": poor, "b/Dockerfile": { executable: poor }, "a/app": "x", "b/app": "x" },
  async (branch) => {
    const { fixture, state } = branch.github;
    const made = await branch.audit(inputs);
    expect(made.messages).toEqual([]);
    expect(made.writes).toEqual([
      "POST git/trees",
      "POST git/commits",
      "POST git/refs",
      "POST pulls",
    ]);
    const [pull, ...others] = state.madePulls;
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ state: "open", branch: branchName, base: "main" });
    expect(pull?.body).toContain("2 safe fixes in 2 Dockerfiles");
    expect(fixture.readText("a/Dockerfile", branchName)).toBe(mended);
    expect(fixture.git("ls-tree", branchName, "b/Dockerfile")).toMatch(/^100755 /);
    expect(fixture.git("rev-list", "--count", `main..${branchName}`)).toBe("1");

    const kept = await branch.audit(inputs);
    expect(kept.writes).toEqual([]);

    branch.commit({ "c/Dockerfile": poor, "c/app": "x" });
    const updated = await branch.audit(inputs);
    expect(updated.writes).toEqual([
      "POST git/trees",
      "POST git/commits",
      `PATCH pulls/${pull?.number ?? 0}`,
      `PATCH git/refs/heads%2Fdockerfile-review%2Ffixes`,
    ]);
    expect(pull?.body).toContain("3 safe fixes in 3 Dockerfiles");
    expect(fixture.readText("c/Dockerfile", branchName)).toBe(mended);

    branch.commit({ "a/Dockerfile": mended, "b/Dockerfile": mended, "c/Dockerfile": mended });
    await branch.audit(inputs);
    expect(pull?.state).toBe("closed");
    expect(fixture.hasBranch(branchName)).toBe(false);
  },
);

auditStory(
  "a branch that a person has pushed to is left alone",
  { Dockerfile: poor, app: "x" },
  async (branch) => {
    const { fixture, state } = branch.github;
    await branch.audit(inputs);
    fixture.commit(branchName, { files: { "NOTES.md": "mine\n" } });
    const head = fixture.resolve(branchName);
    branch.commit({ "b/Dockerfile": poor, "b/app": "x" });
    const run = await branch.audit(inputs);
    expect(run.writes).toEqual([]);
    expect(fixture.resolve(branchName)).toBe(head);
    expect(run.stdout).toContain("somebody else has pushed to it");
    branch.commit({ Dockerfile: mended, "b/Dockerfile": mended });
    await branch.audit(inputs);
    expect(state.madePulls.map((pull) => pull.state)).toEqual(["open"]);
  },
);

auditStory(
  "what a person closed is not offered again until the fixes change",
  { Dockerfile: poor, app: "x" },
  async (branch) => {
    const { state } = branch.github;
    await branch.audit(inputs);
    const [pull] = state.madePulls;
    if (pull !== undefined) pull.state = "closed";
    expect((await branch.audit(inputs)).writes).toEqual([]);
    branch.commit({ "b/Dockerfile": poor, "b/app": "x" });
    await branch.audit(inputs);
    expect(state.madePulls.map((one) => one.state)).toEqual(["closed", "open"]);
  },
);

auditStory(
  "where workflows may not make pull requests, the log says so and nothing else is lost",
  { Dockerfile: poor, app: "x" },
  async (branch) => {
    const { fixture, state } = branch.github;
    state.mayMakePulls = false;
    const refused = await branch.audit(inputs);
    expect(refused.exitCode).toBe(0);
    expect(refused.messages).toHaveLength(1);
    expect(refused.messages[0]).toMatch(/not permitted to create or approve pull requests/);
    expect(fixture.hasBranch(branchName)).toBe(false);
    state.mayMakePulls = true;
    const allowed = await branch.audit(inputs);
    expect(allowed.messages).toEqual([]);
    expect(state.madePulls).toHaveLength(1);
  },
);

auditStory(
  "a token that may not write leaves everything as it is",
  { Dockerfile: poor, app: "x" },
  async (branch) => {
    const run = await branch.audit(inputs);
    expect(run.exitCode).toBe(0);
    expect(run.messages).toHaveLength(1);
    expect(run.messages[0]).toMatch(/contents: write/);
    expect(branch.github.state.madePulls).toEqual([]);
  },
  { permissions: { contents: "read" } },
);

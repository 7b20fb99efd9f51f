import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { TemporaryRepository } from "../git/temporary.ts";
import { runIn, type Run } from "./run-in.ts";

const text = "FROM alpine:latest\nMAINTAINER me@example.com\n";
const ours = ".github/dockerfile-review.yml";

let repository: TemporaryRepository;

beforeEach(() => {
  repository = new TemporaryRepository();
  repository.write("api/Dockerfile", text);
});

afterEach(() => repository.remove());

function run(...args: string[]): Promise<Run> {
  return runIn(repository.path, args);
}

async function rulesOf(...args: string[]): Promise<string[]> {
  const { stdout } = await run("check", "--format", "json", ...args);
  const { files } = JSON.parse(stdout) as {
    files: { findings: { rule: string; severity: string }[] }[];
  };
  return files.flatMap(({ findings }) =>
    findings.map(({ rule, severity }) => `${rule} ${severity}`),
  );
}

describe("the settings file of the repository", () => {
  test("holds, also from a directory below", async () => {
    repository.write(
      ours,
      "rules: { latest-base-image: off, DL4000: warning }\nfail-on: warning\n",
    );
    const found = await rulesOf();
    expect(found).toContain("deprecated-maintainer warning");
    expect(found.join()).not.toContain("latest-base-image");
    const below = await runIn(join(repository.path, "api"), ["check", "Dockerfile"]);
    expect(below.state).toBe(1);
    expect(below.stdout).not.toContain("latest-base-image");
  });

  test("gives way to the options", async () => {
    repository.write(
      ours,
      "preset: strict\nrules: { deprecated-maintainer: off }\nfail-on: info\n",
    );
    expect(await rulesOf("--rule", "deprecated-maintainer")).toEqual([
      "deprecated-maintainer error",
    ]);
    expect((await run("check", "--fail-on", "never")).state).toBe(0);
    expect((await run("check", "--no-config", "--rule", "root-user")).state).toBe(0);
  });

  test("says what is reviewed, and what holds for some paths", async () => {
    repository.write("legacy/Dockerfile", text);
    repository.write("tmp/Dockerfile", text);
    repository.write(
      ours,
      "paths: { exclude: [tmp/] }\noverrides:\n  - paths: [legacy/]\n    rules: { DL4000: off, DL3007: off }\n",
    );
    const { stdout } = await run("check");
    expect(stdout).toContain("api/Dockerfile");
    expect(stdout).not.toContain("tmp/Dockerfile");
    const legacy = await rulesOf("legacy");
    expect(legacy.join()).not.toMatch(/deprecated-maintainer|latest-base-image/);
    const inside = await runIn(join(repository.path, "legacy"), ["check", "--format", "json"]);
    expect(inside.stdout).not.toContain("deprecated-maintainer");
  });

  test("is wrong: the run ends with 2, and says where", async () => {
    repository.write(ours, "rules:\n  root-usr: off\n");
    const { state, stderr } = await run("check");
    expect(state).toBe(2);
    expect(stderr).toBe(
      `dockerfile-review: ${ours}:2: \`rules.root-usr\` is no rule. Did you mean "root-user"? \`dockerfile-review rules\` lists them all.\n`,
    );
  });

  test("is wrong in several places: each has a line of its own", async () => {
    repository.write(ours, "presets: all\nrules:\n  DL3007: of\n");
    const { stderr } = await run("check");
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringContaining(`${ours}:3: \`rules.DL3007\` is "of"`),
      expect.stringContaining(`${ours}:1: \`presets\` is not known here`),
    ]);
  });

  test("may be another one", async () => {
    repository.write("ci/review.yml", "rules: { DL4000: off }\n");
    expect((await rulesOf("--config", "ci/review.yml")).join()).not.toContain("maintainer");
    const missing = await run("check", "--config", "none.yml");
    expect(missing.state).toBe(2);
    expect(missing.stderr).toContain('--config "none.yml" names no file');
  });

  test("holds for standard input that is given a name", async () => {
    repository.write(ours, "overrides:\n  - paths: [api/]\n    rules: { DL4000: off }\n");
    const args = ["check", "--format", "json", "--stdin-filename", "api/Dockerfile", "-"];
    const named = await runIn(repository.path, args, { input: text });
    expect(named.stdout).not.toContain("deprecated-maintainer");
    expect(named.stdout).toContain('"path": "api/Dockerfile"');
    const unnamed = await runIn(repository.path, ["check", "-"], { input: text });
    expect(unnamed.stdout).toContain("deprecated-maintainer");
  });

  test("holds for fixes", async () => {
    repository.write(ours, "rules: { DL4000: off }\n");
    await run("fix", "--safety", "review");
    expect(readFileSync(join(repository.path, "api/Dockerfile"), "utf8")).toContain("MAINTAINER");
  });
});

describe("hadolint's configuration", () => {
  test("holds where there is none of ours, and the report says so", async () => {
    repository.write(".hadolint.yaml", "ignored: [DL4000]\noverride: { info: [DL3007] }\n");
    const { stdout } = await run("check");
    expect(stdout).toContain("The settings are those of .hadolint.yaml");
    expect(await rulesOf()).toContain("latest-base-image info");
    repository.write(ours, "rules: {}\n");
    expect((await run("check")).stdout).not.toContain("hadolint.yaml");
  });

  test("becomes our file, which is never overwritten", async () => {
    repository.write(".hadolint.yml", "ignored:\n  - DL4000 # why\n");
    const shown = await run("migrate", "--dry-run");
    expect(existsSync(join(repository.path, ours))).toBe(false);
    const { state, stdout } = await run("migrate");
    expect([state, stdout]).toEqual([0, expect.stringContaining(`Wrote ${ours}.`)]);
    const written = readFileSync(join(repository.path, ours), "utf8");
    expect(written).toBe(shown.stdout);
    expect(written).toContain("  DL4000: off # why\n");
    const again = await run("migrate");
    expect(again.state).toBe(2);
    expect(again.stderr).toContain("exists already, and is not overwritten");
    expect(readFileSync(join(repository.path, ours), "utf8")).toBe(written);
  });

  test("that is not there cannot be migrated", async () => {
    const { state, stderr } = await run("migrate");
    expect(state).toBe(2);
    expect(stderr).toContain("There is no .hadolint.yaml or .hadolint.yml");
    expect((await run("migrate", "x.yaml")).stderr).toContain("x.yaml does not exist");
  });
});

describe("review", () => {
  test("takes the settings of the base, as a pull request does", async () => {
    repository.write(ours, "rules: { DL4000: off }\n");
    repository.commit();
    repository.git("switch", "--quiet", "--create", "topic");
    repository.write(ours, "rules: { DL3007: off }\n");
    repository.write("web/Dockerfile", text);
    repository.commit();
    const { stdout } = await run("review");
    expect(stdout).toContain("latest-base-image");
    expect(stdout).not.toContain("deprecated-maintainer");
    const own = await run("review", "--config", ours);
    expect(own.stdout).toContain("deprecated-maintainer");
    expect(own.stdout).not.toContain("latest-base-image");
  });
});

import { beforeEach, describe, expect, test } from "@jest/globals";
import { HostProblem, type AuditTarget, type FleetHost } from "../../src/ports.ts";
import { UserError } from "../../src/settings/user-error.ts";
import { auditFleet } from "../../src/workflows/audit-fleet.ts";
import { FakeAuditHost } from "../support/fake-audit-host.ts";
import { FakeRunner } from "../support/fakes.ts";
import { wordRule } from "../support/rules.ts";

const selected = wordRule("poor", { severity: "warning", fixTo: "rich" });
const { rule } = selected;

/** Repositories in memory, read with a token that has so many requests. */
class FakeFleetHost implements FleetHost {
  left: number | null = null;
  /** What each repository costs. */
  cost = 0;
  /** Errors by repository; that of `targets` comes when default branches are asked for again. */
  readonly errors = new Map<string, Error>();
  readonly opened: string[] = [];
  readonly #hosts: Readonly<Record<string, FakeAuditHost | null>>;

  constructor(hosts: Readonly<Record<string, FakeAuditHost | null>>) {
    this.#hosts = hosts;
  }

  requestsLeft(): number | null {
    return this.left;
  }

  async readTargets(names: readonly string[]): Promise<ReadonlyMap<string, AuditTarget | null>> {
    const error = this.errors.get("targets");
    if (error !== undefined && this.opened.length > 0) throw error;
    const targets = new Map<string, AuditTarget | null>();
    for (const name of names) {
      const host = this.#hosts[name];
      if (host !== undefined) targets.set(name, host === null ? null : await host.readTarget());
    }
    return targets;
  }

  open(name: string) {
    this.opened.push(name);
    const host = this.#hosts[name] ?? new FakeAuditHost({});
    if (this.left !== null) this.left -= this.cost;
    const error = this.errors.get(name);
    if (error !== undefined) host.listTree = () => Promise.reject(error);
    return host;
  }
}

let runner: FakeRunner;

beforeEach(() => {
  runner = new FakeRunner();
});

function hosts(names: readonly string[]): Record<string, FakeAuditHost> {
  const files = { Dockerfile: "FROM poor\nRUN poor\n", "README.md": "" };
  return Object.fromEntries(names.map((name) => [name, new FakeAuditHost(files)]));
}

function audit(host: FleetHost, repositories: readonly string[]) {
  return auditFleet(
    {
      host,
      runner,
      judging: {
        policyFor: () => ({ rules: [selected], suppressions: "allow" }),
        kindOf: (path) => (path.endsWith("Dockerfile") ? "dockerfile" : "other"),
      },
      judgingBy: null,
      rules: [rule],
      preset: "recommended",
      docsUrl: "https://example.com/rules",
      today: "2026-11-21",
      notes: [],
    },
    repositories,
  );
}

describe("an audit of a share", () => {
  test("keeps numbers of each repository, and no texts", async () => {
    const report = await audit(new FakeFleetHost(hosts(["o/a"])), ["o/a"]);
    expect(report).toEqual({
      version: 1,
      part: "share",
      day: "2026-11-21",
      preset: "recommended",
      unfinished: [],
      notes: [],
      repositories: [
        {
          name: "o/a",
          day: "2026-11-21",
          sha: "a".repeat(40),
          files: [{ path: "Dockerfile", score: 90, counts: { error: 0, warning: 2, info: 0 } }],
          rules: {
            [rule.name]: {
              counts: { error: 0, warning: 2, info: 0 },
              files: 1,
              safe: 2,
              review: 0,
            },
          },
          settings: null,
          accepted: 0,
          problems: [],
        },
      ],
    });
    expect(runner.messages("info")).toEqual(["Audited 1 of 1 repositories with 1 Dockerfiles."]);
  });

  test("goes on past what is empty, gone or broken", async () => {
    const host = new FakeFleetHost({ ...hosts(["o/broken", "o/good"]), "o/empty": null });
    host.errors.set("o/broken", new HostProblem("Reading the repository's tree failed: 502."));
    const { repositories } = await audit(host, ["o/gone", "o/empty", "o/broken", "o/good"]);
    expect(repositories.map(({ name, problems }) => [name, ...problems])).toEqual([
      ["o/gone", "It is gone, or the token may not read it."],
      ["o/empty"],
      ["o/broken", "Reading the repository's tree failed: 502."],
      ["o/good"],
    ]);
    expect(runner.messages("info")).toContain(
      "o/broken: Reading the repository's tree failed: 502.",
    );
  });

  test("stops while requests are left for others", async () => {
    const names = ["o/a", "o/b", "o/c", "o/d"];
    const host = new FakeFleetHost(hosts(names));
    host.left = 125;
    host.cost = 10;
    const report = await audit(host, names);
    expect(report.repositories.map(({ name }) => name)).toEqual(["o/a", "o/b", "o/c"]);
    expect(report.unfinished).toEqual(["o/d"]);
    expect(runner.messages("warning")).toEqual([
      expect.stringMatching(
        /^The token has hardly any .* So 1 of the 4 repositories were not reached\./,
      ),
    ]);
  });

  test("takes a repository over which the token ran dry for not reached", async () => {
    const names = ["o/a", "o/b"];
    const host = new FakeFleetHost(hosts(names));
    host.left = 150;
    host.cost = 30;
    host.errors.set("o/b", new HostProblem("API rate limit exceeded"));
    const report = await audit(host, names);
    expect(report.repositories.map(({ name }) => name)).toEqual(["o/a"]);
    expect(report.unfinished).toEqual(["o/b"]);
  });

  test("keeps what it has when the default branches cannot be read any more", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `o/r${index}`);
    const host = new FakeFleetHost(hosts(names));
    host.errors.set("targets", new HostProblem("GitHub could not be reached."));
    const report = await audit(host, names);
    expect([report.repositories.length, report.unfinished.length]).toEqual([50, 10]);
    expect(runner.messages("warning")[0]).toMatch(/^GitHub could not be reached\. So 10 of the 60/);
  });

  test("fails when nothing can be read, and on a defect", async () => {
    const refused = new UserError("GitHub refuses the token.");
    const dead = new FakeFleetHost({});
    dead.readTargets = () => Promise.reject(refused);
    await expect(audit(dead, ["o/a"])).rejects.toBe(refused);
    const host = new FakeFleetHost(hosts(["o/a"]));
    host.errors.set("o/a", new TypeError("x is undefined"));
    await expect(audit(host, ["o/a"])).rejects.toThrow("x is undefined");
  });
});

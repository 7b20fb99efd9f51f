import { beforeEach, describe, expect, test } from "@jest/globals";
import type { RepositoryFacts } from "../../src/ports.ts";
import type { FleetReport } from "../../src/report/fleet-report.ts";
import type { RepositoryFilter } from "../../src/settings/fleet-inputs.ts";
import {
  chooseRepositories,
  listRepositories,
  shareOut,
} from "../../src/workflows/list-repositories.ts";
import { fleetMember, fleetOf } from "../support/fleets.ts";
import { FakeRunner } from "../support/fakes.ts";

const everything: RepositoryFilter = { names: [], topics: [], visibility: [], forks: false };

function repository(name: string, facts: Partial<RepositoryFacts> = {}): RepositoryFacts {
  return {
    fullName: `o/${name}`,
    topics: [],
    visibility: "public",
    archived: false,
    fork: false,
    ...facts,
  };
}

describe("the repositories of an audit", () => {
  const all = [
    repository("api"),
    repository("api-old", { archived: true }),
    repository("fork", { fork: true }),
    repository("Web", { topics: ["images", "js"], visibility: "internal" }),
    repository(".github", { visibility: "private" }),
  ];

  test.each<[string, Partial<RepositoryFilter>, string[]]>([
    ["all", {}, ["o/api", "o/Web", "o/.github"]],
    ["forks", { forks: true }, ["o/api", "o/fork", "o/Web", "o/.github"]],
    ["a name in any case", { names: ["web"] }, ["o/Web"]],
    ["globs", { names: ["*", "!*web*"] }, ["o/api", "o/.github"]],
    ["only what is excluded", { names: ["!.*"] }, ["o/api", "o/Web"]],
    ["a topic", { topics: ["css", "js"] }, ["o/Web"]],
    ["visibility", { visibility: ["internal", "private"] }, ["o/Web", "o/.github"]],
  ])("are chosen by %s", (_, filter, expected) => {
    expect(chooseRepositories(all, { ...everything, ...filter }, null)).toEqual(expected);
  });

  test("begin with those that the last audit did not reach", () => {
    const names = chooseRepositories(all, everything, {
      unfinished: ["o/.github", "o/deleted"],
      repositories: [],
    });
    expect(names).toEqual(["o/.github", "o/api", "o/Web"]);
  });
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `o/r${index}`);

describe("the shares of jobs", () => {
  const sizes = (count: number, jobs: number) =>
    shareOut(names(count), jobs).map(({ repositories }) => repositories.split(",").length);

  test("are as even as can be, and not too small", () => {
    expect(sizes(0, 20)).toEqual([]);
    expect(sizes(1, 20)).toEqual([1]);
    expect(sizes(41, 20)).toEqual([14, 14, 13]);
    expect(sizes(1000, 4)).toEqual([250, 250, 250, 250]);
    expect(sizes(100_000, 256)).toHaveLength(256);
  });

  test("fit into an environment variable, whatever number of jobs is asked for", () => {
    const long = Array.from({ length: 2000 }, () => `${"o".repeat(39)}/${"r".repeat(100)}`);
    const shares = shareOut(long, 1);
    expect(shares).toHaveLength(3);
    for (const share of shares) expect(share.repositories.length).toBeLessThan(131_072);
  });

  test("have what comes first at their beginnings", () => {
    expect(shareOut(names(60), 3).map(({ repositories }) => repositories.split(",")[0])).toEqual([
      "o/r0",
      "o/r1",
      "o/r2",
    ]);
  });
});

describe("the order of repositories", () => {
  const facts = ["a", "b", "c", "d", "e"].map((name) => repository(name));

  test("is that of the days on which they were audited, with what was not reached before", () => {
    const previous = fleetOf(
      [
        fleetMember("o/a", 1, { day: "2026-11-21" }),
        fleetMember("o/b", 1, { day: "2026-11-07" }),
        fleetMember("o/c", 1, { day: "2026-11-14" }),
        fleetMember("o/d", 1, { day: "2026-11-14" }),
      ],
      { unfinished: ["o/d"] },
    );
    const order = chooseRepositories(facts, everything, previous);
    expect(order).toEqual(["o/d", "o/e", "o/b", "o/c", "o/a"]);
  });

  test("leads through the jobs that run at once, and only then to later ones", () => {
    const shares = shareOut(names(200), 10).map(({ repositories }) => repositories.split(","));
    expect(shares.map(([first]) => first)).toEqual(
      [0, 1, 2, 3, 80, 81, 82, 83, 160, 161].map((number) => `o/r${number}`),
    );
    expect(shares[0]?.[1]).toBe("o/r4");
    expect(shares.flat().sort()).toEqual(names(200).sort());
  });
});

describe("mode list-repositories", () => {
  let runner: FakeRunner;

  beforeEach(() => {
    runner = new FakeRunner();
  });

  function list(facts: readonly RepositoryFacts[], previousReport = "") {
    const host = { listRepositories: () => Promise.resolve(facts) };
    const options = { organisation: "o", filter: everything, jobs: 20, today: "2026-11-21" };
    return listRepositories({ host, runner, previousReport, ...options });
  }

  test("gives a matrix, and a plan for the job that merges", async () => {
    await list([repository("a"), repository("b")]);
    expect(runner.outputs.get("matrix")).toBe('{"include":[{"share":1,"repositories":"o/a,o/b"}]}');
    expect(runner.outputs.get("count")).toBe("2");
    const plan = JSON.parse(runner.files.get("/tmp/plan.json") ?? "") as FleetReport;
    expect(plan).toMatchObject({ part: "plan", repositories: [], unfinished: ["o/a", "o/b"] });
  });

  test("begins anew when the last report is missing or is none", async () => {
    await list([repository("a")], "/tmp/none.json");
    expect(runner.messages("info")[0]).toMatch(
      /no report of an earlier audit at \/tmp\/none\.json/,
    );
    runner.files.set("/tmp/bad.json", "[]");
    await list([repository("a")], "/tmp/bad.json");
    expect(runner.messages("warning")).toEqual([
      expect.stringMatching(
        /^The report \/tmp\/bad\.json is not as it should be .* begins anew\.$/,
      ),
    ]);
  });

  test("refuses more repositories than one matrix takes", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      repository(`${"long".repeat(8)}${index}`),
    );
    await expect(list(many)).rejects.toThrow(
      "20000 repositories are too many for one matrix. Narrow them with `repository-names`",
    );
  });
});

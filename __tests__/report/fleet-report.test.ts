import { describe, expect, test } from "@jest/globals";
import {
  fleetFilesWorstFirst,
  fleetSha,
  fleetTallies,
  lostRepositories,
  meanOf,
  mergeFleets,
  repositoriesWorstFirst,
} from "../../src/report/fleet-report.ts";
import { fleetMember, fleetOf } from "../support/fleets.ts";

const plan = fleetOf([], {
  part: "plan",
  preset: "",
  unfinished: ["o/a", "o/b", "o/c", "o/d"],
});

describe("mergeFleets", () => {
  test("puts shares together, and knows what no share has reached", () => {
    const one = fleetOf([fleetMember("o/b", 1)], { unfinished: ["o/c"], notes: ["Cut."] });
    const other = fleetOf([fleetMember("o/a", 2)], { day: "2026-11-22", notes: ["Cut."] });
    expect(mergeFleets([plan, one, other], null)).toEqual({
      version: 1,
      part: "whole",
      day: "2026-11-22",
      preset: "recommended",
      repositories: [fleetMember("o/a", 2), fleetMember("o/b", 1)],
      unfinished: ["o/c", "o/d"],
      notes: ["Cut."],
    });
    expect(lostRepositories([plan, one, other])).toEqual(["o/d"]);
    expect(lostRepositories([one, other])).toEqual([]);
  });

  test("takes the later report of a repository", () => {
    const early = fleetOf([fleetMember("o/a", 1)]);
    const late = fleetOf([fleetMember("o/a", 3)], { day: "2026-11-22" });
    expect(mergeFleets([late, early], null).repositories).toEqual([fleetMember("o/a", 3)]);
  });

  test("shows what was not reached as it was, and nothing that is not wanted any more", () => {
    const before = fleetMember("o/c", 4, { day: "2026-11-14" });
    const earlier = fleetOf([before, fleetMember("o/deleted", 9)], { part: "whole" });
    const one = fleetOf([fleetMember("o/a", 1), fleetMember("o/b", 1)], { unfinished: ["o/c"] });
    const merged = mergeFleets([plan, one], earlier);
    expect(merged.repositories.map(({ name, day }) => [name, day])).toEqual([
      ["o/a", "2026-11-21"],
      ["o/b", "2026-11-21"],
      ["o/c", "2026-11-14"],
    ]);
    expect(merged.unfinished).toEqual(["o/c", "o/d"]);
  });
});

describe("a fleet", () => {
  const fleet = fleetOf([
    fleetMember("o/clean", 0),
    fleetMember("o/poor", 3),
    fleetMember("o/worse", 5),
  ]);

  test("is ranked, worst first, without what is clean", () => {
    const names = repositoriesWorstFirst(fleet).map(({ repository }) => repository.name);
    expect(names).toEqual(["o/worse", "o/poor"]);
    expect(fleetFilesWorstFirst(fleet).map(({ file }) => file.score)).toEqual([75, 85]);
  });

  test("sums up its rules and scores", () => {
    expect([...fleetTallies(fleet)]).toEqual([
      ["word-poor", { counts: { error: 0, warning: 8, info: 0 }, files: 2, safe: 0, review: 0 }],
    ]);
    expect(meanOf([])).toBe(100);
    expect(meanOf([{ score: 70 }, { score: 75 }])).toBe(73);
  });

  test("has a name that changes with its commits only", () => {
    const moved = fleetMember("o/clean", 0, { sha: "b".repeat(40) });
    expect(fleetSha(fleet)).toMatch(/^[0-9a-f]{40}$/);
    expect(fleetSha({ ...fleet, day: "2026-12-01" })).toBe(fleetSha(fleet));
    const other = fleetOf([moved, ...fleet.repositories.slice(1)]);
    expect(fleetSha(other)).not.toBe(fleetSha(fleet));
  });
});

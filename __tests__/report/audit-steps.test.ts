import { describe, expect, test } from "@jest/globals";
import { firstSteps } from "../../src/report/audit-steps.ts";
import type { RuleTally } from "../../src/report/rule-tallies.ts";

function tally(counts: Partial<RuleTally["counts"]>, more: Partial<RuleTally> = {}): RuleTally {
  return {
    counts: { error: 0, warning: 0, info: 0, ...counts },
    files: 1,
    safe: 0,
    review: 0,
    ...more,
  };
}

const order = (tallies: Record<string, RuleTally>): string[] =>
  firstSteps(new Map(Object.entries(tallies))).map(({ rule }) => rule);

describe("what to fix first", () => {
  test("are errors, however few", () => {
    expect(
      order({
        caches: tally({ warning: 100 }, { safe: 100 }),
        secrets: tally({ error: 2 }),
        advice: tally({ info: 500 }, { safe: 500 }),
      }),
    ).toEqual(["secrets", "caches", "advice"]);
  });

  test("is what brings most for the least work", () => {
    expect(
      order({
        few: tally({ warning: 3 }, { safe: 3 }),
        hard: tally({ warning: 40 }),
        many: tally({ warning: 40 }, { safe: 40 }),
        reviewed: tally({ warning: 40 }, { review: 40 }),
      }),
    ).toEqual(["many", "reviewed", "hard", "few"]);
  });

  test("is named with its gain and its effort, five at most", () => {
    const six = "abcdef"
      .split("")
      .map((name) => [name, tally({ warning: 1 }, { safe: 1 })] as const);
    const steps = firstSteps(new Map(six));
    expect(steps).toHaveLength(5);
    expect(steps[0]).toEqual({
      rule: "a",
      findings: 1,
      files: 1,
      gain: 5,
      effort: "all mended by `dockerfile-review fix`",
    });
    const [mixed] = firstSteps(new Map([["a", tally({ error: 3 }, { safe: 1, review: 1 })]]));
    expect(mixed?.effort).toBe("2 with a ready diff, 1 by hand");
  });
});

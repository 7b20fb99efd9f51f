import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { fixDockerfile } from "../src/lint/fix-dockerfile.ts";
import { lintDockerfile } from "../src/lint/lint-dockerfile.ts";
import { selectRules } from "../src/lint/select-rules.ts";
import { allRules } from "../src/rules/all-rules.ts";
import { acceptance } from "./practices/acceptance.ts";
import { languages } from "./practices/languages.ts";
import { layers } from "./practices/layers.ts";
import { otherWays } from "./practices/other-ways.ts";
import { packages } from "./practices/packages.ts";
import type { PracticePair } from "./practices/practice.ts";
import { runTime } from "./practices/run-time.ts";
import { stagesAndBases } from "./practices/stages-and-bases.ts";
import { leftOut } from "./practices/uncovered.ts";
import { usersAndFiles } from "./practices/users-and-files.ts";
import { contextOf, testDay } from "./support/describe-rule.ts";
import { contextFiles } from "./support/fixtures.ts";

const practices = [
  ...stagesAndBases,
  ...layers,
  ...packages,
  ...languages,
  ...usersAndFiles,
  ...runTime,
].sort((a, b) => a.row - b.row);

/** How many practices the project is to teach. */
const rows = 38;

describe.each(practices)("practice $row: $practice", ({ pairs }) => {
  describe.each(pairs.map((pair) => ({ pair, named: pair.rules.join(" and ") })))(
    "$named",
    ({ pair }) => {
      test("fires on the bad form", () => {
        const found = rulesThatFire(pair.bad, pair);
        expect(pair.rules.filter((rule) => !found.includes(rule))).toEqual([]);
      });

      test("is silent on the good form", () => {
        const files = pair.goodFiles ?? pair.files;
        expect(rulesThatFire(pair.good, files === undefined ? pair : { ...pair, files })).toEqual(
          [],
        );
      });

      test("makes of the bad form what is expected, and is content with it", () => {
        const fixed = fixDockerfile(inputOf(pair.bad, pair), only(pair.rules), "review").text;
        expect(fixed).toBe(pair.fixed ?? pair.bad);
        if (pair.fixed !== undefined) expect(rulesThatFire(fixed, pair)).toEqual([]);
      });
    },
  );
});

describe("the list of practices", () => {
  test("has every row, shown by pairs or left out for a reason", () => {
    const shown = new Set(practices.map(({ row }) => row));
    const numbers = Array.from({ length: rows }, (_, index) => index + 1);
    expect(numbers.filter((row) => !shown.has(row))).toEqual(Object.keys(leftOut).map(Number));
  });

  test("is shown by rules that are there", () => {
    const names = new Set(allRules.map(({ name }) => name));
    const rules = practices.flatMap(({ pairs }) => pairs.flatMap((pair) => pair.rules));
    expect(rules.filter((rule) => !names.has(rule))).toEqual([]);
  });
});

describe.each(acceptance)("$what ($fixture)", ({ fixture, right = {}, advice }) => {
  const folder = path.join(import.meta.dirname, "fixtures", fixture);
  const text = readFileSync(path.join(folder, "Dockerfile"), "utf8");
  const input = { path: "Dockerfile", text, buildContext: contextOf(contextFiles(folder)) };
  const selection = { preset: "recommended", only: [], ignore: [], today: testDay } as const;
  const { findings } = lintDockerfile(input, selectRules(allRules, selection));
  const rulesOf = (isAdvice: boolean) =>
    findings.filter(({ severity }) => (severity === "info") === isAdvice).map(({ rule }) => rule);

  test("is found fault with only where it breaks the practice of another document", () => {
    expect([...new Set(rulesOf(false))].sort()).toEqual(Object.keys(right).sort());
  });

  test("gets the advice that is argued for, and no other", () => {
    expect([...new Set(rulesOf(true))].sort()).toEqual(Object.keys(advice).sort());
  });
});

describe.each(otherWays)("another way: $way", ({ dockerfile, files }) => {
  test("is found no fault with", () => {
    const selection = { preset: "recommended", only: [], ignore: [], today: testDay } as const;
    const input = { path: "Dockerfile", text: dockerfile, buildContext: contextOf(files) };
    const { findings } = lintDockerfile(input, selectRules(allRules, selection));
    const faults = findings.filter(({ severity }) => severity !== "info");
    expect(faults.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});

function only(rules: readonly string[]) {
  return selectRules(allRules, { preset: "all", only: rules, ignore: [], today: testDay });
}

function inputOf(text: string, { files }: PracticePair) {
  return { path: "Dockerfile", text, buildContext: contextOf(files) };
}

/** The rules of a pair that find something in a text. */
function rulesThatFire(text: string, pair: PracticePair): string[] {
  const { findings } = lintDockerfile(inputOf(text, pair), only(pair.rules));
  return [...new Set(findings.map(({ rule }) => rule))];
}

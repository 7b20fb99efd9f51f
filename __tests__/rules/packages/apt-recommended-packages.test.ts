import { describe, expect, test } from "@jest/globals";
import { aptRecommendedPackages } from "../../../src/rules/packages/apt-recommended-packages.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

const rule = aptRecommendedPackages;
const file = (run: string) => `FROM debian:12.8\nRUN ${run}\n`;

describeRule(rule);

describe("what it says", () => {
  test.each([
    ["apt-get install -y git", "what `git` only recommends"],
    ["apt-get install -y git vim", "what `git` and `vim` only recommend"],
    ["apt-get install -y a b c", "what `a`, `b` and `c` only recommend"],
    ["apt-get install -y a b c d", "what these 4 packages only recommend"],
    ["apt-get install -y $PACKAGES", "what the packages only recommend"],
  ])("of %s is %s", (run, part) => {
    expect(findingsOf(rule, file(run))[0]?.message).toContain(`${part}:`);
  });

  test("names the ids that other tools have for apt-get alone", () => {
    const aliases = (run: string) => findingsOf(rule, file(run))[0]?.aliases;
    expect(aliases("apt-get install -y git")).toEqual(["DL3015", "DS-0029"]);
    expect(aliases("apt install -y git")).toEqual([]);
  });

  test("is said of every call, in all stages of the image", () => {
    const text =
      "FROM debian:12.8 AS a\nRUN apt-get install -y x && apt-get install -y y\nFROM a\nRUN apt-get install -y z\n";
    expect(findingsOf(rule, text)).toHaveLength(3);
  });
});

describe("fixes", () => {
  test.each([
    ["apt-get install -y git", "apt-get install -y --no-install-recommends git"],
    ["apt-get install -y -q git", "apt-get install -y -q --no-install-recommends git"],
    ["apt-get -y install git", "apt-get -y install --no-install-recommends git"],
    ["apt-get install git -y", "apt-get install --no-install-recommends git -y"],
    ["apt-get install \\\n    -y git", "apt-get install --no-install-recommends \\\n    -y git"],
    ["aptitude install -y git", "aptitude install -y --without-recommends git"],
    ['["apt-get", "install", "git"]', '["apt-get", "install", "--no-install-recommends", "git"]'],
  ])("of %s give %s", (before, after) => {
    expect(fixedBy(rule, file(before))).toBe(file(after));
  });
});

test("a setting of a later instruction changes nothing", () => {
  const setting = "RUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/9\n";
  expect(findingsOf(rule, `${file("apt-get install -y git")}${setting}`)).toHaveLength(1);
});

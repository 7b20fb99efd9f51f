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
    ["apt-get install -y vim", "apt-get install -y --no-install-recommends vim"],
    ["apt-get install -y -q vim", "apt-get install -y -q --no-install-recommends vim"],
    ["apt-get -y install vim", "apt-get -y install --no-install-recommends vim"],
    ["apt-get install vim -y", "apt-get install --no-install-recommends vim -y"],
    ["apt-get install \\\n    -y vim", "apt-get install --no-install-recommends \\\n    -y vim"],
    ["aptitude install -y vim", "aptitude install -y --without-recommends vim"],
    ['["apt-get", "install", "vim"]', '["apt-get", "install", "--no-install-recommends", "vim"]'],
  ])("of %s give %s", (before, after) => {
    expect(fixedBy(rule, file(before))).toBe(file(after));
  });
});

describe("what would be missed", () => {
  test.each([
    ["apt-get install -y git", "apt-get install -y --no-install-recommends ca-certificates git"],
    [
      "apt-get install -y bzip2 curl",
      "apt-get install -y --no-install-recommends bzip2 ca-certificates curl",
    ],
    ["apt-get install -y cmake g++", "apt-get install -y --no-install-recommends cmake g++ make"],
    ["apt-get install -y cmake zsh", "apt-get install -y --no-install-recommends cmake make zsh"],
    ["apt-get install -y gcc vim", "apt-get install -y --no-install-recommends gcc libc6-dev vim"],
    [
      "apt-get install -y \\\n  curl \\\n  vim",
      "apt-get install -y --no-install-recommends \\\n  ca-certificates \\\n  curl \\\n  vim",
    ],
    [
      "apt-get install -y \\\n  cmake \\\n  curl",
      "apt-get install -y --no-install-recommends \\\n  ca-certificates \\\n  cmake \\\n  curl \\\n  make",
    ],
    [
      '["apt-get", "install", "git"]',
      '["apt-get", "install", "--no-install-recommends", "ca-certificates", "git"]',
    ],
  ])("%j becomes %j", (before, after) => {
    expect(fixedBy(rule, file(before))).toBe(file(after));
  });

  test.each([
    ["debian:12.8", "apt-get install -y ca-certificates git"],
    ["debian:12.8", "apt-get install -y build-essential cmake gcc"],
    ["debian:12.8", "apt-get install -y cmake ninja-build"],
    ["python:3.13", "apt-get install -y git gcc"],
    ["example.com/base:1", "apt-get install -y git"],
  ])("on %s nothing is, of %s", (image, run) => {
    const [finding] = findingsOf(rule, `FROM ${image}\nRUN ${run}\n`);
    expect(finding?.fix?.title).toBe("Add --no-install-recommends");
  });

  test("what the stage installs elsewhere is there", () => {
    const text =
      "FROM debian:12.8 AS a\nRUN apt-get install -y ca-certificates\nFROM a\nRUN apt-get install -y git\n";
    expect(findingsOf(rule, text).map(({ fix }) => fix?.title)).toEqual([
      "Add --no-install-recommends",
    ]);
  });

  test("is named", () => {
    expect(findingsOf(rule, file("apt-get install -y cmake curl"))[0]?.message).toContain(
      "such as `ca-certificates` for `curl` and `make` for `cmake`.",
    );
  });
});

test("a setting of a later instruction changes nothing", () => {
  const setting = "RUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/9\n";
  expect(findingsOf(rule, `${file("apt-get install -y git")}${setting}`)).toHaveLength(1);
});

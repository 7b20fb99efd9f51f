import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { wantsColour } from "../../src/cli/process-terminal.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { runIn } from "./run-in.ts";

describe("rules", () => {
  test("prints a table with every rule", async () => {
    const { state, stdout, stderr } = await runIn("/", ["rules"]);
    expect([state, stderr]).toEqual([0, ""]);
    const names = stdout.split("\n").map((line) => line.split(" ")[0]);
    for (const rule of allRules) expect(names).toContain(rule.name);
    expect(stdout).toMatch(/^latest-base-image +base-image +warning +\S+ +none +.*DL3007/m);
  });

  test("prints JSON with all that is to be known", async () => {
    const { stdout } = await runIn("/", ["rules", "--format", "json"]);
    const { version, rules } = JSON.parse(stdout) as { version: number; rules: { name: string }[] };
    expect(version).toBe(1);
    expect(rules).toHaveLength(allRules.length);
    expect(rules.find(({ name }) => name === "deprecated-maintainer")).toEqual({
      name: "deprecated-maintainer",
      category: "metadata",
      severity: "error",
      confidence: "high",
      presets: ["recommended", "hadolint", "all"],
      aliases: expect.arrayContaining(["DL4000"]) as unknown,
      fix: "safe",
      summary: expect.stringMatching(/MAINTAINER/) as unknown,
      docs: expect.stringMatching(/\/deprecated-maintainer\.md$/) as unknown,
    });
  });
});

describe("explain", () => {
  test.each(["deprecated-maintainer", "DL4000", "dl4000", "MaintainerDeprecated"])(
    "knows %s",
    async (name) => {
      const { state, stdout } = await runIn("/", ["explain", name]);
      expect(state).toBe(0);
      expect(stdout).toMatch(/^deprecated-maintainer\n/);
      for (const part of [
        "Bad:",
        "    MAINTAINER Ada",
        "Good:",
        "    LABEL ",
        "Source: ",
        "Page: ",
      ]) {
        expect(stdout).toContain(part);
      }
    },
  );

  test.each(allRules.map(({ name }) => name))("has a page for %s", async (name) => {
    const { state, stdout } = await runIn("/", ["explain", name]);
    expect(state).toBe(0);
    expect(stdout.split("\n").every((line) => line === line.trimEnd())).toBe(true);
    // No value that is missing may show; some rules speak of undefined things, in their names too.
    expect(stdout).not.toMatch(/[:·,] undefined\b(?! )|\bundefined(,|\n|$)|\[object/);
  });

  test("says what was probably meant", async () => {
    const { state, stdout, stderr } = await runIn("/", ["explain", "deprecated-maintaner"]);
    expect([state, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('Did you mean "deprecated-maintainer"?');
  });
});

describe("the program", () => {
  test("tells its version, which is that of the package", async () => {
    const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    const { version } = JSON.parse(text) as { version: string };
    expect(await runIn("/", ["--version"])).toEqual({
      state: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  test.each([
    [["--help"]],
    [["help"]],
    [["help", "check"]],
    [["check", "--help"]],
    [["fix", "-h"]],
    [["review", "-h"]],
    [["rules", "-h"]],
    [["explain", "-h"]],
  ])("helps with %j, with examples", async (args) => {
    const { state, stdout, stderr } = await runIn("/", args);
    expect([state, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Usage: dockerfile-review");
    expect(stdout).toContain("Examples:\n  dockerfile-review ");
  });

  test.each([
    [["chek"], /unknown command 'chek'[^]*Did you mean check/],
    [[], /Usage: dockerfile-review/],
  ])("ends with 2 for %j", async (args, reason) => {
    const { state, stdout, stderr } = await runIn("/", args);
    expect([state, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(reason);
  });

  test("is coloured on a terminal that wants it", () => {
    expect(wantsColour(true, {})).toBe(true);
    expect(wantsColour(true, { NO_COLOR: "" })).toBe(true);
    expect(wantsColour(true, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColour(true, { TERM: "dumb" })).toBe(false);
    expect(wantsColour(undefined, {})).toBe(false);
    expect(wantsColour(undefined, { FORCE_COLOR: "1" })).toBe(true);
    expect(wantsColour(true, { FORCE_COLOR: "0" })).toBe(false);
    expect(wantsColour(true, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
  });

  test.each([
    [["--color", "check"], false, true],
    [["check", "--color"], false, true],
    [["check", "--no-color"], true, false],
    [["check"], true, true],
    [["check"], false, false],
  ])("is coloured as %j says where the terminal says %s", async (args, colour, expected) => {
    const input = "FROM alpine\n";
    const { stdout } = await runIn("/", [...args, "-"], { input, colour });
    expect(stdout).toContain("untagged-base-image");
    expect(stdout.includes("\u001b[")).toBe(expected);
  });
});

import { expect, test } from "@jest/globals";
import { allRules } from "../../src/rules/all-rules.ts";
import { layerSettings } from "../../src/settings/layer-settings.ts";
import { readSettingsFile } from "../../src/settings/read-file.ts";

const path = ".github/dockerfile-review.yml";
const layer = (central: string, own: string) =>
  layerSettings(
    readSettingsFile(path, central, allRules),
    readSettingsFile(path, own, allRules),
    allRules,
  );

test("what a repository says goes before, what it does not say stays", () => {
  const central =
    "preset: strict\npaths: { exclude: [old/] }\nrules: { root-user: error, missing-user: info }\n";
  const own = "paths: { include: ['*.df'] }\nrules: { missing-user: off }\n";
  const { preset, paths, exclude, ruleSettings } = layer(central, own);
  expect([preset, paths, exclude]).toEqual(["strict", ["*.df"], ["old/"]]);
  expect(ruleSettings.get("root-user")).toEqual({ enabled: true, severity: "error" });
  expect(ruleSettings.get("missing-user")).toMatchObject({ enabled: false });
});

test("what it says of some paths comes behind the central word on them", () => {
  const { overrides } = layer(
    "overrides: [{ paths: [a/], preset: all }]\n",
    "overrides: [{ paths: [a/], preset: security }]\n",
  );
  expect(overrides.map(({ preset }) => preset)).toEqual(["all", "security"]);
});

test("comments silence nothing where the central file forbids it", () => {
  const own = "suppressions: allow\noverrides: [{ paths: [a/], suppressions: allow }]\n";
  const forbidden = layer("suppressions: forbid\n", own);
  expect(forbidden.suppressions).toBe("forbid");
  expect(forbidden.overrides[0]).not.toHaveProperty("suppressions");
  expect(layer("{}\n", own).overrides[0]?.suppressions).toBe("allow");
  expect(layer("suppressions: allow\n", "suppressions: forbid\n").suppressions).toBe("forbid");
});

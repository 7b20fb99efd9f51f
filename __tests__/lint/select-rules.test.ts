import { describe, expect, test } from "@jest/globals";
import { findRules, selectRules, UnknownRuleError } from "../../src/lint/select-rules.ts";
import { wordRule } from "../support/rules.ts";

const rules = [
  wordRule("one", { aliases: ["DL0001", "OneIsThere"] }).rule,
  wordRule("two", { presets: ["strict"], aliases: ["DL0002", "DS-0001"] }).rule,
  wordRule("three", { presets: ["security", "hadolint"], aliases: ["DS-0001"] }).rule,
];
const choice = { preset: "recommended", only: [], ignore: [] } as const;
const names = (...args: Parameters<typeof selectRules>) =>
  selectRules(...args).map(({ rule }) => rule.name);

describe("selectRules", () => {
  test("takes the rules of a preset; strict holds the recommended ones, all holds all", () => {
    expect(names(rules, choice)).toEqual(["word-one"]);
    expect(names(rules, { ...choice, preset: "strict" })).toEqual(["word-one", "word-two"]);
    expect(names(rules, { ...choice, preset: "security" })).toEqual(["word-three"]);
    expect(names(rules, { ...choice, preset: "all" })).toHaveLength(3);
  });

  test("takes exactly the rules that are named, whatever the preset", () => {
    expect(names(rules, { ...choice, only: ["word-two"] })).toEqual(["word-two"]);
  });

  test("takes ids of other linters for names, in any case", () => {
    const [only] = selectRules(rules, { ...choice, only: ["oneisthere"] });
    expect(only?.rule.name).toBe("word-one");
    expect(only?.onlyAliases).toEqual(new Set(["oneisthere"]));
    expect(names(rules, { ...choice, only: ["DS-0001"] })).toEqual(["word-two", "word-three"]);
  });

  test("leaves out ignored rules, and only the findings that an ignored id means", () => {
    expect(names(rules, { ...choice, ignore: ["word-one"] })).toEqual([]);
    const [kept] = selectRules(rules, { ...choice, ignore: ["DL0001"] });
    expect(kept?.ignoredAliases).toEqual(new Set(["dl0001"]));
  });

  test("names what it does not know, and the nearest name", () => {
    const wrong = () => selectRules(rules, { ...choice, ignore: ["word-tow"] });
    expect(wrong).toThrow(UnknownRuleError);
    expect(wrong).toThrow('There is no rule "word-tow". Did you mean "word-two"?');
    expect(() => selectRules(rules, { ...choice, only: ["zzzzzz"] })).not.toThrow("Did you mean");
  });

  test("finds rules by name or id", () => {
    expect(findRules(rules, "DL0002").map(({ name }) => name)).toEqual(["word-two"]);
    expect(findRules(rules, "nothing")).toEqual([]);
  });

  test("gives findings hadolint's severities in its preset", () => {
    const [rule] = selectRules(rules, { ...choice, preset: "hadolint" });
    expect(rule?.severityByAlias.get("dl3009")).toBe("info");
    expect(selectRules(rules, choice)[0]?.severityByAlias.size).toBe(0);
  });

  test("knows Trivy's ids in all their spellings", () => {
    for (const id of ["DS-0001", "ds-0001", "DS001", "DS0001", "AVD-DS-0001"]) {
      expect(names(rules, { ...choice, only: [id] })).toEqual(["word-two", "word-three"]);
    }
  });

  test("lets ids of other linters be ignored that no rule answers to, but not be asked for", () => {
    const ignore = ["SC2086", "DL3005", "CKV_DOCKER_99"];
    expect(names(rules, { ...choice, ignore })).toEqual(["word-one"]);
    expect(() => selectRules(rules, { ...choice, only: ["SC2086"] })).toThrow(UnknownRuleError);
    expect(() => selectRules(rules, { ...choice, ignore: ["word-tow"] })).toThrow(UnknownRuleError);
  });
});

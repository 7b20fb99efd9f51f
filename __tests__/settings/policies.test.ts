import { describe, expect, test } from "@jest/globals";
import type { RuleSetting } from "../../src/lint/rule-settings.ts";
import { combineSettings } from "../../src/settings/combine.ts";
import { policiesOf, type JudgingSettings } from "../../src/settings/policies.ts";
import { readInputs } from "../../src/settings/read-inputs.ts";
import type { Override } from "../../src/settings/settings.ts";
import { wordRule } from "../support/rules.ts";

const rules = [
  wordRule("one", { aliases: ["DL0001", "DL0011"], options: { size: 1, names: ["a"] } }).rule,
  wordRule("two", { presets: ["strict"], aliases: ["DL0002"] }).rule,
];

const plain = combineSettings(readInputs(() => ""));

function policyFor(changes: Partial<JudgingSettings>, path = "Dockerfile") {
  return policiesOf({ ...plain, ...changes }, rules, "2026-11-21")(path);
}

/** How a rule is run under some settings; undefined when it is not. */
function selected(name: string, settings: Readonly<Record<string, RuleSetting>>, path?: string) {
  const ruleSettings = new Map(Object.entries(settings));
  return policyFor({ ruleSettings }, path).rules.find(({ rule }) => rule.name === name);
}

function override(
  paths: readonly string[],
  settings: Readonly<Record<string, RuleSetting>>,
): Override {
  return { paths, ruleSettings: new Map(Object.entries(settings)) };
}

describe("settings of rules", () => {
  test("switch a rule off, and one on that the preset does not hold", () => {
    expect(selected("word-one", { "word-one": { enabled: false } })).toBeUndefined();
    expect(selected("word-two", {})).toBeUndefined();
    expect(selected("word-two", { "word-two": { enabled: true } })).toMatchObject({
      onlyAliases: null,
      severity: null,
    });
  });

  test("give a severity, and options over the defaults", () => {
    const setting = { enabled: true, severity: "error", options: { size: 2 } } as const;
    expect(selected("word-one", { "word-one": setting })).toMatchObject({
      severity: "error",
      options: { size: 2, names: ["a"] },
    });
  });

  test("by an id mean only the findings that carry it", () => {
    expect(selected("word-one", { dl0001: { enabled: false } })).toMatchObject({
      ignoredAliases: new Set(["dl0001"]),
      onlyAliases: null,
    });
    expect(selected("word-two", { dl0002: { enabled: true, severity: "error" } })).toMatchObject({
      onlyAliases: new Set(["dl0002"]),
      severityByAlias: new Map([["dl0002", "error"]]),
    });
    expect(
      selected("word-one", { "word-one": { enabled: false }, dl0011: { enabled: true } }),
    ).toMatchObject({ onlyAliases: new Set(["dl0011"]) });
  });

  test("go before the severities of the preset hadolint", () => {
    const preset = "hadolint" as const;
    const held = [wordRule("h", { presets: ["hadolint"], aliases: ["DL3008"] }).rule];
    const one = (settings: Readonly<Record<string, RuleSetting>>) =>
      policiesOf(
        { ...plain, preset, ruleSettings: new Map(Object.entries(settings)) },
        held,
        "2026-11-21",
      )("Dockerfile").rules[0];
    expect(one({})?.severityByAlias.get("dl3008")).toBe("warning");
    expect(one({ dl3008: { severity: "info" } })?.severityByAlias.get("dl3008")).toBe("info");
    expect(one({ "word-h": { severity: "error" } })).toMatchObject({
      severity: "error",
      severityByAlias: new Map(),
    });
  });

  test("yield to the names that the run is asked for", () => {
    const ruleSettings = new Map([["word-one", { enabled: false, severity: "error" as const }]]);
    const asked = policyFor({ ruleSettings, rules: ["word-one"] }).rules;
    expect(asked).toMatchObject([{ rule: { name: "word-one" }, severity: "error" }]);
    const on = new Map([["word-one", { enabled: true }]]);
    expect(policyFor({ ruleSettings: on, ignore: ["word-one"] }).rules).toEqual([]);
  });
});

describe("overrides", () => {
  const overrides = [
    override(["legacy/"], { "word-one": { enabled: false, options: { size: 3 } } }),
    override(["legacy/api/**", "!**/x"], { "word-one": { enabled: true } }),
  ];
  const named = (path: string) =>
    policyFor({ overrides }, path).rules.find(({ rule }) => rule.name === "word-one");

  test("hold for the paths that their globs name, the later before the earlier", () => {
    expect(named("Dockerfile")?.options.size).toBe(1);
    expect(named("legacy/Dockerfile")).toBeUndefined();
    expect(named("legacy/api/Dockerfile")?.options.size).toBe(3);
    expect(named("legacy/api/x")).toBeUndefined();
  });

  test("of a rule's own name make what was said of its ids forgotten", () => {
    const ruleSettings = new Map([["dl0001", { enabled: false }]]);
    const over = [override(["a/"], { "word-one": { severity: "error" } })];
    const policy = policyFor({ ruleSettings, overrides: over }, "a/Dockerfile");
    expect(policy.rules[0]?.ignoredAliases).toEqual(new Set());
  });

  test("may bring a preset and forbid suppressions", () => {
    const over: Override[] = [
      { paths: ["a/"], preset: "strict", suppressions: "forbid", ruleSettings: new Map() },
    ];
    expect(policyFor({ overrides: over }, "a/Dockerfile")).toMatchObject({
      rules: [{ rule: { name: "word-one" } }, { rule: { name: "word-two" } }],
      suppressions: "forbid",
    });
    expect(policyFor({ overrides: over }).suppressions).toBe("allow");
  });

  test("share a policy among the files that they hold for alike", () => {
    const policy = policiesOf({ ...plain, overrides }, rules, "2026-11-21");
    expect(policy("legacy/a")).toBe(policy("legacy/b"));
    expect(policy("c")).toBe(policy("d"));
  });
});

describe("precedence", () => {
  const file = {
    preset: "strict",
    failOn: "info",
    scope: "all",
    paths: ["a"],
    exclude: ["b"],
    ruleSettings: new Map(),
    overrides: [{ paths: ["c"], preset: "security", ruleSettings: new Map() }],
  } as const;

  test("inputs go before the file, and the file before the defaults", () => {
    expect(
      combineSettings(
        readInputs(() => ""),
        file,
      ),
    ).toMatchObject({
      preset: "strict",
      failOn: "info",
      scope: "all",
      paths: ["a"],
      exclude: ["b"],
      suppressions: "allow",
      baseline: null,
      overrides: [{ preset: "security" }],
    });
    const given: Readonly<Record<string, string>> = {
      preset: "all",
      "fail-on": "never",
      scope: "introduced",
      paths: "x",
      exclude: "y",
    };
    const settings = combineSettings(
      readInputs((name) => given[name] ?? ""),
      file,
    );
    expect(settings).toMatchObject({
      preset: "all",
      failOn: "never",
      scope: "introduced",
      paths: ["x"],
      exclude: ["y"],
    });
    expect(settings.overrides[0]?.preset).toBeUndefined();
  });
});

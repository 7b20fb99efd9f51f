import { describe, expect, test } from "@jest/globals";
import { allRules } from "../../src/rules/all-rules.ts";
import { readSettingsFile } from "../../src/settings/read-file.ts";
import { UserError } from "../../src/settings/user-error.ts";

const path = ".github/dockerfile-review.yml";
const read = (text: string) => readSettingsFile(path, text, allRules);

describe("a settings file", () => {
  test.each(["", "# nothing\n", "{}\n", "---\n"])("may say nothing: %j", (text) => {
    expect(read(text)).toEqual({ ruleSettings: new Map(), overrides: [] });
  });

  test("says what holds everywhere", () => {
    const settings = read(
      [
        "$schema: https://example.com/schema.json",
        "preset: strict",
        "fail-on: warning",
        "scope: changed-lines",
        "paths:",
        "  include: [docker/]",
        "  exclude: ['**/*.tmp']",
        "suppressions: forbid",
        "baseline: .github/accepted.json",
      ].join("\n"),
    );
    expect(settings).toEqual({
      preset: "strict",
      failOn: "warning",
      scope: "changed-lines",
      paths: ["docker/"],
      exclude: ["**/*.tmp"],
      suppressions: "forbid",
      baseline: ".github/accepted.json",
      ruleSettings: new Map(),
      overrides: [],
    });
  });

  test("sets rules by name and by ids of other linters", () => {
    const { ruleSettings } = read(
      [
        "rules:",
        "  root-user: off",
        "  missing-user: on",
        "  latest-base-image: error",
        "  DL3008: info",
        "  AVD-DS-0002: false",
        "  cd-in-run: { severity: warning }",
        "  SC2086: off",
      ].join("\n"),
    );
    expect(ruleSettings).toEqual(
      new Map([
        ["root-user", { enabled: false }],
        ["missing-user", { enabled: true }],
        ["latest-base-image", { enabled: true, severity: "error" }],
        ["dl3008", { enabled: true, severity: "info" }],
        ["ds-0002", { enabled: false }],
        ["cd-in-run", { enabled: true, severity: "warning" }],
        ["sc2086", { enabled: false }],
      ]),
    );
  });

  test("gives a rule options without switching it on", () => {
    const { ruleSettings } = read("rules:\n  invalid-label:\n    options: { strict: true }\n");
    expect(ruleSettings.get("invalid-label")).toEqual({ options: { strict: true } });
  });

  test("has short ways to say registries and labels, which the rule's own options go before", () => {
    const { ruleSettings } = read(
      [
        "trusted-registries: [ghcr.io]",
        "labels:",
        "  schema: { com.example.team: text }",
        "rules:",
        "  missing-image-labels: { options: { required: [a.b] } }",
      ].join("\n"),
    );
    expect(ruleSettings.get("untrusted-registry")).toEqual({
      enabled: true,
      options: { "trusted-registries": ["ghcr.io"] },
    });
    expect(ruleSettings.get("missing-image-labels")).toEqual({
      enabled: true,
      options: { required: ["a.b"] },
    });
    const { schema } = ruleSettings.get("invalid-label")?.options ?? {};
    expect(schema).toMatchObject({
      "com.example.team": "text",
      "org.opencontainers.image.url": "url",
    });
  });

  test("lets only the labels of its own schema pass when it is strict", () => {
    const { ruleSettings } = read("labels: { strict: true, schema: { a.b: semver } }\n");
    expect(ruleSettings.get("invalid-label")?.options).toEqual({
      schema: { "a.b": "semver" },
      strict: true,
    });
    expect(ruleSettings.get("missing-image-labels")?.options).toEqual({ required: ["a.b"] });
  });

  test("says what holds for some paths", () => {
    const { overrides } = read(
      "overrides:\n  - paths: [legacy/]\n    preset: security\n    rules: { root-user: off }\n    suppressions: allow\n",
    );
    expect(overrides).toEqual([
      {
        paths: ["legacy/"],
        preset: "security",
        suppressions: "allow",
        ruleSettings: new Map([["root-user", { enabled: false }]]),
      },
    ]);
  });
});

describe("what is wrong in a settings file is named with its line and the nearest that is right", () => {
  test.each([
    ["presets: strict\n", ":1: `presets` is not known here. Allowed are $schema, preset, rules"],
    ["presets: strict\n", 'Did you mean "preset"?'],
    ["# x\n\npreset: strikt\n", ':3: `preset` is "strikt". Allowed are recommended, strict'],
    ["preset: strikt\n", 'Did you mean "strict"?'],
    ["fail-on: 3\n", ":1: `fail-on` is 3. Allowed are error, warning, info, never."],
    ["rules:\n  root-usr: off\n", ':2: `rules.root-usr` is no rule. Did you mean "root-user"?'],
    ["rules:\n  DL3999x: off\n", ":2: `rules.DL3999x` is no rule."],
    ["rules:\n  root-user: of\n", ':2: `rules.root-user` is "of". Allowed are off, on, error'],
    ["rules:\n  root-user: of\n", 'Did you mean "off"?'],
    ["rules:\n  root-user:\n", ":2: `rules.root-user` is null."],
    [
      "rules:\n  root-user:\n    severity: wraning\n",
      ':3: `rules.root-user.severity` is "wraning". Allowed are error, warning, info. Did you mean "warning"?',
    ],
    [
      "rules:\n  root-user:\n    sverity: error\n",
      ':3: `rules.root-user.sverity` is not known here. Allowed are severity. Did you mean "severity"?',
    ],
    [
      "rules:\n  invalid-label:\n    options:\n      strickt: true\n",
      ':4: `rules.invalid-label.options.strickt` is not known here. Allowed are schema, strict. Did you mean "strict"?',
    ],
    [
      "rules:\n  invalid-label:\n    options: { strict: 'yes' }\n",
      ':3: `rules.invalid-label.options.strict` is "yes", and must be true or false.',
    ],
    ["rules:\n  DL3008: { options: {} }\n", ":2: `rules.DL3008.options` is not known here."],
    ["rules: [root-user]\n", ':1: `rules` is ["root-user"], and must be a mapping.'],
    ["trusted-registries: ghcr.io\n", '`trusted-registries` is "ghcr.io", and must be a list.'],
    ["paths:\n  include:\n    - 3\n", ":3: `paths.include[0]` is 3, and must be a text."],
    ["labels:\n  schema:\n    a.b: smver\n", ':3: `labels.schema.a.b` is "smver".'],
    ["overrides:\n  - preset: all\n", ':2: `overrides[0]` lacks the key "paths".'],
    ["overrides:\n  - paths: []\n", ":2: `overrides[0].paths` is empty, so it names no file."],
    ["- a\n", ':1: the file is ["a"], and must be a mapping.'],
    ["a: [\n", ":2: this is not valid YAML"],
    [
      "rules:\n  many-layers:\n    options: { limit: -3 }\n",
      ":3: `rules.many-layers.options.limit` is -3, and must be a whole number, 0 or more.",
    ],
    ["preset: all\npreset: strict\n", ":2: `preset` stands here a second time"],
    ['rules:\n  "DL3007": off\n  "DL3007": on\n', ':3: `"DL3007"` stands here a second time'],
    ["preset: all\n---\npreset: strict\n", ":2: a second document begins here"],
  ])("%j", (text, message) => {
    expect(() => read(text)).toThrow(UserError);
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(path);
  });

  test("several at once, in the order of the schema, at most ten", () => {
    const rules = Array.from({ length: 12 }, (_, index) => `  bad-${index}: off`);
    const lines = messageOf(["fail-on: x", "rules:", ...rules, ""].join("\n")).split("\n");
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe("and 3 more");
  });
});

test("keys of JavaScript's own objects are nothing special", () => {
  expect(() => read("__proto__:\n  preset: all\n")).toThrow("is not known here");
  expect(read("rules:\n  constructor: off\n  __proto__: off\n").ruleSettings.size).toBe(0);
});

function messageOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    return error instanceof UserError ? error.message : "";
  }
  return "";
}

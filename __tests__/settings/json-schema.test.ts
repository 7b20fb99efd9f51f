import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { allRules } from "../../src/rules/all-rules.ts";
import { readSettingsFile } from "../../src/settings/read-file.ts";

const text = readFileSync(
  new URL("../../schema/dockerfile-review.schema.json", import.meta.url),
  "utf8",
);
const validate = new Ajv({ strict: false }).compile(JSON.parse(text) as object);

function isRead(settings: string): boolean {
  try {
    readSettingsFile("x.yml", settings, allRules);
    return true;
  } catch {
    return false;
  }
}

describe("the published schema and the action agree on", () => {
  test.each([
    "{}\n",
    "preset: strict\nfail-on: never\nscope: all\nbaseline: a.json\nsuppressions: forbid\nown-settings: forbid\n",
    "rules: { root-user: off, DL3008: error, CKV_DOCKER_2: off, AVD-DS-0002: on, StageNameCasing: warning }\n",
    "rules: { root-user: { severity: info }, invalid-label: { options: { strict: true } } }\n",
    "labels: { schema: { a: semver }, required: [a], strict: true }\ntrusted-registries: [ghcr.io]\n",
    "overrides:\n  - { paths: [a/], preset: all, rules: { root-user: off }, suppressions: allow }\n",
    "paths: { include: [a], exclude: [b] }\n",
  ])("what is right: %j", (settings) => {
    expect([validate(parse(settings)), validate.errors]).toEqual([true, null]);
    expect(isRead(settings)).toBe(true);
  });

  test.each([
    "presets: strict\n",
    "preset: strikt\n",
    "rules: { root-usr: off }\n",
    "rules: { root-user: of }\n",
    "rules: { root-user: { options: {} } }\n",
    "rules: { invalid-label: { options: { strict: 1 } } }\n",
    "labels: { schema: { a: semverr } }\n",
    "overrides: [{ preset: all }]\n",
    "overrides: [{ paths: [] }]\n",
    "trusted-registries: ghcr.io\n",
    "paths: { includes: [a] }\n",
    "baseline: ''\n",
  ])("what is wrong: %j", (settings) => {
    expect(validate(parse(settings))).toBe(false);
    expect(isRead(settings)).toBe(false);
  });
});

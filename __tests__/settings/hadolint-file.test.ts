import { describe, expect, test } from "@jest/globals";
import { allRules } from "../../src/rules/all-rules.ts";
import { isHadolintFile, readHadolintFile } from "../../src/settings/hadolint-file.ts";
import { readSettingsFile } from "../../src/settings/read-file.ts";
import { UserError } from "../../src/settings/user-error.ts";

const path = ".hadolint.yaml";
const written = (text: string) => readHadolintFile(path, text).settings;

describe("hadolint's configuration", () => {
  test("is told by its name", () => {
    const names = [".hadolint.yaml", ".hadolint.yml", "ci/hadolint.yaml", "ci\\.hadolint.yml"];
    expect(names.filter(isHadolintFile)).toEqual(names);
    expect(isHadolintFile(".github/dockerfile-review.yml")).toBe(false);
    expect(isHadolintFile("not-hadolint.yaml")).toBe(false);
  });

  test("is read whole", () => {
    expect(
      written(
        [
          "failure-threshold: warning",
          "format: tty",
          "no-color: true",
          "ignored: [DL3008, SC2086]",
          "override:",
          "  error: [DL3007]",
          "  style: [DL3015]",
          "trustedRegistries: [ghcr.io, '*.example.com']",
          "label-schema: { version: semver, note: rawtext }",
          "strict-labels: true",
          "disable-ignore-pragma: true",
        ].join("\n"),
      ),
    ).toEqual({
      "fail-on": "warning",
      rules: { DL3007: "error", DL3015: "info", DL3008: "off", SC2086: "off" },
      "trusted-registries": ["ghcr.io", "*.example.com"],
      labels: { schema: { version: "semver", note: "raw" }, strict: true },
      suppressions: "forbid",
    });
  });

  test.each([
    ["", {}],
    ["ignored: []\n", {}],
    ["no-fail: true\nfailure-threshold: error\n", { "fail-on": "never" }],
    ["failure-threshold: style\n", { "fail-on": "info" }],
    ["failure-threshold: none\n", { "fail-on": "info" }],
    ["trustedRegistries: docker.io\n", { "trusted-registries": ["docker.io"] }],
    ["ignored: [DL3008]\noverride: { error: [DL3008] }\n", { rules: { DL3008: "off" } }],
    ["disable-ignore-pragma: false\nstrict-labels: false\n", {}],
    // hadolint takes a key without a value for one that is not there, and passes over what it does not know.
    ["ignored:\noverride:\ntrustedRegistries:\nlabel-schema:\nfailure-threshold:\nno-fail:\n", {}],
    ["override:\n  error:\n  warn: [DL3007]\n  style: [DL3008]\n", { rules: { DL3008: "info" } }],
    ["allowed-registries: [ghcr.io]\nfailureThreshold: error\n", {}],
  ])("%j", (text, expected) => {
    expect(written(text)).toEqual(expected);
  });

  test.each([
    ["ignored: DL3008\n", '.hadolint.yaml:1: `ignored` is "DL3008", and must be a list.'],
    ["failure-threshold: warn\n", 'Did you mean "warning"?'],
    ["override:\n  error: DL3008\n", '.hadolint.yaml:2: `override.error` is "DL3008"'],
    ["label-schema: { a: semverr }\n", 'Did you mean "semver"?'],
  ])("what is wrong in it is named: %j", (text, message) => {
    expect(() => written(text)).toThrow(UserError);
    expect(() => written(text)).toThrow(message);
  });

  test("means the same as our words", () => {
    const { ruleSettings, failOn } = readSettingsFile(
      path,
      "ignored: [DL3008]\nno-fail: true\n",
      allRules,
    );
    expect(ruleSettings).toEqual(new Map([["dl3008", { enabled: false }]]));
    expect(failOn).toBe("never");
  });
});

import { describe, expect, test } from "@jest/globals";
import { allRules } from "../../src/rules/all-rules.ts";
import { migrateHadolint } from "../../src/settings/migrate.ts";
import { readSettingsFile } from "../../src/settings/read-file.ts";

const hadolint = `# what our images may do
ignored:
  # versions vanish
  - DL3008 # apt
  - SC2086
override:
  error:
    - DL3007 # never latest
  style: [DL3015]
trustedRegistries:
  - docker.io # mirror
  # ours
  - "*.example.com"
# labels
label-schema:
  version: semver # from the tag
  # who
  team: text
failure-threshold: warning # since March
disable-ignore-pragma: true
format: tty
`;

/** What is written below the lines that say where it comes from. */
function body(text: string, preset: "hadolint" | null = null): string {
  return migrateHadolint(".hadolint.yaml", text, preset).split("\n").slice(2).join("\n");
}

describe("a settings file written from hadolint's", () => {
  test("says the same, with the comments", () => {
    expect(body(hadolint)).toBe(`
fail-on: warning # since March

# what our images may do
rules:
  DL3007: error # never latest
  DL3015: info
  # versions vanish
  DL3008: off # apt
  SC2086: off

trusted-registries:
  - docker.io # mirror
  # ours
  - "*.example.com"

# labels
labels:
  schema:
    version: semver # from the tag
    # who
    team: text

suppressions: forbid
`);
  });

  test.each([hadolint, "", "format: tty\n", "no-fail: true\n", "trustedRegistries: ghcr.io\n"])(
    "means the same: %j",
    (text) => {
      const written = migrateHadolint(".hadolint.yaml", text, null);
      expect(readSettingsFile("ours.yml", written, allRules)).toEqual(
        readSettingsFile(".hadolint.yaml", text, allRules),
      );
    },
  );

  test("asks for a preset when it is given one", () => {
    expect(body("no-fail: true\n", "hadolint")).toBe("\npreset: hadolint\n\nfail-on: never\n");
  });

  test("names its schema for editors", () => {
    expect(migrateHadolint("x.yaml", "", null)).toMatch(
      /^# yaml-language-server: \$schema=https:.*schema\.json\n# Written from x\.yaml by/,
    );
  });
});

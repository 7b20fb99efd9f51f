import { describe, expect, test } from "@jest/globals";
import { invalidLabel } from "../../../src/rules/metadata/invalid-label.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(invalidLabel);

function saidOf(label: string, options?: Readonly<Record<string, unknown>>) {
  const found = findingsOf(invalidLabel, `FROM alpine:3.22\nLABEL ${label}\n`, undefined, options);
  return found.map(({ severity, aliases }) => [severity, ...aliases].join(" "));
}

describe("invalid-label in particular", () => {
  test.each([
    ["com.docker.x=1", "warning DL3048"],
    ["io.docker.x=1", "warning DL3048"],
    ["org.dockerproject.x=1", "warning DL3048"],
    ["Upper=1", "info DL3048"],
    ["a_b=1", "info DL3048"],
    ["a/b=1", "info DL3048"],
    ['"a b"=1', "info DL3048"],
    ["1a=1", "info DL3048"],
    [".a=1", "info DL3048"],
    ["a.=1", "info DL3048"],
    ["a..b=1", "info DL3048"],
    ["a--b=1", "info DL3048"],
  ])("judges the key of %s", (label, said) => {
    expect(saidOf(label)).toEqual([said]);
  });

  test.each([
    ["url", "example.com", "DL3052"],
    ["url", "git@example.com:a/b.git", "DL3052"],
    ["rfc3339", "2026-01-31", "DL3053"],
    ["rfc3339", "2026-02-30T12:00:00Z", "DL3053"],
    ["rfc3339", "2026-01-31T25:00:00Z", "DL3053"],
    ["spdx", "Apache2", "DL3054"],
    ["spdx", "MIT OR", "DL3054"],
    ["spdx", "(MIT", "DL3054"],
    ["spdx", "MIT Apache-2.0", "DL3054"],
    ["hash", "main", "DL3055"],
    ["hash", "abc123", "DL3055"],
    ["semver", "1.0", "DL3056"],
    ["semver", "v1.0.0", "DL3056"],
    ["semver", "1.0.0-01", "DL3056"],
    ["semver", "01.0.0", "DL3056"],
    ["email", "Ada Lovelace", "DL3058"],
    ["email", "ada@", "DL3058"],
    ["text", "", "DL3051"],
    ["raw", "", "DL3051"],
  ])("asks for %s and is not content with %j", (type, value, alias) => {
    expect(saidOf(`x="${value}"`, { schema: { x: type } })).toEqual([`warning ${alias}`]);
  });

  test.each([
    ["url", "https://example.com/a?b=c#d"],
    ["url", "ssh://git@example.com/a.git"],
    ["rfc3339", "2024-02-29T23:59:60.123+02:00"],
    ["spdx", "GPL-2.0-or-later WITH Classpath-exception-2.0 AND (mit OR LicenseRef-own)"],
    ["spdx", "Apache-1.0+"],
    ["hash", "0123abc"],
    ["hash", "0123456789abcdef0123456789abcdef01234567"],
    ["semver", "1.2.3-rc.1+build.5"],
    ["email", "ada+x@mail.example.com"],
    ["text", "anything"],
    ["raw", "{}"],
    ["unheard-of", "anything"],
  ])("takes as %s %j", (type, value) => {
    expect(saidOf(`x='${value}'`, { schema: { x: type } })).toEqual([]);
  });

  test("with strict asks for keys of the schema only", () => {
    const options = { schema: { "com.example.team": "text" }, strict: true };
    expect(saidOf('com.example.team="web" maintainer="ada"', options)).toEqual(["info DL3050"]);
    expect(saidOf('maintainer="ada"')).toEqual([]);
  });

  test("knows what the OCI annotations mean", () => {
    const label =
      'org.opencontainers.image.created="now" org.opencontainers.image.source="here" ' +
      'org.opencontainers.image.licenses="free" org.opencontainers.image.title=""';
    expect(saidOf(label)).toEqual([
      "warning DL3053",
      "warning DL3052",
      "warning DL3054",
      "warning DL3051",
    ]);
  });

  test("reads the form without an equals sign", () => {
    expect(saidOf("Description This is it")).toEqual(["info DL3048"]);
  });
});

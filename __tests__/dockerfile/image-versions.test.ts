import { describe, expect, test } from "@jest/globals";
import { parseImageReference } from "../../src/dockerfile/image-reference.ts";
import {
  compareVersions,
  officialName,
  repositoryKey,
  versionOfTag,
} from "../../src/dockerfile/image-versions.ts";

describe("versionOfTag", () => {
  test.each([
    ["18", "18", [18], ""],
    ["v1.2.3-alpine", "v1.2.3", [1, 2, 3], "-alpine"],
    ["3.13.1-slim-bookworm", "3.13.1", [3, 13, 1], "-slim-bookworm"],
    ["24.0.2_12-jdk-noble", "24.0.2", [24, 0, 2], "_12-jdk-noble"],
    ["bookworm-slim", "bookworm", [12], "-slim"],
    ["24.04", "24.04", [24, 4], ""],
  ])("reads %s", (tag, text, numbers, variant) => {
    expect(versionOfTag(tag)).toEqual({ text, numbers, variant });
  });

  test.each(["latest", "alpine", "jdk17", "1.x", "3a", "1.2.3.4.5.6", "9999999999"])(
    "knows no version in %s",
    (tag) => {
      expect(versionOfTag(tag)).toBeNull();
    },
  );
});

test.each([
  ["1.9", "1.10", -1],
  ["3.11", "3.11.4", 0],
  ["22.04", "jammy", 0],
  ["bookworm", "11", 1],
])("compares %s with %s", (first, second, sign) => {
  const [left, right] = [versionOfTag(first), versionOfTag(second)];
  expect(left !== null && right !== null && Math.sign(compareVersions(left, right))).toBe(sign);
});

test.each([
  ["node:22", "docker.io/library/node", "node"],
  ["docker.io/node:22", "docker.io/library/node", "node"],
  ["index.docker.io/library/node", "docker.io/library/node", "node"],
  ["acme/node", "docker.io/acme/node", null],
  ["ghcr.io/node", "ghcr.io/node", null],
])("gives %s one name", (text, key, official) => {
  const reference = parseImageReference(text);
  expect(reference && repositoryKey(reference)).toBe(key);
  expect(reference && officialName(reference)).toBe(official);
});

import { describe, expect, test } from "@jest/globals";
import { isServed, normalisePlatform } from "../../../src/dockerfile/platforms.ts";
import { unavailableBasePlatform } from "../../../src/rules/base-image/unavailable-base-platform.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(unavailableBasePlatform);

describe("unavailable-base-platform in particular", () => {
  test.each([
    "FROM --platform=linux/mips64le rust:1\n",
    "FROM --platform=linux/arm/v5 rust:1\n",
    "FROM --platform=windows/amd64 alpine:3.22\n",
    "FROM --platform=linux/s390x mysql:8.4\n",
    "FROM --platform=linux/arm/v7 rust:1-alpine\n",
    "FROM --platform=linux/arm64 amd64/debian:12\n",
    "FROM --platform=linux/386 amd64/debian:12\n",
    "FROM --platform=${P:-linux/mips64le} rust:1\n",
  ])("fires on %j", (text) => {
    const [finding] = findingsOf(unavailableBasePlatform, text);
    expect(finding?.aliases).toEqual(["InvalidBaseImagePlatform"]);
    expect(text.slice(finding?.span.start, finding?.span.end)).toMatch(/^--platform=\S+$/);
  });

  test("says what the image exists for", () => {
    const text = "FROM --platform=linux/arm64 mcr.microsoft.com/mssql/server:2022-latest\n";
    expect(findingsOf(unavailableBasePlatform, text)[0]?.message).toContain(
      "It exists for `linux/amd64`.",
    );
  });
});

describe("platforms", () => {
  test.each([
    ["linux/amd64", "linux/amd64"],
    ["amd64", "linux/amd64"],
    ["LINUX/X86_64", "linux/amd64"],
    ["linux/aarch64", "linux/arm64"],
    ["linux/arm64/v8", "linux/arm64"],
    ["linux/arm64/v9", "linux/arm64/v9"],
    ["arm", "linux/arm/v7"],
    ["arm/v6", "linux/arm/v6"],
    ["linux/armhf", "linux/arm/v7"],
    ["windows/amd64", "windows/amd64"],
    ["linux", null],
    ["linux/amd64/v2/x", null],
    ["nonsense", null],
    ["", null],
  ])("reads %j as %j", (text, platform) => {
    expect(normalisePlatform(text)).toBe(platform);
  });

  test.each([
    ["linux/amd64", ["linux/386"], true],
    ["linux/386", ["linux/amd64"], false],
    ["linux/arm64", ["linux/arm/v6"], true],
    ["linux/arm/v6", ["linux/arm/v7"], false],
    ["linux/arm/v7", ["linux/arm/v6"], true],
    ["windows/amd64", ["linux/amd64"], false],
    ["linux/amd64/v2", ["linux/amd64"], true],
  ])("is %s served by %j: %s", (platform, published, served) => {
    expect(isServed(platform, published)).toBe(served);
  });
});

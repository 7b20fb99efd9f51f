import { describe, expect, test } from "@jest/globals";
import { looseBaseImageVersion } from "../../../src/rules/base-image/loose-base-image-version.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(looseBaseImageVersion);

describe("loose-base-image-version in particular", () => {
  test.each([
    ["node:22", "only the major version 22"],
    ["traefik:v3", "only the major version v3"],
    ["eclipse-temurin:21-jre", "only the major version 21"],
    ["oven/bun:1", "only the major version 1"],
    ["debian:bookworm-slim", "only the distribution `bookworm`"],
    ["python:slim", "no version"],
    ["node:lts", "no version"],
  ])("says what %s names", (image, words) => {
    const text = `FROM ${image}\n`;
    const [finding] = findingsOf(looseBaseImageVersion, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe(image);
    expect(finding?.message).toContain(`names ${words}:`);
  });

  test.each([
    ["node:22", "the minor version too"],
    ["debian:bookworm-slim", "the point release or its date too"],
  ])("says how %s is named precisely", (image, words) => {
    const [finding] = findingsOf(looseBaseImageVersion, `FROM ${image}\n`);
    expect(finding?.message).toContain(words);
  });

  test("says of a variable that its default is meant", () => {
    const [finding] = findingsOf(looseBaseImageVersion, "ARG V=3\nFROM python:${V}\n");
    expect(finding?.message).toContain("`python:3`, the default here,");
  });
});

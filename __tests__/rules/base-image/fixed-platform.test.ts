import { describe, expect, test } from "@jest/globals";
import { fixedPlatform } from "../../../src/rules/base-image/fixed-platform.ts";
import { lintDockerfile } from "../../../src/lint/lint-dockerfile.ts";
import { contextOf, describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";
import { selected } from "../../support/rules.ts";

describeRule(fixedPlatform);

describe("fixed-platform in particular", () => {
  test.each(["linux/amd64", "linux/arm64/v8", "arm64", "linux", '"linux/amd64"'])(
    "fires on %s",
    (platform) => {
      const text = `FROM --platform=${platform} alpine:3.22\n`;
      const [finding] = findingsOf(fixedPlatform, text);
      expect(text.slice(finding?.span.start, finding?.span.end)).toBe(`--platform=${platform}`);
      expect(finding?.aliases).toEqual(["DL3029", "FromPlatformFlagConstDisallowed"]);
    },
  );

  test("speaks of cross-compilation where another stage is the image", () => {
    const text =
      "FROM --platform=linux/amd64 golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build /x /x\n";
    const [finding] = findingsOf(fixedPlatform, text);
    expect(finding?.message).toContain("--platform=$BUILDPLATFORM");
  });

  test.each([
    ["--platform=linux/amd64 golang:1.25", "--platform=$BUILDPLATFORM golang:1.25"],
    ['--platform="amd64"   golang:1.25', "--platform=$BUILDPLATFORM   golang:1.25"],
  ])("lets %s run on the builder where it compiles for another platform", (before, after) => {
    const rest = " AS build\nARG TARGETOS TARGETARCH\nFROM alpine:3.22\nCOPY --from=build /x /x\n";
    expect(fixedBy(fixedPlatform, `FROM ${before}${rest}`)).toBe(`FROM ${after}${rest}`);
  });

  test("takes the flag from the image's own stage, whatever it asks for", () => {
    const text = "FROM --platform=linux/amd64 alpine:3.22\nARG TARGETARCH\n";
    expect(fixedBy(fixedPlatform, text)).toBe("FROM alpine:3.22\nARG TARGETARCH\n");
  });

  test("says that a stage keeps its platform", () => {
    const text = "FROM alpine:3.22 AS base\nFROM --platform=linux/amd64 base\n";
    const [finding] = findingsOf(fixedPlatform, text);
    expect(finding?.message).toContain("has no effect");
  });

  test.each([
    ["Dockerfile.build.arm64", 0],
    ["images/aarch64/Dockerfile", 0],
    ["Dockerfile.amd64", 1],
    ["arm64/images/web/Dockerfile", 1],
  ])("in %s says %d things of --platform=linux/arm64", (path, count) => {
    const input = {
      path,
      text: "FROM --platform=linux/arm64 alpine:3.22\n",
      buildContext: contextOf({}),
    };
    const { findings } = lintDockerfile(input, [selected(fixedPlatform)]);
    expect(findings).toHaveLength(count);
  });

  test.each([
    "FROM --platform=nonsense/x/y/z alpine:3.22\n",
    "FROM --platform=wasi/wasm alpine:3.22\n",
    "FROM --platform=linux/amd64 alpine:3.22 AS linux-build\n",
    "FROM --platform=linux/amd64 alpine:3.22 AS build_x86_64\n",
    "FROM --platform=linux/386 i386/debian:12\n",
  ])("is silent on %j", (text) => {
    expect(findingsOf(fixedPlatform, text)).toEqual([]);
  });
});

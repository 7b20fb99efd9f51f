import { describe, expect, test } from "@jest/globals";
import { baseImageVersionDrift } from "../../../src/rules/base-image/base-image-version-drift.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(baseImageVersionDrift);

function pair(first: string, second: string): string {
  return `FROM ${first} AS build\nRUN make\nFROM ${second}\nCOPY --from=build /x /x\n`;
}

describe("base-image-version-drift in particular", () => {
  test("points at the older one and names the newer one without its digest", () => {
    const digest = "@sha256:b5a1d8d1a4e0f8d54b1a5f32e6d9e2c1f9c3f2a8b7c6d5e4f3a2b1c0d9e8f7a6";
    const text = pair("node:20", `node:22${digest}`);
    const [finding] = findingsOf(baseImageVersionDrift, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("node:20");
    expect(finding?.message).toContain("`node:20` is older than `node:22` on line 3");
  });

  test.each([
    ["python:3.9-slim", "python:3.10", "python:3.10-slim"],
    ["docker.io/library/node:9", "node:22.1", "docker.io/library/node:22.1"],
    [
      "registry.example.com:5000/a:1.2",
      "registry.example.com:5000/a:1.10",
      "registry.example.com:5000/a:1.10",
    ],
    ["ubuntu:focal", "ubuntu:24.04", "ubuntu:24.04"],
  ])("raises %s to the version of %s", (older, newer, raised) => {
    expect(fixedBy(baseImageVersionDrift, pair(older, newer))).toBe(pair(raised, newer));
  });

  test("gives no fix where the new tag may not exist or is not written there", () => {
    for (const text of [
      pair("node:20-bullseye", "node:22"),
      `ARG N=20\n${pair("node:${N}", "node:22")}`,
      `FROM node:18 AS old\nRUN make\n${pair("node:20", "node:22")}COPY --from=old /x /x\n`,
    ]) {
      const findings = findingsOf(baseImageVersionDrift, text);
      expect(findings.length).toBeGreaterThan(0);
      expect(findings.filter(({ fix }) => fix !== null)).toEqual([]);
    }
  });

  test.each([
    pair("node:lts", "node:22"),
    pair("acme/node:20", "node:22"),
    pair("alpine:3.22", "alpine:3"),
    "FROM golang:1.20 AS go1.20\nRUN make\nFROM golang:1.25\nCOPY --from=go1.20 /x /x\n",
    "FROM debian:bullseye AS glibc-bullseye\nRUN make\nFROM debian:12\nCOPY --from=0 /x /x\n",
  ])("is silent on %j", (text) => {
    expect(findingsOf(baseImageVersionDrift, text)).toEqual([]);
  });
});

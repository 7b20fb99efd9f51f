import { describe, expect, test } from "@jest/globals";
import { untrustedRegistry } from "../../../src/rules/base-image/untrusted-registry.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(untrustedRegistry);

function problems(text: string, ...trusted: string[]): string[] {
  const options = { "trusted-registries": trusted };
  return findingsOf(untrustedRegistry, text, undefined, options).map(({ message }) => message);
}

describe("untrusted-registry in particular", () => {
  test.each([
    ["FROM alpine:3.22\n", "docker.io"],
    ["FROM docker.io/library/alpine:3.22\n", "docker.io/library"],
    ["FROM index.docker.io/alpine:3.22\n", "docker.io/library"],
    ["FROM acme/base:1\n", "docker.io/acme/"],
    ["FROM GHCR.io/acme/base:1\n", "ghcr.io"],
    ["FROM eu.registry.example.com/x:1\n", "*.example.com"],
    ["FROM localhost:5000/x:1\n", "localhost:5000"],
    ["FROM scratch\n", "ghcr.io"],
    ["FROM ghcr.io/a/b:1 AS build\nFROM build\nCOPY --from=build /x /x\n", "ghcr.io"],
    ["ARG IMAGE\nFROM ${IMAGE}\n", "ghcr.io"],
    ["FROM ghcr.io/a/b:1\nCOPY --from=assets /x /x\n", "ghcr.io"],
  ])("trusts %j by %s", (text, trusted) => {
    expect(problems(text, trusted)).toEqual([]);
  });

  test.each([
    ["FROM alpine:3.22\n", "ghcr.io"],
    ["FROM acme/base:1\n", "docker.io/library"],
    ["FROM ghcr.io/acme-evil/base:1\n", "ghcr.io/acme"],
    ["FROM example.com.evil.org/x:1\n", "*.example.com"],
    ["ARG R=quay.io\nFROM ${R}/x:1\n", "ghcr.io"],
    ["FROM ghcr.io/a/b:1\nRUN --mount=type=bind,from=quay.io/x:1,target=/x true\n", "ghcr.io"],
  ])("does not trust %j by %s", (text, trusted) => {
    expect(problems(text, trusted)).toHaveLength(1);
  });

  test("names image, registry and list", () => {
    const [message] = problems("FROM quay.io/x:1\n", "ghcr.io", "docker.io");
    expect(message).toContain("`quay.io/x:1` comes from `quay.io`");
    expect(message).toContain("(`ghcr.io`, `docker.io`)");
  });

  test("takes a list that is none for an empty one", () => {
    const options = { "trusted-registries": "ghcr.io" };
    expect(findingsOf(untrustedRegistry, "FROM quay.io/x:1\n", undefined, options)).toEqual([]);
  });
});

import { describe, expect, test } from "@jest/globals";
import { unknownContext } from "../../../src/context/build-context.ts";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { endOfLifeBaseImage } from "../../../src/rules/base-image/end-of-life-base-image.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(endOfLifeBaseImage);

function messagesOn(today: string | null, text: string): string[] {
  const context = { path: "Dockerfile", buildContext: unknownContext, options: {}, today };
  return [...endOfLifeBaseImage.check(parseDockerfile(text), context)].map(
    ({ message }) => message,
  );
}

describe("end-of-life-base-image in particular", () => {
  test("speaks from the day after the last day of support", () => {
    expect(messagesOn("2026-04-30", "FROM node:20\n")).toEqual([]);
    expect(messagesOn("2026-05-01", "FROM node:20\n")).toHaveLength(1);
  });

  test("says nothing when the day is not known", () => {
    expect(messagesOn(null, "FROM node:8\n")).toEqual([]);
  });

  test("names both releases of an image, and what is supported", () => {
    expect(messagesOn("2026-11-21", "FROM node:14-buster\n")).toEqual([
      "`node:14-buster` is past its end of life: Node.js 14 has had no security fixes since 2023-04-30, and Debian 10 none " +
        "since 2024-06-30. Holes that are found in it stay open. Supported are Node.js 22, 24 and 26, and Debian 12 and 13.",
    ]);
  });

  test.each([
    ["python:3.13-slim-bullseye", "Debian 11"],
    ["python:3.13-alpine3.17", "Alpine Linux 3.17"],
    ["debian:stretch", "Debian 9"],
    ["debian:10.2-slim", "Debian 10"],
    ["ubuntu:xenial", "Ubuntu 16.04"],
    ["node:hydrogen-alpine", "Node.js 18"],
    ["golang:1.19.3", "Go 1.19"],
    ["postgres:9.6.24-alpine", "PostgreSQL 9.6"],
    ["postgres:12.3", "PostgreSQL 12"],
    ["mysql:5.7.44", "MySQL 5.7"],
    ["eclipse-temurin:18.0.2_9-jre", "Eclipse Temurin 18"],
    ["eclipse-temurin:17-jre-focal", "Ubuntu 20.04"],
    ["mcr.microsoft.com/dotnet/aspnet:6.0-alpine", ".NET 6.0"],
    ["gcr.io/distroless/nodejs18-debian11", "Debian 11"],
    ["centos:7", "CentOS Linux 7"],
  ])("knows that %s stands on %s", (image, release) => {
    expect(messagesOn("2026-11-21", `FROM ${image}\n`).join()).toContain(
      `${release} has had no security fixes since`,
    );
  });

  test("says that nothing of a product is left", () => {
    expect(messagesOn("2026-11-21", "FROM centos:8\n").join()).toContain(
      "Move to an image that is still maintained.",
    );
  });

  test("says it once for a release, and where it stands besides", () => {
    const text =
      "FROM mcr.microsoft.com/dotnet/sdk:6.0 AS a\nFROM node:16 AS b\nFROM mcr.microsoft.com/dotnet/aspnet:6.0\n";
    const said = messagesOn("2026-11-21", text);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/The same goes for line 3\.$/);
    expect(said[1]).not.toContain("The same goes");
  });

  test("says it once for one image, and of a default that it is one", () => {
    const text = "ARG V=16\nFROM node:${V} AS a\nFROM node:${V} AS b\n";
    const findings = findingsOf(endOfLifeBaseImage, text);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ confidence: "medium" });
    expect(findings[0]?.message).toContain("`node:16`, the default here, is past");
  });
});

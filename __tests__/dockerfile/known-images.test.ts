import { describe, expect, test } from "@jest/globals";
import { imageHasTool } from "../../src/dockerfile/image-tools.ts";
import { hubName, knownImage } from "../../src/dockerfile/known-images.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import type { ImageReference } from "../../src/dockerfile/model.ts";

function reference(text: string): ImageReference {
  const found = parseDockerfile(`FROM ${text}\n`).stages[0]?.base.reference;
  if (found == null) throw new Error(`${text} is no image`);
  return found;
}

describe("knownImage", () => {
  test.each([
    ["nginx:1.27.3", "service", [80]],
    ["docker.io/library/postgres:17", "service", [5432]],
    ["public.ecr.aws/docker/library/redis:7.4", "service", [6379]],
    ["php:8.4-fpm-alpine", "service", [9000]],
    ["php:8.4-apache-bookworm", "service", [80]],
    ["php:8.4-cli", "prompt", undefined],
    ["wordpress:6-fpm", "service", [9000]],
    ["gcr.io/distroless/static-debian12", "none", undefined],
    ["mcr.microsoft.com/dotnet/aspnet:9.0", "prompt", undefined],
    ["registry.access.redhat.com/ubi9/ubi-minimal:9.5", "prompt", undefined],
  ])("knows %s", (name, starts, exposes) => {
    expect(knownImage(reference(name))).toMatchObject({ starts, ...(exposes && { exposes }) });
  });

  test.each(["company/nginx:1", "ghcr.io/library/nginx:1", "constructor:1", "quay.io/x/y"])(
    "does not take %s for another image",
    (name) => {
      expect(knownImage(reference(name))).toBeNull();
    },
  );

  test.each([
    ["mongo:4.4", false],
    ["mongo:8.0-noble", true],
    ["mongo", true],
    ["mariadb:10.3", false],
    ["mariadb:11.4", true],
    ["postgres:9.6", true],
    ["nginx:1.28", false],
  ])("knows whether %s has a command that asks its service: %j", (name, has) => {
    expect(knownImage(reference(name))?.probe !== undefined).toBe(has);
  });

  test("names images of Docker Hub only", () => {
    expect(hubName(reference("index.docker.io/library/node:22"))).toBe("node");
    expect(hubName(reference("registry.docker.com/library/ruby:3.4-slim"))).toBe("ruby");
    expect(hubName(reference("registry.hub.docker.com/library/ruby:3.4"))).toBe("ruby");
    expect(hubName(reference("public.ecr.aws/lambda/python:3.13"))).toBeNull();
  });
});

describe("imageHasTool", () => {
  test.each([
    ["python:3.13", "curl", true],
    ["python:3.13-slim", "curl", false],
    ["python:3.13-alpine", "curl", false],
    ["python:3.13-alpine", "wget", true],
    ["python:3.13-slim", "python", true],
    ["alpine:3.22", "python3", false],
    ["debian:12", "wget", false],
    ["nginx:1.27.3-alpine", "curl", true],
    ["nginx:1.27.3-alpine-slim", "curl", false],
    ["nginx:1.27.3", "wget", false],
    ["eclipse-temurin:21-jre", "curl", true],
    ["mcr.microsoft.com/dotnet/aspnet:9.0", "curl", false],
    ["mcr.microsoft.com/dotnet/sdk:9.0", "curl", true],
    ["fedora:43", "curl", true],
    ["registry.access.redhat.com/ubi9/ubi-micro", "curl", null],
    ["gcr.io/distroless/nodejs22-debian12", "node", null],
    ["gcr.io/distroless/static", "wget", false],
    ["company/python:3", "curl", null],
    ["postgres:17", "curl", null],
    ["node:22", "jq", null],
  ])("%s has %s: %s", (name, tool, has) => {
    expect(imageHasTool(reference(name), tool)).toBe(has);
  });
});

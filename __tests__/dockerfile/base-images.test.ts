import { describe, expect, test } from "@jest/globals";
import { mayBeSetByBase } from "../../src/dockerfile/base-environment.ts";
import { baseImages } from "../../src/dockerfile/base-images.ts";
import { baseUserOf, unprivilegedImages } from "../../src/dockerfile/base-users.ts";
import { endedReleases } from "../../src/dockerfile/ended-releases.ts";
import { familyOfImage } from "../../src/dockerfile/image-family.ts";
import { megabytesOf, variantOfImage } from "../../src/dockerfile/image-variants.ts";
import { findBaseImage } from "../../src/dockerfile/known-images.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { products } from "../../src/dockerfile/product-releases.ts";

const isoDay = /^\d{4}-\d{2}-\d{2}$/;
const platform =
  /^(?:linux|windows)\/(?:amd64|arm64|386|arm\/v[567]|mips64le|ppc64le|riscv64|s390x)$/;

function isDay(text: string): boolean {
  return isoDay.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function duplicates(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function useOf(image: string) {
  const use = parseDockerfile(`FROM ${image}\n`).stages[0]?.base;
  if (use === undefined) throw new Error(`${image} makes no stage`);
  return use;
}

function referenceOf(image: string) {
  const { reference } = useOf(image);
  if (reference === null) throw new Error(`${image} is no image`);
  return reference;
}

describe("the table of base images", () => {
  test("has each image once, each with a source and the day it was checked", () => {
    expect(duplicates(baseImages.map(({ name }) => name))).toEqual([]);
    for (const { name, source, checked } of baseImages) {
      expect([name, source]).toEqual([name, expect.stringMatching(/^https:\/\/\S+$/)]);
      expect([name, isDay(checked)]).toEqual([name, true]);
    }
  });

  test("says of which state of the source it speaks: a commit, or the day of an image", () => {
    for (const { name, source, checked, asOf } of baseImages) {
      if (asOf !== undefined) {
        expect([name, isDay(asOf)]).toEqual([name, true]);
        expect([name, asOf <= checked]).toEqual([name, true]);
      }
      // Entries that were compared before this was asked for get it when they are compared again.
      if (checked <= "2026-11-21") continue;
      const stands = asOf !== undefined || /\/blob\/[0-9a-f]{40}\//.test(source);
      expect([name, stands]).toEqual([name, true]);
    }
  });

  test("has the source and the day of what it says of whole families", () => {
    for (const { images, source, checked } of unprivilegedImages) {
      expect([images, source]).toEqual([
        images,
        expect.stringMatching(/^https:\/\/\S+\/blob\/(?:[0-9a-f]{40}|v[\d.]+)\//),
      ]);
      expect([images, isDay(checked)]).toEqual([images, true]);
    }
  });

  test("names images as they are looked up", () => {
    for (const image of baseImages) {
      expect(findBaseImage(referenceOf(image.name))).toBe(image);
    }
  });

  test("has each variant once, measured where a size is given, and no program in both lists", () => {
    for (const { name, variants = [] } of baseImages) {
      expect([name, duplicates(variants.map(({ words }) => words))]).toEqual([name, []]);
      for (const { words, megabytes, measured, has = "", lacks = "" } of variants) {
        expect([name, words, megabytes === undefined]).toEqual([
          name,
          words,
          measured === undefined,
        ]);
        if (megabytes !== undefined) expect(megabytes).toBeGreaterThan(0);
        const tools = [...has.split(" "), ...lacks.split(" ")].filter((tool) => tool !== "");
        expect([name, words, duplicates(tools)]).toEqual([name, words, []]);
      }
    }
  });

  test("finds each measured tag as the variant that it is an example of", () => {
    for (const { name, variants = [] } of baseImages) {
      for (const variant of variants) {
        if (variant.measured === undefined) continue;
        expect(variantOfImage(referenceOf(`${name}:${variant.measured}`))).toBe(variant);
      }
    }
  });

  test("names platforms as Docker does, a variant's among those of its image", () => {
    for (const { name, platforms, variants = [] } of baseImages) {
      expect([name, (platforms ?? []).filter((one) => !platform.test(one))]).toEqual([name, []]);
      expect([name, duplicates(platforms ?? [])]).toEqual([name, []]);
      for (const variant of variants) {
        const more = (variant.platforms ?? []).filter((one) => platforms?.includes(one) !== true);
        expect([name, variant.words, more]).toEqual([name, variant.words, []]);
      }
    }
  });

  test("names products that have a table of releases", () => {
    const named = baseImages.flatMap(({ product }) => product ?? []);
    const known = products.map(({ name }) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !named.includes(name))).toEqual([]);
  });
});

describe("the table of releases", () => {
  test("has each product and each release once, with real days", () => {
    expect(duplicates(products.map(({ name }) => name))).toEqual([]);
    for (const { name, ends, codenames = {}, source, checked, asOf } of products) {
      expect([name, source]).toEqual([name, expect.stringMatching(/^https:\/\/\S+$/)]);
      expect([name, isDay(checked)]).toEqual([name, true]);
      expect([name, asOf === undefined || (isDay(asOf) && asOf <= checked)]).toEqual([name, true]);
      const releases = ends.map(([release]) => release);
      expect([name, duplicates(releases)]).toEqual([name, []]);
      expect([name, releases.filter((one) => !/^\d+(\.\d+)?$/.test(one))]).toEqual([name, []]);
      expect([name, ends.filter(([, day]) => day !== null && !isDay(day))]).toEqual([name, []]);
      const unknown = Object.values(codenames).filter((one) => !releases.includes(one));
      expect([name, unknown]).toEqual([name, []]);
    }
  });
});

describe("what an image name tells", () => {
  test.each([
    ["archlinux", "LANG", true],
    ["archlinux", "JAVA_HOME", false],
    ["almalinux:9", "LANG", false],
    ["caddy:2", "XDG_CONFIG_HOME", true],
    ["pypy:3.11", "PYPY_VERSION", null],
  ])("%s: whether it sets %s is %j", (image, variable, expected) => {
    const stage = parseDockerfile(`FROM ${image}\n`).stages[0] ?? null;
    expect(mayBeSetByBase(stage, variable)).toBe(expected);
  });

  test.each([
    ["openjdk:17-jdk", null],
    ["openjdk:17-jdk-slim", "debian"],
    ["maven:3.9-eclipse-temurin-21", "debian"],
    ["maven:3.8-openjdk-8", "debian"],
    ["maven:3.8-openjdk-17", "rhel"],
    ["maven:3.8-openjdk-17-slim", "debian"],
    ["maven:3.9-amazoncorretto-21", "rhel"],
    ["maven:3.9-amazoncorretto-21-alpine", "alpine"],
    ["gradle:8-jdk21-corretto", "rhel"],
    ["amazoncorretto:21", "rhel"],
    ["amazoncorretto:21-alpine3.22", "alpine"],
    ["bash:5.2", "alpine"],
    ["caddy:2", "alpine"],
  ])("%s is of the family %j", (image, family) => {
    expect(familyOfImage(referenceOf(image))).toBe(family);
  });

  test.each([
    ["spark:3.5.3", "unprivileged"],
    ["wordpress:6", "root-service"],
    ["phusion/baseimage:noble-1.0.0", "root-service"],
    ["envoyproxy/envoy:v1.35.0", "drops-privileges"],
    ["mcr.microsoft.com/mssql/server:2022-latest", "unprivileged"],
    ["public.ecr.aws/lambda/python:3.13", "unprivileged"],
    ["amazon/aws-lambda-nodejs:22", "unprivileged"],
    ["public.ecr.aws/amazonlinux/amazonlinux:2023", "unknown"],
    ["company/lambda:1", "unknown"],
    ["nvidia/cuda:12.4.1-runtime-ubuntu22.04", "unknown"],
    ["bitnami/redis:7.4", "unprivileged"],
    ["quay.io/keycloak/keycloak:26.0", "unprivileged"],
    ["grafana/loki:3.7.8", "unprivileged"],
    ["grafana/logcli:3.7.8", "unknown"],
    ["prom/node-exporter:v1.12.1", "unprivileged"],
  ])("%s runs as %s", (image, user) => {
    expect(baseUserOf(useOf(image))).toBe(user);
  });

  test.each([
    ["golang:1.25-alpine", "Go 1.25", "2026-08-19"],
    ["golang:1.24", "Go 1.24", "2026-02-10"],
    ["ubuntu:23.10", "Ubuntu 23.10", "2024-07-11"],
    ["ubuntu:plucky", "Ubuntu 25.04", "2026-01-15"],
    ["node:25", "Node.js 25", "2026-06-01"],
    ["mysql:9.1", "MySQL 9.1", "2025-01-21"],
    ["mongo:7.3", "MongoDB 7.3", "2024-10-31"],
    ["nginx:1.26.2", "nginx 1.26", "2025-04-23"],
    ["debian:stretch-slim", "Debian 9", "2022-06-30"],
  ])("%s is made of %s, which ended on %s", (image, release, day) => {
    const ended = endedReleases(referenceOf(image), "2026-11-29");
    expect(ended.map((one) => [`${one.product.title} ${one.release}`, one.day])).toEqual([
      [release, day],
    ]);
  });

  test.each(["golang:1.26", "ubuntu:24.04", "mysql:8.4", "mysql:9.7", "mongo:8.0", "nginx:1.29"])(
    "%s is made of nothing that has ended",
    (image) => {
      expect(endedReleases(referenceOf(image), "2026-11-29")).toEqual([]);
    },
  );
});

describe("variants and sizes", () => {
  test.each([
    ["python:3.13", ""],
    ["python:3.13-slim-bookworm", "slim"],
    ["node:22-bookworm-slim", "slim"],
    ["python:3.13-alpine3.22", "alpine"],
    ["docker.io/library/python:3", ""],
    ["eclipse-temurin:21.0.5_11-jre-alpine-3.22", "jre alpine"],
    ["eclipse-temurin:21-jdk-noble", ""],
    ["nginx:1.27.3-alpine-slim", "alpine slim"],
    ["gcr.io/distroless/static-debian12:nonroot", "nonroot"],
  ])("takes %s for the variant %j", (image, words) => {
    expect(variantOfImage(referenceOf(image))?.words).toBe(words);
  });

  test.each([
    "python:3.13-windowsservercore",
    "node:22-onbuild",
    "company/python:3",
    `python@sha256:${"0".repeat(64)}`,
  ])("does not know the variant of %s", (image) => {
    expect(variantOfImage(referenceOf(image))).toBeNull();
  });

  test("knows the size of scratch, and of no image that the table lacks", () => {
    expect(megabytesOf(useOf("scratch"))).toBe(0);
    expect(megabytesOf(useOf("company/base:1"))).toBeNull();
    expect(megabytesOf(useOf("python:3.13"))).toBeGreaterThan(
      megabytesOf(useOf("python:3.13-slim")) ?? Infinity,
    );
  });
});

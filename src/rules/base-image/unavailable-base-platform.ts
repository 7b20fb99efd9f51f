import { imageName } from "../../dockerfile/image-reference.ts";
import { askedPlatform, isServed, publishedPlatforms } from "../../dockerfile/platforms.ts";
import type { Rule } from "../rule.ts";

export const unavailableBasePlatform: Rule = {
  name: "unavailable-base-platform",
  category: "base-image",
  severity: "error",
  confidence: "high",
  presets: ["recommended"],
  summary: "FROM asks for a platform that the base image is not published for",
  why:
    "The build ends with `no match for platform in manifest`, or, where the image exists for one platform only, the image " +
    "of that platform is taken all the same and its programs do not start (`exec format error`). This rule knows the " +
    "platforms of well-known images and of Docker Hub's namespaces for one platform each (`arm64v8/...`).",
  sources: [
    {
      title: "Docker build checks: InvalidBaseImagePlatform",
      url: "https://docs.docker.com/reference/build-checks/invalid-base-image-platform/",
    },
    {
      title: "Docker official images: architectures other than amd64",
      url: "https://github.com/docker-library/official-images#architectures-other-than-amd64",
    },
  ],
  aliases: ["InvalidBaseImagePlatform"],
  fix: "none",
  scope: "file",
  words: ["--platform"],
  examples: [
    {
      bad: "FROM --platform=linux/arm64 mcr.microsoft.com/mssql/server:2022-latest\nCOPY init.sql /init/\n",
      good: "FROM --platform=linux/amd64 mcr.microsoft.com/mssql/server:2022-latest\nCOPY init.sql /init/\n",
    },
    {
      bad: 'FROM --platform=linux/arm/v7 eclipse-temurin:21-jre-alpine\nCMD ["java", "-jar", "/app.jar"]\n',
      good: 'FROM --platform=linux/arm/v7 eclipse-temurin:21-jre\nCMD ["java", "-jar", "/app.jar"]\n',
    },
    {
      bad: "ARG PLATFORM=linux/amd64\nFROM --platform=$PLATFORM arm64v8/alpine:3.22\n",
      good: "ARG PLATFORM=linux/arm64\nFROM --platform=$PLATFORM arm64v8/alpine:3.22\n",
    },
  ],
  silentOn: [
    "FROM --platform=$BUILDPLATFORM mcr.microsoft.com/mssql/server:2022-latest\n",
    "FROM --platform=$TARGETPLATFORM arm64v8/alpine:3.22\n",
    "ARG PLATFORM\nFROM --platform=$PLATFORM arm64v8/alpine:3.22\n",
    "FROM arm64v8/alpine:3.22\n",
    "FROM --platform=linux/arm64/v8 rust:1\n",
    "FROM --platform=linux/arm64 arm32v7/debian:12\n",
    "FROM --platform=linux/amd64 i386/debian:12\n",
    "FROM --platform=linux/arm/v7 arm32v6/alpine:3.22\n",
    "FROM --platform=linux/x86_64 rust:1\n",
    "FROM --platform=aarch64 rust:1\n",
    "FROM --platform=linux rust:1\n",
    "FROM --platform=linux/riscv64 company/app:1\n",
    "FROM --platform=wasi/wasm rust:1\n",
    "FROM --platform=windows/amd64 python:3.13\n",
    "FROM alpine:3.22 AS base\nFROM --platform=linux/sparc base\n",
  ],
  *check({ stages }) {
    for (const { base, from } of stages) {
      const { reference } = base;
      if (from.platform === null || reference === null) continue;
      const platform = askedPlatform(from);
      const published = publishedPlatforms(reference);
      if (platform === null || published === null || isServed(platform, published)) continue;
      const written = from.platform.value ?? "";
      const byDefault = written.includes("$") ? ` (\`${written}\`, by its default)` : "";
      const name = imageName(reference);
      const list = published.map((one) => `\`${one}\``).join(", ");
      yield {
        message:
          `\`${name}\` is not published for \`${platform}\`${byDefault}: the build fails, or gives an image whose programs do ` +
          `not start. It exists for ${list}. Ask for one of them, or take another image.`,
        span: from.platform.span,
        ...(byDefault === "" ? {} : { confidence: "medium" as const }),
      };
    }
  },
};

import { imageUses } from "../../dockerfile/image-uses.ts";
import { isMovingTag } from "../../dockerfile/image-versions.ts";
import type { Rule } from "../rule.ts";

export const latestBaseImage: Rule = {
  name: "latest-base-image",
  category: "base-image",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "security", "hadolint"],
  summary: "An image is used by a tag that moves, such as `latest`",
  why:
    "`latest` is only a name: it points to whatever was pushed last. The same Dockerfile then gives other images on " +
    "other days, a new major version can break the build without a change of yours, and a rollback rebuilds with the " +
    "new base all the same. A version tag, or a digest, keeps builds the same until you decide to move.",
  sources: [
    {
      title: "Docker: Building best practices, pin base image versions",
      url: "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    },
  ],
  aliases: ["DL3007", "DS-0001", "CKV_DOCKER_7"],
  fix: "none",
  scope: "file",
  examples: [
    {
      bad: 'FROM python:latest\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13.1-slim\nCMD ["python", "app.py"]\n',
    },
    {
      bad: "ARG TAG=latest\nFROM nginx:${TAG}\n",
      good: "ARG TAG=1.27.3\nFROM nginx:${TAG}\n",
    },
    {
      bad: "FROM alpine:edge\nRUN apk add --no-cache curl\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
    },
  ],
  silentOn: [
    "FROM node:latest@sha256:b5a1d8d1a4e0f8d54b1a5f32e6d9e2c1f9c3f2a8b7c6d5e4f3a2b1c0d9e8f7a6\n",
    "ARG TAG\nFROM node:${TAG}\n",
    "ARG VERSION=22\nFROM node:${VERSION:-latest}\n",
    "FROM golang:1.25 AS latest\nFROM latest\n",
    "FROM ubuntu:24.04\n",
    "FROM debian:bookworm-slim\n",
  ],
  *check(dockerfile) {
    for (const { use } of imageUses(dockerfile)) {
      const { reference } = use;
      const tag = reference?.tag ?? null;
      if (reference === null || tag === null || reference.digest !== null) continue;
      if (!isMovingTag(tag)) continue;
      const byDefault = use.variables.length === 0 ? "" : ", the default here,";
      const message =
        `\`${reference.text}\`${byDefault} moves: \`${tag}\` is whatever was published last, so two builds of this ` +
        "file can differ. Name the version that you tested.";
      if (tag === "latest") yield { message, span: use.span };
      else yield { message, span: use.span, severity: "info", aliases: [] };
    }
  },
};

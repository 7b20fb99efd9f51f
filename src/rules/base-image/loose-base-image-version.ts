import { imageUses } from "../../dockerfile/image-uses.ts";
import { isMovingTag, officialName, versionOfTag } from "../../dockerfile/image-versions.ts";
import type { ImageReference } from "../../dockerfile/model.ts";
import type { Rule } from "../rule.ts";

/** Distributions whose releases have one number, or whose point releases have no tags of their own. From their pages, 2026-11. */
const oneNumber = new Set(
  "fedora amazonlinux photon ubuntu busybox archlinux clefos mageia sl".split(" "),
);

/** Numbers above this are years, dates or builds, which say precisely enough what is meant. */
const greatestMajor = 99;

export const looseBaseImageVersion: Rule = {
  name: "loose-base-image-version",
  category: "base-image",
  severity: "info",
  confidence: "medium",
  presets: ["strict"],
  summary: "An image's tag names only a major version or a distribution",
  why:
    "`node:22` is a new minor version every few weeks, and `python:slim` a new language version once a year. The build " +
    "that breaks is then not the one of the commit that is to blame. A tag with major and minor version (and patch, where " +
    "the image has one) changes when you change it.",
  sources: [
    {
      title: "Docker: Building best practices, pin base image versions",
      url: "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    },
  ],
  aliases: [],
  fix: "none",
  scope: "file",
  examples: [
    {
      bad: 'FROM node:22-slim\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22.12-slim\nCMD ["node", "server.js"]\n',
    },
    {
      bad: "ARG PYTHON=3\nFROM python:${PYTHON}\n",
      good: "ARG PYTHON=3.13.1\nFROM python:${PYTHON}\n",
    },
    {
      bad: "FROM golang:1.25.1 AS build\n\nFROM nginx:alpine\nCOPY --from=build /site /usr/share/nginx/html\n",
      good: "FROM golang:1.25.1 AS build\n\nFROM nginx:1.27-alpine\nCOPY --from=build /site /usr/share/nginx/html\n",
    },
  ],
  silentOn: [
    "FROM node:22@sha256:b5a1d8d1a4e0f8d54b1a5f32e6d9e2c1f9c3f2a8b7c6d5e4f3a2b1c0d9e8f7a6\n",
    "FROM node:latest\n",
    "FROM node\n",
    "FROM ubuntu:24.04\n",
    "FROM ubuntu:noble\n",
    "FROM fedora:43\n",
    "FROM quay.io/fedora/fedora-minimal:43\n",
    "FROM amazonlinux:2023\n",
    "FROM ghcr.io/acme/base:prod\n",
    "FROM ghcr.io/acme/base:1842\n",
    "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n",
    "FROM mcr.microsoft.com/dotnet/aspnet:9.0\n",
    "ARG TAG\nFROM node:${TAG}\n",
    "FROM debian:bookworm-20251103-slim\n",
    "FROM gcr.io/distroless/static-debian12:nonroot\n",
  ],
  *check(dockerfile) {
    for (const { use } of imageUses(dockerfile)) {
      const { reference } = use;
      if (reference?.tag == null || reference.digest !== null) continue;
      const names = looseness(reference, reference.tag);
      if (names === null) continue;
      const byDefault = use.variables.length === 0 ? "" : ", the default here,";
      yield {
        message:
          `\`${reference.text}\`${byDefault} names ${names}: what it holds changes without a change of this file. Name the ` +
          `${names.startsWith("only the distribution") ? "point release or its date" : "minor version"} too, as the image's page lists it.`,
        span: use.span,
      };
    }
  },
};

/** What a tag names, in words, when it is not precise; null when it is, or nobody can say. */
function looseness(reference: ImageReference, tag: string): string | null {
  if (isMovingTag(tag)) return null;
  const official = officialName(reference);
  if (reference.repository.split(/[/-]/).some((part) => oneNumber.has(part))) return null;
  const version = versionOfTag(tag);
  if (version === null) {
    // In a registry of one's own a name without a number may mean anything.
    return official === null || /\d/.test(tag) ? null : "no version";
  }
  // A date, or a version of the distribution, behind it is precise.
  if (version.numbers.length > 1 || /\d{6}/.test(version.variant)) return null;
  if ((version.numbers[0] ?? 0) > greatestMajor) return null;
  if (/^[a-z]{2,}/.test(version.text)) {
    return official === null ? null : `only the distribution \`${version.text}\``;
  }
  return `only the major version ${version.text}`;
}

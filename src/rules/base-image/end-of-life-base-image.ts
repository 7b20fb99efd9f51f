import { imageName } from "../../dockerfile/image-reference.ts";
import {
  endedReleases,
  supportedReleases,
  type EndedRelease,
} from "../../dockerfile/ended-releases.ts";
import type { ImageReference } from "../../dockerfile/model.ts";
import type { Product } from "../../dockerfile/product-releases.ts";
import type { Rule } from "../rule.ts";

export const endOfLifeBaseImage: Rule = {
  name: "end-of-life-base-image",
  category: "base-image",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "The base image's release gets no security fixes any more",
  why:
    "When a release has reached its end of life, holes that are found in it stay open: its makers publish no more fixes, " +
    "and its images are not built again, so that not even the packages of the distribution below are renewed. Package " +
    "mirrors of old distributions are switched off in time, and then `apt-get update` fails. Dates are those of the last " +
    "free fixes; for Debian they include long-term support.",
  sources: [
    { title: "endoflife.date", url: "https://endoflife.date/" },
    {
      title: "Docker: Building best practices, rebuild your images often",
      url: "https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often",
    },
  ],
  aliases: [],
  fix: "none",
  scope: "file",
  ignoreWhen: "When someone sells you fixes for that release:",
  examples: [
    {
      bad: 'FROM node:14-slim\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-slim\nCMD ["node", "server.js"]\n',
    },
    {
      bad: "ARG PYTHON_VERSION=3.8\nFROM python:${PYTHON_VERSION}-slim-buster\n",
      good: "ARG PYTHON_VERSION=3.13\nFROM python:${PYTHON_VERSION}-slim-bookworm\n",
    },
    {
      bad: "FROM ubuntu:18.04\nRUN apt-get update\n",
      good: "FROM ubuntu:24.04\nRUN apt-get update\n",
    },
  ],
  silentOn: [
    "FROM python:3\n",
    "FROM node:lts\n",
    "FROM node\n",
    "FROM scratch\n",
    "FROM company/node:14\n",
    "FROM ghcr.io/company/debian:buster\n",
    "FROM debian:bookworm-slim\n",
    "FROM alpine:3.22\n",
    "FROM eclipse-temurin:8-jre\n",
    "FROM postgres:17-alpine\n",
    "FROM golang:1.27-bookworm\n",
    "ARG TAG\nFROM node:${TAG}\n",
    "FROM gcr.io/distroless/static-debian12\n",
  ],
  *check({ stages, source }, { today }) {
    if (today === null) return;
    const said = new Set<string>();
    for (const { base, from } of stages) {
      const ended = base.reference === null ? [] : endedReleases(base.reference, today);
      const [first, ...others] = ended.filter((one) => !said.has(nameOf(one)));
      if (first === undefined) continue;
      const name = base.reference === null ? "" : imageName(base.reference);
      const byDefault = base.variables.length === 0 ? "" : ", the default here,";
      const also = others.map((one) => `, and ${nameOf(one)} none since ${one.day}`).join("");
      const lines = [first, ...others].flatMap((one) =>
        stages
          .filter((other) => other.from !== from && stands(other.base.reference, one, today))
          .map((other) => source.lineAt(other.from.span.start)),
      );
      for (const one of ended) said.add(nameOf(one));
      yield {
        message:
          `\`${name}\`${byDefault} is past its end of life: ${nameOf(first)} has had no security fixes since ` +
          `${first.day}${also}. Holes that are found in it stay open. ${advice([first, ...others], today)}${elsewhere(lines)}`,
        span: from.image.span,
        ...(base.variables.length === 0 ? {} : { confidence: "medium" as const }),
      };
    }
  },
};

function stands(image: ImageReference | null, on: EndedRelease, today: string): boolean {
  return image !== null && endedReleases(image, today).some((one) => nameOf(one) === nameOf(on));
}

function elsewhere(lines: readonly number[]): string {
  const distinct = [...new Set(lines)];
  return distinct.length === 0 ? "" : ` The same goes for line ${distinct.join(", ")}.`;
}

function nameOf({ product, release }: EndedRelease): string {
  return `${product.title} ${release}`;
}

function advice(ended: readonly EndedRelease[], today: string): string {
  const lists = ended.flatMap(({ product }) => listOf(product, today));
  if (lists.length === 0) return "Move to an image that is still maintained.";
  const only = ended.flatMap(({ product }) => supportedReleases(product, today)).length === 1;
  return `Supported ${only ? "is" : "are"} ${lists.join(", and ")}.`;
}

function listOf(product: Product, today: string): string[] {
  const releases = supportedReleases(product, today);
  const last = releases.pop();
  if (last === undefined) return [];
  return [
    `${product.title} ${releases.length === 0 ? last : `${releases.join(", ")} and ${last}`}`,
  ];
}

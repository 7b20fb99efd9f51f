import { imageUses } from "../../dockerfile/image-uses.ts";
import { isMovingTag } from "../../dockerfile/image-versions.ts";
import { requiredStages } from "../../dockerfile/queries.ts";
import type { Rule } from "../rule.ts";

export const undigestedBaseImage: Rule = {
  name: "undigested-base-image",
  category: "base-image",
  severity: "info",
  confidence: "high",
  presets: ["strict"],
  summary: "An image is used by a tag without its digest",
  why:
    "A tag can be pushed again: `node:22.12.0` is rebuilt with every security fix of its own base, and whoever takes over " +
    "the account can put anything there. A digest names the very bytes, so that two builds are the same and nothing new " +
    "comes in unseen. It needs something that raises it, such as Dependabot or Renovate. The tag may stay in front, for " +
    "people. Stages that the image does not need are left out.",
  sources: [
    {
      title: "Docker: Building best practices, pin base image versions",
      url: "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    },
  ],
  aliases: ["S7023"],
  fix: "none",
  scope: "file",
  examples: [
    {
      bad: "FROM node:22.12.0-slim\n",
      good: "FROM node:22.12.0-slim@sha256:b5a1d8d1a4e0f8d54b1a5f32e6d9e2c1f9c3f2a8b7c6d5e4f3a2b1c0d9e8f7a6\n",
    },
    {
      bad: "ARG GO=1.25.1\nFROM golang:${GO} AS build\n\nFROM scratch\nCOPY --from=build /app /app\n",
      good:
        "ARG GO=1.25.1@sha256:b5a1d8d1a4e0f8d54b1a5f32e6d9e2c1f9c3f2a8b7c6d5e4f3a2b1c0d9e8f7a6\n" +
        "FROM golang:${GO} AS build\n\nFROM scratch\nCOPY --from=build /app /app\n",
    },
  ],
  silentOn: [
    "ARG DIGEST=sha256:b5a1d8d1a4e0f8d54b1a5f32e6d9e2c1f9c3f2a8b7c6d5e4f3a2b1c0d9e8f7a6\nFROM node@${DIGEST}\n",
    "ARG DIGEST\nFROM node:22@${DIGEST}\n",
    "ARG IMAGE\nFROM ${IMAGE}\n",
    // Said by the rules on tags.
    "FROM node:latest\n",
    "FROM node\n",
    "FROM scratch\nCOPY app /app\n",
    "FROM golang:1.25.1 AS test\nRUN go test ./...\nFROM scratch\nCOPY app /app\n",
    // Built on the machine, so that no registry has a digest of it.
    "FROM localhost/team/base:1.2\n",
  ],
  *check(dockerfile) {
    const needed = new Set(
      dockerfile.finalStage === null ? [] : requiredStages(dockerfile.finalStage),
    );
    for (const { use, instruction } of imageUses(dockerfile)) {
      const { reference } = use;
      if (reference?.tag == null || reference.digest !== null) continue;
      if (instruction.stage === null || !needed.has(instruction.stage)) continue;
      if (isMovingTag(reference.tag) || reference.registry === "localhost") continue;
      yield {
        message:
          `\`${reference.text}\` can be pushed again under its tag, so two builds may stand on different images. Add the ` +
          `digest that you tested: \`${reference.text}@sha256:...\`.`,
        span: use.span,
      };
    }
  },
};

import { isNamedContext } from "../../context/build-context.ts";
import type { Dockerfile, ImageUse } from "../../dockerfile/model.ts";
import { imageUses } from "../../dockerfile/image-uses.ts";
import type { Rule } from "../rule.ts";

export const untaggedBaseImage: Rule = {
  name: "untagged-base-image",
  category: "base-image",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "security", "hadolint"],
  summary: "An image is used without a tag or digest",
  why:
    "An image without a tag means `latest`: whatever its maintainers published last. The same Dockerfile then gives " +
    "other images on other days, a new major version can break the build without a change of yours, and nobody can " +
    "say afterwards what was shipped.",
  sources: [
    {
      title: "Docker: Building best practices, pin base image versions",
      url: "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    },
  ],
  aliases: ["DL3006", "DS-0001", "CKV_DOCKER_7"],
  fix: "none",
  scope: "file",
  examples: [
    {
      bad: 'FROM node\nWORKDIR /app\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22.12-slim\nWORKDIR /app\nCMD ["node", "server.js"]\n',
    },
    {
      bad: "ARG BASE=ghcr.io/acme/base\nFROM ${BASE}\n",
      good: "ARG BASE=ghcr.io/acme/base:2.4.1\nFROM ${BASE}\n",
    },
    {
      bad: "FROM alpine:3.22\nCOPY --from=ghcr.io/acme/tools /bin/tool /bin/tool\n",
      good: "FROM alpine:3.22\nCOPY --from=ghcr.io/acme/tools:1.8 /bin/tool /bin/tool\n",
    },
  ],
  silentOn: [
    "FROM scratch\nCOPY app /app\n",
    "FROM golang:1.25 AS build\nFROM build\n",
    "ARG IMAGE\nFROM ${IMAGE}\n",
    "ARG TAG\nFROM node:${TAG}\n",
    "ARG TAG=22.12\nFROM node:${TAG}\n",
    "ARG DIGEST=sha256:b5a1d8d1a4e0f8d54b1a5f32e6d9e2c1f9c3f2a8b7c6d5e4f3a2b1c0d9e8f7a6\nFROM node@${DIGEST}\n",
    "FROM localhost:5000/team/app:1.2\n",
    "FROM --platform=$BUILDPLATFORM golang:1.25 AS build\nFROM alpine:3.22\nCOPY --from=build /x /x\n",
    "FROM alpine:3.22\nCOPY --from=assets /x /x\n",
  ],
  appliesTo: (dockerfile) => imageUses(dockerfile).some(({ use }) => use.reference !== null),
  *check(dockerfile, { buildContext }) {
    for (const { use, where } of imageUses(dockerfile)) {
      const { reference } = use;
      if (reference?.tag !== null || reference.digest !== null) continue;
      // A bare name after `--from=` may be a build context that the command line names.
      if (where !== "from" && !reference.text.includes("/")) continue;
      if (isNamedContext(buildContext, reference.text)) continue;
      yield {
        message:
          `\`${reference.text}\`${defaultNote(dockerfile, use)} has no tag, so every build takes what \`latest\` means ` +
          `that day and two builds can differ. ${remedyOf(reference.text)}`,
        span: use.span,
      };
    }
  },
};

/** The tags of distroless images are variants (`nonroot`, `debug`) and at most a major version. */
function remedyOf(image: string): string {
  return image.startsWith("gcr.io/distroless/")
    ? "The tags of distroless images all move: add the digest that you tested."
    : "Name the version that you tested.";
}

function defaultNote(dockerfile: Dockerfile, use: ImageUse): string {
  if (use.variables.length === 0) return "";
  return ` (\`${dockerfile.source.slice(use.span)}\` with its default value)`;
}

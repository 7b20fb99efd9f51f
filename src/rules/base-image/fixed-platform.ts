import { removeFlag, replaceFlag } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import type { Rule } from "../rule.ts";

export const fixedPlatform: Rule = {
  name: "fixed-platform",
  category: "base-image",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "FROM --platform names one platform",
  why:
    "An image of one platform runs on the others only by emulation, which is many times slower, or not at all; and " +
    "`docker build --platform` for several of them gives the same image under different names. Without the flag the " +
    "platform is the one that the build is asked for. `$BUILDPLATFORM`, for stages that cross-compile, is no constant " +
    "and is left alone, as is a stage whose name, image or file says its platform.",
  sources: [
    {
      title: "Docker build checks: FromPlatformFlagConstDisallowed",
      url: "https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/",
    },
  ],
  aliases: ["DL3029", "FromPlatformFlagConstDisallowed"],
  fix: "review",
  ignoreWhen: "When the software exists for one platform only, say so there:",
  scope: "file",
  words: ["platform"],
  examples: [
    {
      bad: 'FROM --platform=linux/amd64 node:22.12-slim\nWORKDIR /app\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22.12-slim\nWORKDIR /app\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:22.12-slim\nWORKDIR /app\nCMD ["node", "server.js"]\n',
    },
    {
      bad:
        "FROM --platform=linux/amd64 golang:1.25.1 AS build\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app .\n\n" +
        "FROM alpine:3.22\nCOPY --from=build /app /app\n",
      good:
        "FROM --platform=$BUILDPLATFORM golang:1.25.1 AS build\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app .\n\n" +
        "FROM alpine:3.22\nCOPY --from=build /app /app\n",
      fixed:
        "FROM --platform=$BUILDPLATFORM golang:1.25.1 AS build\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app .\n\n" +
        "FROM alpine:3.22\nCOPY --from=build /app /app\n",
    },
  ],
  silentOn: [
    "FROM --platform=$BUILDPLATFORM golang:1.25 AS build\n",
    "FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine:3.22\n",
    "ARG PLATFORM=linux/amd64\nFROM --platform=$PLATFORM alpine:3.22\n",
    "FROM --platform=linux/amd64 alpine:3.22 AS build-amd64\nFROM --platform=linux/arm64 alpine:3.22 AS build-aarch64\n",
    "FROM --platform=linux/arm64 arm64v8/alpine:3.22\n",
    "FROM --platform=linux/arm64 nvcr.io/nvidia/l4t-jetpack:r36.4.0 AS jetpack\n",
    "FROM --platform=windows/amd64 mcr.microsoft.com/windows/nanoserver:ltsc2022\n",
    "FROM alpine:3.22\n",
  ],
  *check(dockerfile, { path }) {
    for (const stage of dockerfile.stages) {
      const { platform, image } = stage.from;
      const value = platform?.value ?? "";
      if (platform === null || !isLinuxPlatform(value) || saysPlatform(stage, path, value))
        continue;
      const written = `\`--platform=${value}\``;
      const tied = `${written} ties \`${image.text}\` to one platform: on any other it is emulated or does not start.`;
      if (stage.parent === null && crossCompiles(dockerfile, stage)) {
        yield {
          message: `${tied} The stage compiles for the platform that is asked for, so it can run on the builder's own: \`--platform=$BUILDPLATFORM\`.`,
          span: platform.span,
          fix: {
            title: "Use --platform=$BUILDPLATFORM",
            safety: "review",
            edits: [replaceFlag(dockerfile, platform, "--platform=$BUILDPLATFORM")],
          },
        };
        continue;
      }
      yield {
        message:
          stage.parent === null
            ? `${tied} Leave the flag out and choose with \`docker build --platform\`${otherwise(dockerfile, stage)}.`
            : `${written} has no effect: \`${image.text}\` is a stage, and its platform stays as it is. Leave the flag out.`,
        span: platform.span,
        fix: {
          title: `Remove --platform=${value}`,
          safety: "review",
          edits: removeFlag(dockerfile, platform),
        },
      };
    }
  },
};

/** Whether a stage that is there to build asks for the platform to build for, which only one that cross-compiles needs. */
function crossCompiles(dockerfile: Dockerfile, stage: Stage): boolean {
  if (stage === dockerfile.finalStage) return false;
  return instructionsOfKind(stage, "arg").some(({ pairs }) =>
    pairs.some(({ key }) => /^TARGET(?:PLATFORM|OS|ARCH|VARIANT)$/.test(key)),
  );
}

/** What else may be meant where a stage is there to build, in a sentence. */
function otherwise({ finalStage }: Dockerfile, stage: Stage): string {
  return stage === finalStage
    ? ""
    : ", or write `--platform=$BUILDPLATFORM` where the stage makes the same files on every platform";
}

/** Whether a text is a Linux platform without variables. Images of other systems mostly have one platform. */
function isLinuxPlatform(value: string): boolean {
  return (
    /^linux(?:\/[a-z0-9_]+){0,2}$/i.test(value) ||
    /^(?:amd64|arm64|x86_64|aarch64|arm|386)$/i.test(value)
  );
}

/** Other names of architectures, as stages and images are named by. */
const otherNames: ReadonlyMap<string, readonly string[]> = new Map([
  ["amd64", ["x86", "x64"]],
  ["x86_64", ["amd64", "x64"]],
  ["arm64", ["aarch64", "armv8"]],
  ["aarch64", ["arm64", "armv8"]],
  ["386", ["i386", "i686", "x86"]],
]);

/** Repositories that have images of one platform only: NVIDIA's Linux for Tegra boards. */
const oneArchitecture = /(?:^|\/)nvidia\/l4t-/;

/**
 * Whether the name of a stage, its image or its file says that it is for a platform, so that others have their own, or the
 * image has no other.
 */
function saysPlatform({ name, base }: Stage, path: string, platform: string): boolean {
  if (oneArchitecture.test(base.text)) return true;
  const parts = platform.toLowerCase().split("/");
  const words = parts.flatMap((part) => [part, ...(otherNames.get(part) ?? [])]);
  const file = path.split("/").slice(-2).join("/");
  const written = `${name ?? ""} ${base.text} ${file}`.toLowerCase();
  return (
    words.some((word) => word !== "linux" && written.includes(word)) ||
    (name ?? "").toLowerCase().includes("linux")
  );
}

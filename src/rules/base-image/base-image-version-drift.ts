import { imageName } from "../../dockerfile/image-reference.ts";
import {
  compareVersions,
  repositoryKey,
  versionOfTag,
  type TagVersion,
} from "../../dockerfile/image-versions.ts";
import type { Dockerfile, ImageReference, Stage } from "../../dockerfile/model.ts";
import { requiredStages } from "../../dockerfile/queries.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const baseImageVersionDrift: Rule = {
  name: "base-image-version-drift",
  category: "base-image",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "Stages of one image stand on different versions of the same image",
  why:
    "What is built with one version and run with another meets other libraries and another runtime than it was tested " +
    "with, and both versions have to be pulled. Mostly one FROM was forgotten when the other was raised. An ARG above " +
    "the first FROM keeps them together.",
  sources: [
    {
      title: "Docker: Building best practices, create reusable stages",
      url: "https://docs.docker.com/build/building/best-practices/#create-reusable-stages",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  examples: [
    {
      bad: "FROM node:20.18-slim AS build\nRUN npm ci && npm run build\n\nFROM node:22.12-slim\nCOPY --from=build /app /app\n",
      good: "FROM node:22.12-slim AS build\nRUN npm ci && npm run build\n\nFROM node:22.12-slim\nCOPY --from=build /app /app\n",
      fixed:
        "FROM node:22.12-slim AS build\nRUN npm ci && npm run build\n\nFROM node:22.12-slim\nCOPY --from=build /app /app\n",
    },
    {
      bad: "FROM debian:bookworm AS build\nRUN make\n\nFROM debian:bullseye-slim\nCOPY --from=build /app /app\n",
      good: "FROM debian:bookworm AS build\nRUN make\n\nFROM debian:bookworm-slim\nCOPY --from=build /app /app\n",
      fixed:
        "FROM debian:bookworm AS build\nRUN make\n\nFROM debian:bookworm-slim\nCOPY --from=build /app /app\n",
    },
  ],
  silentOn: [
    "FROM golang:1.25 AS build\nFROM golang:1.25.1-alpine\nCOPY --from=build /x /x\n",
    "FROM node:22 AS build\nFROM node:22-slim\nCOPY --from=build /x /x\n",
    // Another target's business.
    "FROM python:3.9 AS test\nRUN tox\nFROM python:3.13\nRUN true\n",
    // Both versions are wanted, and the names say so.
    "FROM python:3.9 AS python39\nFROM python:3.13\nCOPY --from=python39 /usr/local /opt/python39\n",
    "FROM alpine:3.22 AS build\nFROM debian:12\nCOPY --from=build /x /x\n",
    "FROM node:22 AS build\nFROM docker.io/library/node:22.12\nCOPY --from=build /x /x\n",
    "FROM eclipse-temurin:21-jdk AS build\nFROM eclipse-temurin:21-jre\nCOPY --from=build /x /x\n",
  ],
  *check(dockerfile) {
    if (dockerfile.stages.length < 2) return;
    for (const uses of usesByRepository(dockerfile)) {
      const newest = uses.reduce((best, use) =>
        compareVersions(use.version, best.version) > 0 ? use : best,
      );
      const older = uses.filter(({ version }) => compareVersions(version, newest.version) < 0);
      const [first] = older;
      const isPair =
        first !== undefined && older.every(({ version }) => version.text === first.version.text);
      for (const use of older) {
        const line = dockerfile.source.lineAt(newest.stage.from.span.start);
        yield {
          message:
            `\`${imageName(use.reference)}\` is older than \`${imageName(newest.reference)}\` on line ${line}, which is part of the same ` +
            "image: what is built with one runs with the other. Use one version for both.",
          span: use.stage.from.image.span,
          fix: isPair ? raise(dockerfile, use, newest) : undefined,
        };
      }
    }
  },
};

interface VersionedUse {
  readonly stage: Stage;
  readonly reference: ImageReference;
  readonly version: TagVersion;
}

/** The versions that the final image needs, by repository; those that a stage's name mentions are there on purpose. */
function usesByRepository({ finalStage }: Dockerfile): Iterable<readonly VersionedUse[]> {
  const uses = new Map<string, VersionedUse[]>();
  for (const stage of finalStage === null ? [] : requiredStages(finalStage)) {
    const { reference } = stage.base;
    const version = reference?.tag == null ? null : versionOfTag(reference.tag);
    if (reference === null || version === null || mentions(stage.name, version)) continue;
    const key = repositoryKey(reference);
    const known = uses.get(key);
    if (known === undefined) uses.set(key, [{ stage, reference, version }]);
    else known.push({ stage, reference, version });
  }
  return uses.values();
}

/** Whether a stage is named by its version: `python39`, `go-1.21`, `bullseye`. */
function mentions(name: string | null, { text, numbers }: TagVersion): boolean {
  if (name === null) return false;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  const digits = numbers.slice(0, 2).join("");
  return (
    plain.includes(text.toLowerCase().replace(/[^a-z0-9]/g, "")) ||
    (digits.length > 1 && plain.includes(digits))
  );
}

/** Writes the newer version in place of the older one, the variant kept. */
function raise({ source }: Dockerfile, use: VersionedUse, newest: VersionedUse): Fix | undefined {
  const { image } = use.stage.from;
  const { variant, text } = use.version;
  if (image.variables.length > 0 || use.reference.digest !== null) return undefined;
  // Whether a release of the distribution exists in the newer version is not known.
  if (
    !/^(?:-(?:slim|alpine|jdk|jre|fpm|apache|cli))*$/.test(variant) &&
    variant !== newest.version.variant
  )
    return undefined;
  const written = source.slice(image.span);
  const at = written.lastIndexOf(`:${text}${variant}`);
  if (at === -1 || !written.endsWith(`:${text}${variant}`)) return undefined;
  const start = image.span.start + at + 1;
  return {
    title: `Use ${newest.version.text}${variant} here too`,
    safety: "review",
    edits: [
      replaceExpected(source, { start, end: start + text.length }, text, newest.version.text),
    ],
  };
}

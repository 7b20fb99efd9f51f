import { imageName } from "../../dockerfile/image-reference.ts";
import { familyOfImage } from "../../dockerfile/image-family.ts";
import { megabytesOf, variantOfImage } from "../../dockerfile/image-variants.ts";
import { findBaseImage } from "../../dockerfile/known-images.ts";
import type { Dockerfile, ImageReference, Stage } from "../../dockerfile/model.ts";
import { imageStages, rootStage } from "../../dockerfile/queries.ts";
import {
  cudaRuntime,
  retag,
  slimVariant,
  type SmallerImage,
} from "../../dockerfile/smaller-images.ts";
import { enoughInstead } from "../../shell/programs/build-kits.ts";
import { imageCommand } from "../../shell/services/image-command.ts";
import { startedScript } from "../../shell/services/started-program.ts";
import { imageNeeds, type ImageNeeds } from "../../shell/services/image-needs.ts";
import { isForWork, servesBuilds } from "../../shell/services/working-images.ts";
import { sayMegabytes } from "../../source/say-megabytes.ts";
import type { Problem, Rule } from "../rule.ts";

export const oversizedBaseImage: Rule = {
  name: "oversized-base-image",
  category: "base-image",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The image stands on a full variant although a small one of the same version exists",
  why:
    "The full variants of language images hold compilers, headers, version control and image libraries: " +
    "`python:3.13` is 413 MB to pull, `python:3.13-slim` 43 MB. All of it is stored, pulled, started and scanned with " +
    "every image, and most known vulnerabilities of an image are in packages that the program never uses. What needs a " +
    "compiler belongs into an earlier stage.",
  sources: [
    {
      title: "Docker: Building best practices, choose the right base image",
      url: "https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image",
    },
    {
      title: "Sizes of the official images",
      url: "https://github.com/docker-library/repo-info",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  examples: [
    {
      bad: 'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
      fixed:
        'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM node:22-bookworm AS build\nRUN npm ci && npm run build\n\nFROM node:22-bookworm\nCOPY --from=build /app/dist /app\nCMD ["node", "/app/server.js"]\n',
      good: 'FROM node:22-bookworm AS build\nRUN npm ci && npm run build\n\nFROM node:22-bookworm-slim\nCOPY --from=build /app/dist /app\nCMD ["node", "/app/server.js"]\n',
      fixed:
        'FROM node:22-bookworm AS build\nRUN npm ci && npm run build\n\nFROM node:22-bookworm-slim\nCOPY --from=build /app/dist /app\nCMD ["node", "/app/server.js"]\n',
    },
    {
      bad: 'FROM ruby:3.4\nCOPY . /app\nRUN cd /app && git submodule status && bundle install\nCMD ["/app/run"]\n',
      good: 'FROM ruby:3.4 AS build\nCOPY . /app\nRUN cd /app && bundle install\n\nFROM ruby:3.4-slim\nCOPY --from=build /app /app\nCOPY --from=build /usr/local/bundle /usr/local/bundle\nCMD ["/app/run"]\n',
    },
  ],
  silentOn: [
    // Nothing is started: an image to build with, or to build on.
    "FROM python:3.13\nRUN pip install tox\n",
    'FROM python:3.13\nCMD ["bash"]\n',
    'FROM python:3.13 AS dev\nCMD ["python", "app.py"]\n',
    // What it installs says that it compiles here.
    'FROM python:3.13\nRUN apt-get update && apt-get install -y libpq-dev && pip install psycopg2\nCMD ["python", "app.py"]\n',
    'FROM python:3.13\nCOPY setup.sh /\nRUN /setup.sh\nCMD ["python", "app.py"]\n',
    'FROM node:22\nONBUILD COPY . /app\nCMD ["node", "/app/server.js"]\n',
    'FROM python:latest\nCMD ["python", "app.py"]\n',
    'FROM python:3.13-windowsservercore\nCMD ["python", "app.py"]\n',
    'FROM company/python:3.13\nCMD ["python", "app.py"]\n',
    'FROM nginx:1.27.3\nCOPY dist /usr/share/nginx/html\nCMD ["nginx", "-g", "daemon off;"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
    'FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nRUN dotnet publish -o /app\nENTRYPOINT ["dotnet", "/app/a.dll"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM golang:1.25\nCOPY --from=build /app /app\nCMD ["go", "tool", "pprof"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM golang:1.25\nCOPY --from=build /app /app\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
    'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN nvcc -o /run run.cu\nCMD ["/run"]\n',
  ],
  appliesTo: ({ finalStage }) => {
    const base = finalStage === null ? null : rootStage(finalStage).base;
    if (base?.reference == null) return base?.scratch === true;
    const isSmall = ["alpine", "distroless"].includes(familyOfImage(base.reference) ?? "");
    return isSmall || variantOfImage(base.reference) !== null;
  },
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    const root = stage === null ? null : rootStage(stage);
    const reference = root?.base.reference ?? null;
    if (stage === null || reference === null || !mayBeOversized(reference)) return;
    if (isForWork(dockerfile, stage)) return;
    const needs = imageNeeds(dockerfile, imageStages(dockerfile));
    if (needs.open || servesBuilds(dockerfile)) return;
    const problem =
      slimProblem(dockerfile, reference, needs) ??
      cudaProblem(dockerfile, reference, needs) ??
      kitProblem(dockerfile, stage, reference, needs);
    if (problem !== null)
      yield {
        ...problem,
        span: (root ?? stage).from.image.span,
        yieldsTo: "single-stage-build",
      };
  },
};

type Said = Omit<Problem, "span">;

function mayBeOversized(reference: ImageReference): boolean {
  return /(?:^|\/)(?:python|node|ruby|perl|debian|cuda|sdk|golang|rust)$/.test(
    reference.repository,
  );
}

function slimProblem(
  dockerfile: Dockerfile,
  image: ImageReference,
  needs: ImageNeeds,
): Said | null {
  const slim = slimVariant(image);
  if (slim === null) return null;
  const headers = [...needs.installed].some((name) => /-dev$|^build-essential$/.test(name));
  if (headers) return null;
  const missing = missingTools(image, slim, needs);
  const sizes = compare(dockerfile, slim);
  // Debian's own image has no compiler to lose.
  if (findBaseImage(image)?.name === "debian") {
    return {
      message: `${sizes} It only leaves out documentation and translations. Use it here.`,
      fix: fixOf(dockerfile, slim, "check that no package needs its manual pages"),
    };
  }
  if (missing.length === 0 && !needs.compiles) {
    return {
      message: `${sizes} Use it here, and do what needs a compiler in an earlier stage.`,
      fix: fixOf(dockerfile, slim, "check that every package installs without a compiler"),
    };
  }
  const what =
    missing.map((tool) => `\`${tool}\``).join(", ") || "a compiler, which some packages need";
  return {
    message: `${sizes} It lacks ${what}: install what is missing, or do that in an earlier stage and copy what it makes.`,
    confidence: "low",
  };
}

/** The programs that the stages start, that the full image has and the slim one lacks, and that are not installed. */
function missingTools(image: ImageReference, slim: SmallerImage, needs: ImageNeeds): string[] {
  const has = variantOfImage(image)?.has?.split(" ") ?? [];
  const lacks = slim.variant?.lacks?.split(" ") ?? [];
  return lacks.filter(
    (tool) => has.includes(tool) && needs.programs.has(tool) && !needs.installed.has(tool),
  );
}

function cudaProblem(
  dockerfile: Dockerfile,
  image: ImageReference,
  needs: ImageNeeds,
): Said | null {
  const runtime = cudaRuntime(image);
  if (runtime === null || needs.compiles || /pip|python setup/.test(needs.calls())) return null;
  return {
    message:
      `\`${imageName(image)}\` holds CUDA's compiler and headers, several gigabytes that nothing here uses. \`${runtime.text}\` ` +
      "runs the same programs. Use it here.",
    fix: fixOf(dockerfile, runtime, "check that nothing is compiled when it runs"),
  };
}

/** A program that another stage built, and that runs beside the compiler all the same. */
function kitProblem(
  dockerfile: Dockerfile,
  stage: Stage,
  image: ImageReference,
  needs: ImageNeeds,
): Said | null {
  const starts = imageCommand(dockerfile, stage)?.instruction;
  // A script may start what is built in.
  if (starts !== undefined && startedScript(dockerfile, starts) !== null) return null;
  const instead = enoughInstead(stage, image, needs);
  if (instead === null) return null;
  const megabytes = megabytesOf(rootStage(stage).base);
  const size = megabytes === null ? "" : ` (about ${sayMegabytes(megabytes)} to pull)`;
  return {
    message:
      `\`${imageName(image)}\`${size} holds a compiler that nothing here uses: what runs comes from another stage. Let the image ` +
      `stand on ${instead}.`,
  };
}

/** What both variants are to pull, in a sentence. */
function compare(dockerfile: Dockerfile, slim: SmallerImage): string {
  const { finalStage } = dockerfile;
  const base = finalStage === null ? null : rootStage(finalStage).base;
  const before = base === null ? null : megabytesOf(base);
  const after = slim.variant?.megabytes ?? null;
  const name = base?.reference == null ? "" : imageName(base.reference);
  return before === null || after === null
    ? `\`${name}\` is the full variant; \`${slim.text}\` is the same version without compilers and headers.`
    : `\`${name}\` is about ${sayMegabytes(before)} to pull, \`${slim.text}\` about ${sayMegabytes(after)}.`;
}

function fixOf(dockerfile: Dockerfile, to: SmallerImage, check: string): Problem["fix"] {
  const { finalStage } = dockerfile;
  const edit = finalStage === null ? null : retag(dockerfile, rootStage(finalStage).base, to.tag);
  return edit === null
    ? undefined
    : { title: `Use ${to.text} (${check})`, safety: "review", edits: [edit] };
}

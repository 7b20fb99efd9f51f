import { findBaseImage } from "../../dockerfile/known-images.ts";
import { libcOfImage, libcOfStage, type Libc } from "../../dockerfile/libc.ts";
import type { CopyInstruction, Dockerfile, ImageReference, Stage } from "../../dockerfile/model.ts";
import { resolvePath } from "../../dockerfile/paths.ts";
import { requiredStages, rootStage } from "../../dockerfile/queries.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { bringsLibraries } from "../../shell/programs/brought-libraries.ts";
import { linkedFiles, type LinkedFiles } from "../../shell/programs/linked-files.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import type { Problem, Rule, RuleContext } from "../rule.ts";

export const libcMismatch: Rule = {
  name: "libc-mismatch",
  category: "language",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "What is linked against glibc is copied into an image with musl, or the reverse",
  why:
    "A dynamically linked program starts with the loader and C library that it was linked for. Debian, Ubuntu and Red Hat " +
    "have glibc, Alpine has musl. On the other one the program ends with `not found` or `no such file or directory`, " +
    "although the file is there, and native parts of Node and Python packages fail when they are loaded, which may be as " +
    "late as the first request.",
  sources: [
    {
      title: "Alpine Linux: running glibc programs",
      url: "https://wiki.alpinelinux.org/wiki/Running_glibc_programs",
    },
  ],
  aliases: [],
  fix: "none",
  scope: "file",
  words: ["--from"],
  examples: [
    {
      bad: 'FROM rust:1-slim AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\nFROM alpine:3.22\nCOPY --from=build /src/target/release/app /app\nCMD ["/app"]\n',
      good: 'FROM rust:1-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\nFROM alpine:3.22\nCOPY --from=build /src/target/release/app /app\nCMD ["/app"]\n',
    },
    {
      bad: 'FROM python:3.13-slim AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install uvicorn pydantic\n\nFROM python:3.13-alpine\nCOPY --from=build /opt/venv /opt/venv\nCMD ["/opt/venv/bin/uvicorn", "app:app"]\n',
      good: 'FROM python:3.13-slim AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install uvicorn pydantic\n\nFROM python:3.13-slim\nCOPY --from=build /opt/venv /opt/venv\nCMD ["/opt/venv/bin/uvicorn", "app:app"]\n',
    },
    {
      bad: 'FROM node:22 AS deps\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine AS deps\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\nCMD ["node", "server.js"]\n',
    },
  ],
  silentOn: [
    'FROM rust:1 AS build\nRUN cargo build --release --target x86_64-unknown-linux-musl\nFROM alpine:3.22\nCOPY --from=build /target/x86_64-unknown-linux-musl/release/app /app\nCMD ["/app"]\n',
    'FROM rust:1 AS build\nENV RUSTFLAGS="-C target-feature=+crt-static"\nRUN cargo build --release\nFROM alpine:3.22\nCOPY --from=build /target/release/app /app\nCMD ["/app"]\n',
    'FROM rust:1-alpine AS build\nRUN cargo build --release\nFROM debian:12-slim\nCOPY --from=build /target/release/app /app\nCMD ["/app"]\n',
    'FROM rust:1 AS build\nRUN cargo build --release\nFROM debian:12-slim\nCOPY --from=build /target/release/app /app\nCMD ["/app"]\n',
    'FROM rust:1 AS build\nRUN cargo build --release\nFROM gcr.io/distroless/cc-debian12\nCOPY --from=build /target/release/app /app\nCMD ["/app"]\n',
    'FROM rust:1 AS build\nRUN cargo build --release\nFROM alpine:3.22\nRUN apk add --no-cache gcompat\nCOPY --from=build /target/release/app /app\nCMD ["/app"]\n',
    'FROM gcc:14 AS build\nRUN gcc -static -o /app app.c\nFROM alpine:3.22\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    "FROM node:22 AS build\nWORKDIR /app\nRUN npm ci && npm run build\nFROM nginx:1.27-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
    'FROM node:22 AS build\nWORKDIR /app\nRUN npm ci\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=build /app .\nRUN npm ci --omit=dev\nCMD ["node", "a.js"]\n',
    'FROM golang:1.25 AS build\nENV CGO_ENABLED=0\nRUN go build -o /app .\nFROM alpine:3.22\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    "FROM company/base:1 AS build\nRUN npm ci\nFROM node:22-alpine\nCOPY --from=build /node_modules /node_modules\n",
    "FROM cgr.dev/chainguard/rust:latest-dev AS build\nRUN cargo build --release\nFROM debian:12-slim\nCOPY --from=build /target/release/app /app\n",
    "FROM alpine:3.22\nCOPY --from=composer:2 /usr/bin/composer /usr/bin/composer\n",
    "FROM debian:12-slim\nCOPY --from=node:22 /usr/local/bin/node /usr/local/bin/node\n",
  ],
  *check(dockerfile, context) {
    const { finalStage } = dockerfile;
    for (const stage of finalStage === null ? [] : requiredStages(finalStage)) {
      const here = libcOfStage(stage);
      if (here === null || bringsLibraries(dockerfile, stage)) continue;
      for (const instruction of stage.instructions) {
        if (instruction.kind !== "copy" || instruction.onbuild !== null) continue;
        yield* problemsOf(dockerfile, instruction, { stage, here, context });
      }
    }
  },
};

interface Place {
  readonly stage: Stage;
  readonly here: Libc;
  readonly context: RuleContext;
}

function* problemsOf(
  dockerfile: Dockerfile,
  copy: CopyInstruction,
  { stage, here, context }: Place,
): Generator<Problem> {
  const { from } = copy;
  if (from === null) return;
  const image = from.stage === null ? from.reference : rootStage(from.stage).base.reference;
  const there = from.stage === null ? image && libcOfImage(image) : libcOfStage(from.stage);
  if (image === null || there == null || there === here) return;
  for (const source of copy.sources) {
    const written = expandWord(source, copy.state.lookup);
    const path = written === null ? "/" : resolvePath("/", written);
    // A whole system brings its own library.
    if (path === "/") continue;
    const found =
      interpreter(image, path) ??
      (from.stage === null ? null : linkedFiles(dockerfile, from.stage, there, path));
    if (found === null || isInstalledAgain(dockerfile, stage, found)) continue;
    const ends = `\`${image.text}\` (${there}) and copied into \`${rootStage(stage).base.text}\` (${here})`;
    yield { span: source.span, ...sayOf(found, source.text, ends, context) };
  }
}

/** Images that have an interpreter in `/usr/local`, by the name of both. */
const inUsrLocal = new Set(["node", "python", "ruby", "php"]);

/** The interpreter of a language's image, when it is copied itself. */
function interpreter(image: ImageReference, path: string): LinkedFiles | null {
  const name = findBaseImage(image)?.name ?? "";
  const isIt = [`/usr/local/bin/${name}`, "/usr/local/bin", "/usr/local"].includes(path);
  return inUsrLocal.has(name) && isIt ? { kind: "program", by: name, path } : null;
}

/** Whether the stage installs the packages itself, so that what is copied is replaced. */
function isInstalledAgain(dockerfile: Dockerfile, stage: Stage, { kind }: LinkedFiles): boolean {
  const managers = kind === "node-modules" ? /^(?:npm|yarn|pnpm|bun)$/ : /^(?:pip|uv|poetry)$/;
  if (kind === "program") return false;
  return stage.instructions.some(
    (one) =>
      one.kind === "run" &&
      packageCalls(dockerfile, one).some(
        ({ manager, action, subcommand }) =>
          managers.test(manager) && (action.startsWith("install") || subcommand === "rebuild"),
      ),
  );
}

/** Packages of Node that are built for one C library when they are installed. */
const nativePackages =
  /"(sharp|sqlite3|better-sqlite3|canvas|argon2|bcrypt|node-sass|re2|@swc\/core|@prisma\/client|lightningcss|next)"\s*:/;

function sayOf(
  found: LinkedFiles,
  written: string,
  ends: string,
  { buildContext }: RuleContext,
): Pick<Problem, "message" | "confidence" | "severity"> {
  const start = `\`${written}\` is made by \`${found.by}\` on ${ends}: `;
  const remedy = "Let both stages stand on the same kind of image.";
  if (found.kind === "program") {
    return {
      message: `${start}the program is linked for another C library and does not start there. ${remedy}`,
    };
  }
  if (found.kind === "python-packages") {
    return {
      message: `${start}packages with compiled parts are for another C library and cannot be loaded there. ${remedy}`,
      confidence: "medium",
    };
  }
  const named = nativePackages.exec(buildContext.readText?.("package.json") ?? "")?.[1];
  const which =
    named === undefined
      ? "packages with native parts"
      : `\`${named}\` and others with native parts`;
  return {
    message: `${start}${which} are built for another C library and cannot be loaded there. ${remedy}`,
    confidence: "medium",
    ...(named === undefined ? { severity: "info" as const } : {}),
  };
}

import { joinPath } from "../../context/context-root.ts";
import { manifestFiles, projectFilesIn } from "../../context/manifests.ts";
import type { BuildContext } from "../../context/build-context.ts";
import { workdirOf } from "../../dockerfile/context-copies.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { adviceFor, describeCommand } from "../../rewrites/manifest-advice.ts";
import { readsBesides } from "../../rewrites/manifest-lines.ts";
import { manifestsFirst } from "../../rewrites/manifests-first.ts";
import { dependencyInstalls } from "../../shell/package-managers/dependency-installs.ts";
import {
  describeCopy,
  findLateInstalls,
  type LateInstall,
  type LateInstalls,
} from "../../shell/layers/late-installs.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { directoryOf } from "../../source/paths.ts";
import type { Confidence, Rule } from "../rule.ts";

export const sourceBeforeDependencies: Rule = {
  name: "source-before-dependencies",
  category: "layers",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "The source is copied before the dependencies are installed",
  why:
    "A layer is taken from the cache only when nothing before it has changed. With all the source copied first, every change " +
    "of a line of code installs all dependencies again: minutes instead of seconds, and a new layer of hundreds of megabytes " +
    "to push and pull. With only the manifests copied first, the install runs again only when they change.",
  sources: [
    {
      title: "Docker: Optimize cache usage in builds, order your layers",
      url: "https://docs.docker.com/build/cache/optimize/#order-your-layers",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen:
    "the install needs the source itself, for packages that lie in the repository or scripts that run on install.",
  scope: "file",
  examples: [
    {
      bad: 'FROM python:3.13.1-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nCMD ["python", "app.py"]\n',
      good:
        "FROM python:3.13.1-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n" +
        'COPY . .\nCMD ["python", "app.py"]\n',
      fixed:
        "FROM python:3.13.1-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n" +
        'COPY . .\nCMD ["python", "app.py"]\n',
    },
    {
      bad: "FROM node:22.12-alpine AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n",
      good: "FROM node:22.12-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
      fixed:
        "FROM node:22.12-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
      files: { "package.json": "{}", "package-lock.json": "{}", "src/index.js": "" },
    },
    {
      bad: "FROM golang:1.25.4 AS build\nWORKDIR /src\nCOPY . .\nRUN go mod download\nRUN go build -o /app .\n",
      good: "FROM golang:1.25.4 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app .\n",
      fixed:
        "FROM golang:1.25.4 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app .\n",
      files: { "go.mod": "", "go.sum": "", "main.go": "" },
    },
    {
      bad: "FROM rust:1.91 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n",
      good:
        "FROM rust:1.91 AS build\nWORKDIR /src\nCOPY Cargo.toml Cargo.lock ./\n" +
        'RUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release\nCOPY . .\nRUN touch src/main.rs && cargo build --release\n',
      fixed:
        "FROM rust:1.91 AS build\nWORKDIR /src\nCOPY Cargo.toml Cargo.lock ./\n" +
        'RUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release\nCOPY . .\nRUN touch src/main.rs && cargo build --release\n',
      files: { "Cargo.toml": "[package]\n", "Cargo.lock": "", "src/main.rs": "" },
    },
  ],
  silentOn: [
    "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev\n",
    "FROM node:22 AS deps\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nFROM deps AS build\nCOPY . .\nRUN npm ci && npm run build\n",
    "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm run build\n",
    "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install -g serve\n",
    "FROM node:22\nWORKDIR /app\nRUN --mount=type=bind,source=package.json,target=package.json npm ci\nCOPY . .\n",
    "FROM node:22\nWORKDIR /app\nCOPY pnpm-lock.yaml ./\nRUN pnpm fetch\nCOPY . .\nRUN pnpm install --offline\n",
    "FROM node:22\nWORKDIR /app\nCOPY --parents package.json packages/*/package.json ./\nRUN npm ci\nCOPY . .\n",
    "FROM node:22 AS source\nCOPY . /src\nFROM node:22\nCOPY --from=source /src /app\nWORKDIR /app\nRUN npm ci\n",
    "FROM node:22\nWORKDIR /app\nADD https://github.com/owner/project.git#v1 .\nRUN npm ci\n",
    "FROM node:22\nWORKDIR /app\nCOPY . /docs\nRUN npm ci\n",
    "FROM node:22 AS test\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm test\nFROM nginx:1.27.3\n",
    "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install .\n",
    "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install -e .[dev]\n",
    "FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nRUN pip install -r requirements-dev.txt\n",
    "FROM python:3.13\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen --no-install-project\nCOPY . .\nRUN uv sync --frozen\n",
    "FROM golang:1.25\nWORKDIR /src\nCOPY --chown=app:app app.go go.mod ./\nCOPY templates/ templates/\nRUN go mod download && go build -o /app\n",
    "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -mod=vendor -o /app .\n",
    "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /app .\n",
    "FROM golang:1.25\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN cd cmd/server && go build -o /app .\n",
    "FROM rust:1.91\nWORKDIR /src\nCOPY --from=planner /src/recipe.json .\nRUN cargo chef cook --release\nCOPY . .\nRUN cargo build --release\n",
    "FROM node:22\nWORKDIR /app\nRUN --mount=type=cache,target=/root/.npm --mount=type=bind,source=package.json,target=package.json --mount=type=bind,source=package-lock.json,target=package-lock.json npm ci\nCOPY . .\nRUN npm run build\n",
    "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go mod vendor && go build -mod=vendor -o /app .\n",
    "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go mod vendor\nRUN go build -o /app .\n",
    "FROM eclipse-temurin:21 AS jre\nRUN jlink --add-modules java.base --output /jre\nFROM debian:12\nCOPY --from=jre /jre /jre\nCOPY . /app\n",
    "FROM buildpacksio/lifecycle:0.20 AS lifecycle\nFROM paketobuildpacks/builder-jammy-base\nCOPY --from=lifecycle /cnb/lifecycle /cnb/lifecycle\nCOPY --chown=cnb . /workspace\nRUN /cnb/lifecycle/creator -app=/workspace app\n",
    "FROM python:3.13\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root\nCOPY . .\nRUN poetry install --only-root\n",
    "FROM gradle:8.11-jdk21\nWORKDIR /app\nCOPY build.gradle gradlew ./\nRUN ./gradlew downloadRepos\nCOPY . .\nRUN ./gradlew installDist\n",
  ],
  appliesTo: (dockerfile) =>
    dockerfile.instructions.some(
      (run) =>
        run.kind === "run" && dependencyInstalls(dockerfile, run, workdirOf(run.state)).length > 0,
    ),
  *check(dockerfile, { buildContext }) {
    const groups = findLateInstalls(dockerfile, {
      manifestsOf: (tool) => manifestFiles[tool].manifests,
      lockfilesOf: (tool) => manifestFiles[tool].lockfiles,
      holds: (directory, tool) => {
        if (buildContext.list(directory) === null) return null;
        return projectFilesIn(buildContext, directory, tool) !== null;
      },
      lacks: (directory) => isAbsent(directory, buildContext),
    });
    for (const group of groups) {
      const [first] = group.installs;
      if (first === undefined || isVendored(group, buildContext)) continue;
      if (needsNoModules(first, buildContext) && !changesModules(dockerfile, group.stage)) continue;
      const rewrite = manifestsFirst(dockerfile, group, buildContext);
      const reason = readsBesides(first, buildContext);
      const copy = describeCopy(dockerfile, group.copied.copy);
      const command = describeCommand(first);
      yield {
        message:
          `\`${copy}\` comes before \`${command}\`: every change of code installs all dependencies again. ` +
          adviceFor(first, buildContext, reason),
        span: group.copied.copy.headSpan,
        confidence: confidenceOf(first, rewrite !== null, reason, buildContext),
        fix: rewrite === null ? undefined : { ...rewrite, safety: "review" },
      };
    }
  },
};

/** Whether a Go module that is built is known to require no other: then nothing is downloaded. */
function needsNoModules({ tool, kind, from }: LateInstall, context: BuildContext): boolean {
  if (tool !== "go" || kind !== "build") return false;
  if (context.exists(joinPath(from, "go.sum")) !== false) return false;
  const text = context.readText?.(joinPath(from, "go.mod")) ?? "";
  return /^\s*module\s/m.test(text) && !/^\s*(?:require|tool)\b/m.test(text);
}

/** Whether a stage has Go look for modules itself, which may find more than go.mod says: `go mod tidy`, `go get`. */
function changesModules(dockerfile: Dockerfile, stage: Stage): boolean {
  return instructionsOfKind(stage, "run")
    .flatMap((run) => shellOf(dockerfile, run)?.commands ?? [])
    .some(({ name, args }) => name === "go" && ["mod", "get"].includes(args[0]?.value ?? ""));
}

function confidenceOf(
  install: LateInstall,
  isMended: boolean,
  reason: string | null,
  context: BuildContext,
): Confidence {
  const project = projectFilesIn(context, install.from, install.tool);
  // Of packages that lie beside each other in the repository nothing is known without a listing.
  if (isMended) {
    return project !== null || install.tool === "pip" || install.tool === "go" ? "high" : "medium";
  }
  if (project === null) return install.kind === "build" ? "low" : "medium";
  return reason === null ? "medium" : "low";
}

/** Whether a directory, or one that it lies in, is known not to be in the context. */
function isAbsent(directory: string, context: BuildContext): boolean {
  if (directory === "") return false;
  return context.exists(directory) === false || isAbsent(directoryOf(directory), context);
}

/** Whether the modules lie in the context, so that nothing is downloaded. */
function isVendored({ installs, copied }: LateInstalls, context: BuildContext): boolean {
  const [first] = installs;
  if (first?.tool !== "go") return false;
  const flags = first.run.state.lookup("GOFLAGS")?.value ?? "";
  const modules = first.run.state.lookup("GO111MODULE")?.value;
  if (flags.includes("-mod=vendor") || modules === "off") return true;
  const known = projectFilesIn(context, first.from, "go");
  if (known?.signs.includes("vendor/") === true) return true;
  return known === null && (copied.target.startsWith("/go/src/") || copied.target === "/go");
}

import {
  filesToCopy,
  manifestFiles,
  projectFilesIn,
  requirementsToCopy,
} from "../../context/manifests.ts";
import type { BuildContext } from "../../context/build-context.ts";
import { insertBefore } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { isMovable, moveCopyBehind, partialCopy, permitsMove } from "../../dockerfile/move-copy.ts";
import { joinRelative, relativeTo } from "../../dockerfile/paths.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { workdirOf } from "../../dockerfile/context-copies.ts";
import { dependencyInstalls } from "../../shell/dependency-installs.ts";
import {
  describeCopy,
  findLateInstalls,
  type LateInstall,
  type LateInstalls,
} from "../../shell/late-installs.ts";
import type { ShellCommand } from "../../shell/model.ts";
import { hasFlag } from "../../shell/package-managers/flags.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { isSourceFree } from "../../shell/source-free.ts";
import { splitRun, type RunSplit } from "../../shell/split-run.ts";
import type { Confidence, Fix, Rule } from "../rule.ts";

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
    });
    for (const group of groups) {
      const [first] = group.installs;
      if (first === undefined || isVendored(group, buildContext)) continue;
      const fix = fixOf(dockerfile, group, buildContext);
      const copy = describeCopy(dockerfile, group.copied.copy);
      const command = describeCommand(first);
      yield {
        message:
          `\`${copy}\` comes before \`${command}\`: every change of code installs all dependencies again. ` +
          adviceFor(first, buildContext),
        span: group.copied.copy.headSpan,
        confidence: confidenceOf(first, fix, buildContext),
        fix,
      };
    }
  },
};

/** What a tool is called with, as far as a reader needs it: `npm ci`, `pip install -r requirements.txt`. */
function describeCommand({ call, tool }: LateInstall): string {
  const file =
    tool === "pip" ? call.flags.find(({ name }) => /^(-r|--requirements?)$/.test(name)) : undefined;
  const parts = [
    call.command.name ?? call.manager,
    call.subcommand,
    file === undefined ? null : `-r ${file.value ?? ""}`,
  ];
  return parts.filter((part) => part !== null && part !== "").join(" ");
}

function confidenceOf(
  install: LateInstall,
  fix: Fix | undefined,
  context: BuildContext,
): Confidence {
  const project = projectFilesIn(context, install.from, install.tool);
  // Of packages that lie beside each other in the repository nothing is known without a listing.
  if (fix !== undefined) {
    return project !== null || install.tool === "pip" || install.tool === "go" ? "high" : "medium";
  }
  if (project === null) return install.kind === "build" ? "low" : "medium";
  return project.signs.length > 0 ? "low" : "medium";
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

const advice: Partial<Record<LateInstall["tool"], string>> = {
  poetry:
    "Copy `pyproject.toml` and `poetry.lock` first, run `poetry install --no-root`, and copy the rest after it.",
  uv: "Copy `pyproject.toml` and `uv.lock` first, run `uv sync --no-install-project`, and run `uv sync` again after the rest is copied.",
  cargo:
    "Copy `Cargo.toml` and `Cargo.lock` first, build them with a `src/main.rs` that holds only `fn main() {}`, then copy the " +
    "source and build again (or use cargo-chef, or cache mounts).",
  mvn: "Copy `pom.xml` first, run `mvn dependency:go-offline`, and copy the rest after it.",
  gradle:
    "Copy the build and settings files first, run `gradle dependencies`, and copy the rest after it.",
  composer:
    "Copy `composer.json` and `composer.lock` first, run `composer install --no-scripts --no-autoloader`, and run " +
    "`composer dump-autoload` after the rest is copied.",
  dotnet: "Copy the project files first, run `dotnet restore`, and copy the rest after it.",
  go: "Copy `go.mod` and `go.sum` first, run `go mod download`, and copy the rest after it.",
};

function adviceFor(install: LateInstall, context: BuildContext): string {
  const { tool, call, files } = install;
  const special =
    install.needsSource || install.kind === "build" || tool === "dotnet" ? advice[tool] : undefined;
  if (special !== undefined) return special;
  const project = projectFilesIn(context, install.from, tool);
  const names =
    tool === "pip"
      ? files.map((file) => file.slice(file.lastIndexOf("/") + 1))
      : project === null
        ? manifestFiles[tool].manifests
            .slice(0, 1)
            .concat(manifestFiles[tool].lockfiles.slice(0, 1))
        : [...project.manifests, ...project.lockfiles];
  const list = names.map((name) => `\`${name}\``).join(" and ");
  if (tool === "pip" && install.needsSource) {
    return `Copy only ${list} first, install what it lists, and install the project itself after the rest is copied.`;
  }
  const more =
    project !== null && project.signs.length > 0
      ? ` (and what they refer to, such as \`${project.signs[0] ?? ""}\`)`
      : "";
  const shown =
    tool === "pip"
      ? "install"
      : `run \`${[call.manager, call.subcommand].filter(Boolean).join(" ")}\``;
  return `Copy only ${list}${more} first, ${shown}, and copy the rest after it.`;
}

/** The manifests copied first and the source after the last install; undefined where that may not be right. */
function fixOf(
  dockerfile: Dockerfile,
  group: LateInstalls,
  context: BuildContext,
): Fix | undefined {
  const { copied, installs, stage } = group;
  const { copy } = copied;
  if (copy.stage !== stage || !isMovable(copy) || copied.pattern) return undefined;
  const lines = manifestLines(dockerfile, group, context);
  if (lines === null) return undefined;
  const builds = installs.filter(({ kind }) => kind === "build");
  const moved = installs.filter(({ kind }) => kind !== "build");
  const [last] = moved.slice(-1);
  if (last === undefined) return downloadFirst(dockerfile, group, lines);
  // Once the modules are there, a build after it downloads nothing.
  if (
    builds.some(
      ({ run, tool }) => run.index < last.run.index || !moved.some((one) => one.tool === tool),
    )
  )
    return undefined;
  if (moved.some(({ needsSource }) => needsSource)) return undefined;
  const split = roomForMove(dockerfile, group, moved, last.run);
  if (split === null) return undefined;
  const edits = moveCopyBehind(dockerfile, copy, last.run, lines, split === "whole" ? null : split);
  if (edits === null) return undefined;
  return {
    title: "Copy the manifests first and the source after the install",
    safety: "review",
    edits,
  };
}

/** Whether all that stands between the COPY and the last install can do without the source, and how that RUN is to be split. */
function roomForMove(
  dockerfile: Dockerfile,
  { copied, stage }: LateInstalls,
  moved: readonly LateInstall[],
  last: RunInstruction,
): RunSplit | "whole" | null {
  const { copy, target } = copied;
  const needed = new Set<ShellCommand>(moved.map(({ call }) => call.command));
  const existing = new Set([workdirOf(copy.state), ...moved.map(({ directory }) => directory)]);
  for (const between of stage.instructions) {
    if (between.index <= copy.index || between.index > last.index) continue;
    if (between.kind !== "run") {
      if (!permitsMove(copy, between, target)) return null;
      continue;
    }
    const script = shellOf(dockerfile, between);
    if (script === null) return null;
    const question = { script, source: target, workdir: workdirOf(between.state), existing };
    const split = splitRun(
      dockerfile,
      between,
      script,
      (command) => isSourceFree(command, question),
      needed,
    );
    if (between === last || split !== "whole") return between === last ? split : null;
  }
  return null;
}

/** The modules of Go downloaded in a step of its own, for a build that does it on the way. */
function downloadFirst(
  dockerfile: Dockerfile,
  group: LateInstalls,
  lines: readonly string[],
): Fix | undefined {
  const { copied, installs, stage } = group;
  const [first] = installs;
  const image = rootStage(stage).base.reference?.repository ?? "";
  if (
    first === undefined ||
    installs.some(({ tool }) => tool !== "go") ||
    !/(^|\/)golang$/.test(image)
  )
    return undefined;
  // Private modules need what only the build's own step has.
  const secret = first.run.mounts.some(({ type }) => type === "secret" || type === "ssh");
  const isPrivate = ["GOPRIVATE", "GONOPROXY", "GOPROXY"].some(
    (name) => first.run.state.lookup(name) !== undefined,
  );
  const isRoot = relativeTo(copied.target, workdirOf(copied.copy.state)) === "";
  if (secret || isPrivate || !isRoot || first.from !== copied.source) return undefined;
  return {
    title: "Download the modules before the source is copied",
    safety: "review",
    edits: insertBefore(dockerfile, copied.copy, [...lines, "RUN go mod download"]),
  };
}

/** The COPYs of all the manifests of a group; null where it is not known what they are. */
function manifestLines(
  dockerfile: Dockerfile,
  group: LateInstalls,
  context: BuildContext,
): string[] | null {
  const lines = new Set<string>();
  for (const install of group.installs) {
    if (install.hasManifest) continue;
    const sources = manifestSources(install, group, context);
    if (sources === null) return null;
    const plain = sources.filter(({ source }) => !source.endsWith("/"));
    for (const below of new Set(plain.map((one) => one.below))) {
      const names = plain.filter((one) => one.below === below).map(({ source }) => source);
      lines.add(partialCopy(dockerfile, group.copied.copy, names, below));
    }
    for (const { source, below } of sources) {
      if (source.endsWith("/"))
        lines.add(partialCopy(dockerfile, group.copied.copy, [source], below));
    }
  }
  return [...lines];
}

interface ManifestSource {
  /** From the context's root; directories end with a slash. */
  readonly source: string;
  /** Where it goes, below the destination of the COPY. */
  readonly below: string;
}

function manifestSources(
  install: LateInstall,
  { copied }: LateInstalls,
  context: BuildContext,
): readonly ManifestSource[] | null {
  const { tool, files, from } = install;
  if (tool === "pip") {
    const inside = files.map((file) => relativeTo(copied.target, file));
    if (inside.some((path) => path === null)) return null;
    const sources = inside.map((path) => joinRelative(copied.source, path ?? ""));
    if (sources.some((source) => isMissing(source, context))) return null;
    return requirementsToCopy(sources, context).map((source) => ({
      source,
      below: parentBelow(source, copied.source),
    }));
  }
  const project = projectFilesIn(context, from, tool);
  if (project === null && (tool === "go" ? install.kind === "build" : !copiesUnknown.has(tool)))
    return null;
  // Yarn 2 and later has settings and releases of its own in the repository.
  if (tool === "yarn" && project === null && hasFlag(install.call, "--immutable")) return null;
  const isLocked = hasFlag(
    install.call,
    "--frozen-lockfile",
    "--immutable",
    "--deploy",
    "--frozen",
  );
  const names = filesToCopy(tool, project, isLocked);
  if (names === null) return null;
  return names.map((name) => {
    const source = joinRelative(from, name);
    return { source, below: parentBelow(source, copied.source) };
  });
}

/** Whether a requirements file is not in the context, and the listing is that of a Python project: then a step makes it. */
function isMissing(source: string, context: BuildContext): boolean {
  if (context.exists(source) !== false) return false;
  return (
    context.list("")?.some((name) => /\.py$|^requirements.*\.txt$|^pyproject/.test(name)) === true
  );
}

/** Tools whose files are known by name well enough where the directory is not known. */
const copiesUnknown = new Set<LateInstall["tool"]>([
  "npm",
  "yarn",
  "pnpm",
  "bun",
  "pipenv",
  "bundle",
  "mix",
  "composer",
  "poetry",
  "uv",
]);

/** The directory of a source, from the directory that is copied as a whole; of a directory, itself. */
function parentBelow(source: string, whole: string): string {
  const path = whole === "" ? source : source.slice(whole.length + 1);
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

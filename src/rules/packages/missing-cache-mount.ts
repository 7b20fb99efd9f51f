import { isInImage } from "../../dockerfile/queries.ts";
import { addFlag } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, Instruction, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { repeatedDownloads, type RepeatedDownload } from "../../shell/layers/download-caches.ts";
import { runCaches } from "../../shell/layers/left-caches.ts";
import type { Fix, Rule } from "../rule.ts";

export const missingCacheMount: Rule = {
  name: "missing-cache-mount",
  category: "packages",
  severity: "info",
  confidence: "medium",
  presets: ["strict"],
  summary:
    "Packages are downloaded again whenever their layer is rebuilt, though the file uses BuildKit",
  why:
    "When one line of a lockfile changes, the layer of the install is built anew and everything is downloaded again, often for " +
    "minutes. A cache mount keeps the downloads on the builder from build to build, and nothing of them is put into the image. " +
    "Only files that already use BuildKit's syntax are judged. Packages of the operating system are left out: their layer rarely " +
    "changes, and apt's cache needs settings of its own. Who turns the cache off (`--no-cache-dir`) has decided.",
  sources: [
    {
      title: "Docker: Optimize cache usage in builds, cache mounts",
      url: "https://docs.docker.com/build/cache/optimize/#use-cache-mounts",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "each build runs on a fresh machine, where no cache mount survives.",
  scope: "file",
  examples: [
    {
      bad:
        "# syntax=docker/dockerfile:1\nFROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\n" +
        "COPY . .\nRUN go build -o /app .\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\n",
      good:
        "# syntax=docker/dockerfile:1\nFROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\n" +
        "RUN --mount=type=cache,target=/go/pkg/mod go mod download\n" +
        "COPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /app .\n" +
        "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\n",
      fixed:
        "# syntax=docker/dockerfile:1\nFROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\n" +
        "RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go mod download\n" +
        "COPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /app .\n" +
        "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\n",
    },
    {
      bad:
        "# syntax=docker/dockerfile:1\nFROM node:22.12 AS build\nWORKDIR /src\nCOPY package.json package-lock.json ./\nRUN npm ci\n" +
        "COPY . .\nRUN npm run build\nFROM nginx:1.27.3\nCOPY --from=build /src/dist /usr/share/nginx/html\n",
      good:
        "# syntax=docker/dockerfile:1\nFROM node:22.12 AS build\nWORKDIR /src\nCOPY package.json package-lock.json ./\n" +
        "RUN --mount=type=cache,target=/root/.npm npm ci\n" +
        "COPY . .\nRUN npm run build\nFROM nginx:1.27.3\nCOPY --from=build /src/dist /usr/share/nginx/html\n",
      fixed:
        "# syntax=docker/dockerfile:1\nFROM node:22.12 AS build\nWORKDIR /src\nCOPY package.json package-lock.json ./\n" +
        "RUN --mount=type=cache,target=/root/.npm npm ci\n" +
        "COPY . .\nRUN npm run build\nFROM nginx:1.27.3\nCOPY --from=build /src/dist /usr/share/nginx/html\n",
    },
  ],
  silentOn: [
    "# syntax=docker/dockerfile:1\nFROM rust:1.87 AS chef\nRUN cargo install cargo-chef --locked --version 0.1.71\nFROM chef AS build\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release --locked\nFROM scratch\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS build\nCOPY . .\nRUN go build -o /app .\n",
    "# syntax=docker/dockerfile:1\nFROM python:3.13 AS build\nRUN pip install --no-cache-dir flask==3.1.0\n",
    "# syntax=docker/dockerfile:1\nFROM python:3.13 AS build\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.1.0\n",
    "# syntax=docker/dockerfile:1\nFROM python:3.13\nRUN pip install flask==3.1.0\n",
    "# syntax=docker/dockerfile:1\nFROM node:22 AS build\nRUN npm ci && npm cache clean --force\nFROM scratch\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS build\nRUN --mount=type=cache,target=/go --mount=type=cache,target=/root/.cache go build .\nFROM scratch\nCOPY --from=build /a /a\n",
    "# syntax=docker/dockerfile:1\nFROM golang:1.25 AS build\nRUN go build -mod=vendor .\nFROM scratch\nCOPY --from=build /a /a\n",
    "# syntax=docker/dockerfile:1\nFROM debian:12.8\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
  ],
  appliesTo: usesBuildkit,
  *check(dockerfile) {
    if (!usesBuildkit(dockerfile)) return;
    const isTaken = takenDirectories(dockerfile);
    for (const stage of dockerfile.stages) {
      for (const download of repeatedDownloads(dockerfile, stage)) {
        const [run] = download.runs;
        if (run === undefined || isSaidElsewhere(dockerfile, stage, download)) continue;
        const { manager, call, runs } = download;
        const name = [manager, call.subcommand].filter(Boolean).join(" ");
        const more = runs.length > 1 ? `, and to the other RUNs that call \`${manager}\`` : "";
        yield {
          message:
            `\`${name}\` downloads everything again whenever this layer is rebuilt. ` +
            (download.targets === null
              ? `A cache mount on the directory where \`${manager}\` keeps its downloads saves that.`
              : `Add \`${mountOf(download.targets[0] ?? "")}\` here${more}.`),
          span: call.subcommandSpan ?? call.command.span,
          fix: isTaken(stage, download.targets ?? []) ? undefined : fixOf(download),
        };
      }
    }
  },
};

/** Whether a file cannot be built without BuildKit anyway. */
function usesBuildkit({ directives, instructions }: Dockerfile): boolean {
  return directives.some(({ name }) => name === "syntax") || instructions.some(needsBuildkit);
}

function needsBuildkit({ kind, flags, heredocs }: Instruction): boolean {
  if (heredocs.length > 0) return true;
  const names =
    kind === "run"
      ? ["mount", "network", "security"]
      : ["link", "chmod", "parents", "exclude", "checksum"];
  return flags.some(({ name }) => names.includes(name));
}

/** Whether what this leaves in the image's layer is said already: the remedy for that is to have no cache, or this mount. */
function isSaidElsewhere(
  dockerfile: Dockerfile,
  stage: Stage,
  { runs, manager }: RepeatedDownload,
): boolean {
  if (!isInImage(dockerfile, stage)) return false;
  return runs.some((run) =>
    runCaches(dockerfile, run).left.some(({ calls }) =>
      calls.some((call) => call.manager === manager),
    ),
  );
}

function mountOf(target: string): string {
  return `--mount=type=cache,target=${target}`;
}

function fixOf({ targets, runs }: RepeatedDownload): Fix | undefined {
  if (targets === null) return undefined;
  return {
    title: `Add ${targets.length === 1 ? "a cache mount" : "cache mounts"} for ${targets.join(" and ")}`,
    safety: "review",
    edits: runs.flatMap((run: RunInstruction) => addFlag(run, targets.map(mountOf).join(" "))),
  };
}

/**
 * Whether somebody looks for the caches in the stage's layers, where a mount would leave nothing: a stage that is built on it,
 * or one that copies the directories.
 */
function takenDirectories(
  dockerfile: Dockerfile,
): (stage: Stage, targets: readonly string[]) => boolean {
  const parents = new Set(dockerfile.stages.map(({ parent }) => parent));
  const paths = new Set(dockerfile.instructions.flatMap(pathsRead));
  const copied = new Map<string, boolean>();
  const isCopied = (target: string): boolean => {
    const found = copied.get(target) ?? [...paths].some((path) => holds(path, target));
    copied.set(target, found);
    return found;
  };
  return (stage, targets) => parents.has(stage) || targets.some(isCopied);
}

/** The paths of other stages that an instruction copies or mounts. */
function pathsRead(instruction: Instruction): readonly string[] {
  if (instruction.kind === "copy")
    return instruction.from === null ? [] : instruction.sources.map(({ value }) => value);
  return instruction.kind === "run"
    ? instruction.mounts.flatMap(({ from, source }) => (from === null ? [] : (source ?? [])))
    : [];
}

/** Whether a path is that of a directory, lies in it or above it. The root of a stage is copied for other reasons. */
function holds(path: string, target: string): boolean {
  const clean = path.replace(/\/+$/, "");
  return clean !== "" && (`${clean}/`.startsWith(`${target}/`) || target.startsWith(`${clean}/`));
}

import type { Dockerfile, Instruction, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { listed } from "../../shell/listed.ts";
import type { PackageCall, PackageManager, PackageSpec } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import {
  unpinnedPackages,
  type UnpinnedPackages,
} from "../../shell/package-managers/unpinned-packages.ts";
import { join } from "../../source/span.ts";
import type { Problem, Rule } from "../rule.ts";

export const unpinnedLanguagePackage: Rule = {
  name: "unpinned-language-package",
  category: "packages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A package of a language is installed by name, without a version",
  why:
    "Each build without cache takes what is newest that day: the same commit gives another image tomorrow, and a new major " +
    "version breaks the build, or the program, without any change of yours. A release that was taken over by an attacker gets in " +
    "the same way. Unlike the archives of operating systems, the registries of languages keep every version, so a pin costs nothing " +
    "and Renovate or Dependabot can raise it.",
  sources: [
    {
      title: "pip: Repeatable installs",
      url: "https://pip.pypa.io/en/stable/topics/repeatable-installs/",
    },
    { title: "npm: npm install", url: "https://docs.npmjs.com/cli/commands/npm-install" },
  ],
  aliases: ["DL3013", "DL3016", "DL3028", "DL3062"],
  fix: "none",
  ignoreWhen: "the newest version is wanted on purpose.",
  scope: "file",
  examples: [
    {
      bad: "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask gunicorn\n",
      good: "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask==3.1.0 gunicorn==23.0.0\n",
    },
    {
      bad: "FROM node:22.12-alpine\nRUN npm install -g pnpm && npm cache clean --force\n",
      good: "FROM node:22.12-alpine\nRUN npm install -g pnpm@9.15.0 && npm cache clean --force\n",
    },
    {
      bad: "FROM golang:1.25 AS build\nRUN go install github.com/swaggo/swag/cmd/swag@latest\n",
      good: "FROM golang:1.25 AS build\nRUN go install github.com/swaggo/swag/cmd/swag@v1.16.4\n",
    },
    {
      bad: "FROM ruby:3.4-slim\nRUN gem install rails\n",
      good: "FROM ruby:3.4-slim\nRUN gem install rails:8.0.1\n",
    },
    {
      bad: "FROM rust:1.83 AS build\nRUN cargo install --locked cargo-chef\n",
      good: "FROM rust:1.83 AS build\nRUN cargo install --locked cargo-chef@0.1.68\n",
    },
  ],
  silentOn: [
    "FROM python:3.13\nRUN pip install -r requirements.txt gunicorn && pip install -c constraints.txt flask\n",
    "FROM python:3.13\nENV PIP_CONSTRAINT=/constraints.txt\nRUN pip install flask\n",
    'FROM python:3.13\nRUN pip install . -e ./lib[dev] ./x.whl https://example.com/x-1.0-py3-none-any.whl "flask>=3,<4" "uvicorn[standard]~=0.30"\n',
    "FROM python:3.13\nRUN pip install -e release-tools/ libs/core && pip install wheels/a-1.0-py3-none-any.whl\n",
    "FROM python:3.13\nRUN pip install --no-index --find-links=/wheels app && pip install $PACKAGES app==$VERSION\n",
    "FROM python:3.13\nRUN pip install git+https://github.com/a/b@v1.2 'b @ git+https://github.com/a/b.git@0123abc'\n",
    "FROM node:22\nRUN npm install -g npm@11.0.0 @angular/cli@19 yarn@$YARN_VERSION ./tool.tgz\n",
    "FROM node:22\nCOPY package*.json ./\nRUN npm install express && npm ci\n",
    "FROM ruby:3.4\nRUN gem install bundler -v 2.6.1 && gem install rake:13.2 --no-document && gem update --system\n",
    "FROM golang:1.25\nCOPY . .\nRUN go install github.com/a/b/cmd/c && go install ./... && go get\n",
    "FROM rust:1.83\nRUN cargo install --path . && cargo install x --version 1.2 && cargo install --git https://github.com/a/b --tag v1\n",
    "FROM mcr.microsoft.com/dotnet/sdk:9.0\nRUN dotnet tool install --global dotnet-ef --version 9.0.0 && dotnet tool restore\n",
    "FROM rust:1.83\nARG V=1\nRUN cargo install wasm-pack --version ${V} && cargo install x --version=$V --locked && gem install fpm -v $V\n",
  ],
  *check(dockerfile) {
    // The stages that files of the project may be in.
    const copied = new Set<Stage | null>();
    for (const instruction of dockerfile.instructions) {
      const { stage } = instruction;
      if (bringsFiles(instruction, copied)) copied.add(stage);
      if (instruction.kind !== "run") continue;
      yield* problemsOf(dockerfile, instruction, copied.has(stage));
    }
  },
};

function bringsFiles(instruction: Instruction, copied: ReadonlySet<Stage | null>): boolean {
  switch (instruction.kind) {
    case "from":
      return instruction.image.stage !== null && copied.has(instruction.image.stage);
    case "copy":
    case "add":
      return true;
    case "run":
      return instruction.mounts.some(({ type, from }) => type === "bind" && from === null);
    default:
      return false;
  }
}

function* problemsOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  copied: boolean,
): Generator<Problem> {
  for (const call of packageCalls(dockerfile, run)) {
    for (const found of unpinnedPackages(call, run, copied)) {
      const [first] = found.packages;
      if (first === undefined) continue;
      yield {
        message: messageOf(call, found, first),
        span: join(first.span, found.packages.at(-1)?.span ?? first.span),
        aliases: aliasesOf(call, found),
        ...weightOf(call, found),
      };
    }
  }
}

function messageOf({ manager }: PackageCall, found: UnpinnedPackages, first: PackageSpec): string {
  const name = first.name ?? first.text;
  switch (found.kind) {
    case "none": {
      const names = found.packages.map((spec) => spec.name ?? spec.text);
      return (
        `${listed(names)} ${names.length === 1 ? "has" : "have"} no version: each build takes what is newest that day, so the same ` +
        `commit can give another image. Write ${pinOf(manager, name)}.`
      );
    }
    case "tag":
      return (
        `\`${first.text}\` moves: each build takes what it names that day, so the same commit can give another image. ` +
        `Write ${pinOf(manager, name)}.`
      );
    case "branch":
      return (
        `\`${first.text}\` is built from whatever is newest in that repository, so the same commit can give another image. ` +
        "Name a tag or a commit."
      );
  }
}

function pinOf(manager: PackageManager, name: string): string {
  switch (manager) {
    case "pip":
    case "pipx":
    case "uv":
      return `\`${name}==<version>\``;
    case "gem":
      return `\`${name}:<version>\``;
    case "go":
      return `\`${name}@v<version>\``;
    case "dotnet":
      return `\`${name} --version <version>\``;
    default:
      return `\`${name}@<version>\``;
  }
}

/** The tools that install the others: a new one breaks little, and many upgrade them on purpose. */
const installers = /^(?:pip|setuptools|wheel|uv|npm|bundler|corepack)$/;

/** A moving tag, and the newest installer, are often what is wanted. */
function weightOf(
  { manager }: PackageCall,
  { kind, packages }: UnpinnedPackages,
): Pick<Problem, "severity" | "confidence"> {
  if (packages.every(({ name }) => installers.test(name ?? "")))
    return { severity: "info", confidence: "low" };
  if (kind === "tag" && manager !== "go") return { confidence: "low" };
  return kind === "branch" ? { confidence: "medium" } : {};
}

/** The ids by which other tools know exactly this. hadolint takes any text behind npm's `@` for a version. */
function aliasesOf({ manager }: PackageCall, { kind }: UnpinnedPackages): readonly string[] {
  switch (manager) {
    case "pip":
      return kind === "tag" ? [] : ["DL3013"];
    case "npm":
      return kind === "tag" ? [] : ["DL3016"];
    case "gem":
      return ["DL3028"];
    case "go":
      return ["DL3062"];
    default:
      return [];
  }
}

import { describe, expect, test } from "@jest/globals";
import { sourceBeforeDependencies as rule } from "../../../src/rules/layers/source-before-dependencies.ts";
import { findingsOf, fixedBy } from "../../support/describe-rule.ts";
import { type Files, lock, node, python, text, withFiles } from "./install-texts.ts";

describe("source-before-dependencies knows", () => {
  test.each(
    withFiles(4, [
      [
        "one project of .NET",
        [
          "FROM mcr.microsoft.com/dotnet/sdk:9.0",
          "WORKDIR /src",
          "COPY . .",
          "RUN dotnet restore",
          "RUN dotnet publish -o /out",
        ],
        [
          "FROM mcr.microsoft.com/dotnet/sdk:9.0",
          "WORKDIR /src",
          "COPY Api.csproj .",
          "RUN dotnet restore",
          "COPY . .",
          "RUN dotnet publish -o /out",
        ],
        { "Api.csproj": "", "Program.cs": "" },
      ],
      [
        "a Go build that downloads on the way",
        [
          "FROM golang:1.25 AS build",
          "WORKDIR /src",
          "COPY . .",
          "RUN go mod tidy",
          "RUN cd cmd/app && go build -o /app .",
        ],
        [
          "FROM golang:1.25 AS build",
          "WORKDIR /src",
          "COPY go.mod go.sum ./",
          "RUN go mod download",
          "COPY . .",
          "RUN go mod tidy",
          "RUN cd cmd/app && go build -o /app .",
        ],
        { "go.mod": "", "go.sum": "", "cmd/app/main.go": "" },
      ],
      [
        "a Go download without a listing",
        [
          "FROM golang:1.25",
          "WORKDIR /src",
          "COPY . .",
          "RUN go mod download && go build -o /app .",
        ],
        [
          "FROM golang:1.25",
          "WORKDIR /src",
          "COPY go.mod go.sum* ./",
          "RUN go mod download",
          "COPY . .",
          "RUN go build -o /app .",
        ],
      ],
      [
        "a COPY with what was meant as a comment",
        [...python, "COPY . .  # The code", "RUN pip install -r requirements.txt"],
        [
          ...python,
          "COPY requirements.txt .",
          "RUN pip install -r requirements.txt",
          "COPY . .  # The code",
        ],
      ],
      [
        "the workspaces of a repository, by their manifests",
        [...node, "COPY . .", "RUN yarn install --frozen-lockfile", "RUN yarn build"],
        [
          ...node,
          "COPY package.json yarn.lock ./",
          "COPY packages/a/package.json packages/a/",
          "COPY packages/b/package.json packages/b/",
          "RUN yarn install --frozen-lockfile",
          "COPY . .",
          "RUN yarn build",
        ],
        {
          "package.json": '{"workspaces":["packages/*"]}',
          "yarn.lock": "",
          "packages/a/package.json": "{}",
          "packages/b/package.json": "{}",
        },
      ],
      [
        "patches and a schema, which the install reads",
        [...node, "COPY --chown=node . .", "RUN npm ci"],
        [
          ...node,
          "COPY --chown=node package*.json ./",
          "COPY --chown=node patches/ patches/",
          "COPY --chown=node prisma/ prisma/",
          "RUN npm ci",
          "COPY --chown=node . .",
        ],
        { ...lock, "patches/a.patch": "", "prisma/schema.prisma": "" },
      ],
      [
        "poetry, which installs the project too",
        [...python, "COPY . .", "RUN poetry install --no-interaction --only main", "CMD x"],
        [
          ...python,
          "COPY pyproject.toml poetry.lock ./",
          "RUN poetry install --no-root --no-interaction --only main",
          "COPY . .",
          "RUN poetry install --only-root --no-interaction",
          "CMD x",
        ],
        { "pyproject.toml": "[build-system]\n", "poetry.lock": "" },
      ],
      [
        "poetry in a project that is no package",
        [...python, "COPY . .", "RUN poetry install"],
        [...python, "COPY pyproject.toml poetry.lock ./", "RUN poetry install", "COPY . ."],
        { "pyproject.toml": "[tool.poetry]\npackage-mode = false\n", "poetry.lock": "" },
      ],
      [
        "uv, which installs the project too, before something else",
        [
          ...python,
          "COPY . .",
          "RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev && python x.py",
        ],
        [
          ...python,
          "COPY pyproject.toml uv.lock ./",
          "RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-install-project --frozen --no-dev",
          "COPY . .",
          "RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev && python x.py",
        ],
        { "pyproject.toml": "[build-system]\n", "uv.lock": "" },
      ],
      [
        "uv in a project that is no package",
        [...python, "COPY . .", "RUN uv sync --frozen --no-dev"],
        [...python, "COPY pyproject.toml uv.lock ./", "RUN uv sync --frozen --no-dev", "COPY . ."],
        { "pyproject.toml": "[project]\n", "uv.lock": "" },
      ],
      [
        "Composer, whose autoloader needs the source",
        ["FROM php:8.4", "WORKDIR /app", "COPY . .", "RUN composer install --no-dev -o"],
        [
          "FROM php:8.4",
          "WORKDIR /app",
          "COPY composer.json composer.lock ./",
          "RUN composer install --no-scripts --no-autoloader --no-dev -o",
          "COPY . .",
          "RUN composer dump-autoload --optimize --no-dev",
        ],
        { "composer.json": "{}", "composer.lock": "" },
      ],
      [
        "Maven",
        ["FROM maven:3-eclipse-temurin-21", "WORKDIR /app", "COPY . .", "RUN mvn -B package"],
        [
          "FROM maven:3-eclipse-temurin-21",
          "WORKDIR /app",
          "COPY pom.xml .",
          "RUN mvn -B dependency:go-offline",
          "COPY . .",
          "RUN mvn -B package",
        ],
        { "pom.xml": "<project/>" },
      ],
      [
        ".NET with the settings of its directory",
        [
          "FROM mcr.microsoft.com/dotnet/sdk:9.0",
          "WORKDIR /src",
          "COPY . .",
          "RUN dotnet publish -o /app",
        ],
        [
          "FROM mcr.microsoft.com/dotnet/sdk:9.0",
          "WORKDIR /src",
          "COPY Api.csproj Directory.Build.props ./",
          "RUN dotnet restore",
          "COPY . .",
          "RUN dotnet publish -o /app",
        ],
        { "Api.csproj": "<Project/>", "Directory.Build.props": "" },
      ],
      [
        "Bundler, pipenv and mix",
        ["FROM ruby:3.4", "WORKDIR /app", "COPY . .", "RUN bundle install"],
        [
          "FROM ruby:3.4",
          "WORKDIR /app",
          "COPY Gemfile Gemfile.lock ./",
          "RUN bundle install",
          "COPY . .",
        ],
        { Gemfile: 'gem "rails"', "Gemfile.lock": "" },
      ],
      [
        "a directory of a monorepo",
        [
          "FROM node:22.12",
          "COPY web /srv/web",
          "WORKDIR /srv/web",
          "RUN npm ci",
          "RUN npm run build",
        ],
        [
          "FROM node:22.12",
          "COPY web/package*.json /srv/web/",
          "WORKDIR /srv/web",
          "RUN npm ci",
          "COPY web /srv/web",
          "RUN npm run build",
        ],
        { "web/package.json": "{}", "web/package-lock.json": "{}" },
      ],
      [
        "exec form",
        [...node, 'COPY [".", "/app"]', "RUN npm ci"],
        [...node, "COPY package*.json /app/", "RUN npm ci", 'COPY [".", "/app"]'],
      ],
      [
        "lower case, indented",
        ["from node:22", "  workdir /app", "  copy . .", "  run npm ci && npm run build"],
        [
          "from node:22",
          "  workdir /app",
          "  copy package*.json ./",
          "  run npm ci",
          "  copy . .",
          "  run npm run build",
        ],
      ],
    ] as const) as [string, string[], string[], Files][],
  )("%s", (_, bad, good, files) => {
    expect(fixedBy(rule, text(...bad), files)).toBe(text(...good));
    expect(findingsOf(rule, text(...good), files)).toEqual([]);
  });
});

import { describe, expect, test } from "@jest/globals";
import { sourceBeforeDependencies as rule } from "../../../src/rules/layers/source-before-dependencies.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(rule);

const node = ["FROM node:22.12", "WORKDIR /app"];
const python = ["FROM python:3.13", "WORKDIR /app"];
const lock = { "package.json": "{}", "package-lock.json": "{}" };

function text(...lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

type Files = Record<string, string> | undefined;

/** Rows of equal length: of a shorter one the last argument would be a callback of the test. */
function withFiles(width: number, rows: readonly (readonly unknown[])[]): unknown[][] {
  return rows.map((row) => Array.from({ length: width }, (_, index) => row[index]));
}

function adviceOn(lines: readonly string[], files?: Record<string, string>) {
  const findings = findingsOf(rule, text(...lines), files);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.fix).toBeNull();
  return findings[0];
}

describe("source-before-dependencies mends", () => {
  test.each(
    withFiles(4, [
      [
        "comments with the COPY they stand on, and empty lines",
        [
          ...python,
          "",
          "# The code",
          "COPY . .",
          "",
          "# The libraries",
          "RUN pip install -r requirements.txt",
          "",
          "EXPOSE 80",
        ],
        [
          ...python,
          "",
          "COPY requirements.txt .",
          "",
          "# The libraries",
          "RUN pip install -r requirements.txt",
          "",
          "# The code",
          "COPY . .",
          "",
          "EXPOSE 80",
        ],
      ],
      [
        "owner, mode and link",
        [
          ...python,
          "COPY --chown=app:app --link --exclude=*.md . .",
          "RUN pip install -r requirements.txt",
        ],
        [
          ...python,
          "COPY --chown=app:app --link requirements.txt .",
          "RUN pip install -r requirements.txt",
          "COPY --chown=app:app --link --exclude=*.md . .",
        ],
      ],
      [
        "a destination that is a directory only because of the whole copy",
        ["FROM python:3.13", "COPY . /srv", "RUN pip install -r /srv/requirements.txt"],
        [
          "FROM python:3.13",
          "COPY requirements.txt /srv/",
          "RUN pip install -r /srv/requirements.txt",
          "COPY . /srv",
        ],
      ],
      [
        "an install that goes on with something else",
        [
          ...python,
          "COPY . .",
          "RUN pip install --no-cache-dir -r requirements.txt \\",
          "    && python -m compileall .",
        ],
        [
          ...python,
          "COPY requirements.txt .",
          "RUN pip install --no-cache-dir -r requirements.txt",
          "COPY . .",
          "RUN python -m compileall .",
        ],
      ],
      [
        "constraints",
        [...python, "COPY . .", "RUN pip install -c constraints.txt -r requirements.txt"],
        [
          ...python,
          "COPY constraints.txt requirements.txt ./",
          "RUN pip install -c constraints.txt -r requirements.txt",
          "COPY . .",
        ],
      ],
      [
        "a directory of requirement files",
        [...python, "COPY . .", "RUN pip install -r requirements/prod.txt"],
        [
          ...python,
          "COPY requirements/ requirements/",
          "RUN pip install -r requirements/prod.txt",
          "COPY . .",
        ],
      ],
      [
        "requirement files that include each other",
        [...python, "COPY ./ ./", "RUN pip install -r requirements-dev.txt"],
        [
          ...python,
          "COPY requirements-dev.txt requirements.txt ./",
          "RUN pip install -r requirements-dev.txt",
          "COPY ./ ./",
        ],
        { "requirements.txt": "flask", "requirements-dev.txt": "-r requirements.txt" },
      ],
      [
        "a directory of the context",
        [...python, "COPY backend .", "RUN pip install -r requirements.txt"],
        [
          ...python,
          "COPY backend/requirements.txt .",
          "RUN pip install -r requirements.txt",
          "COPY backend .",
        ],
        { "backend/requirements.txt": "" },
      ],
      [
        "a RUN with flags, which both parts keep",
        [...node, "COPY . .", "RUN --mount=type=cache,target=/root/.npm npm ci && npm run build"],
        [
          ...node,
          "COPY package*.json ./",
          "RUN --mount=type=cache,target=/root/.npm npm ci",
          "COPY . .",
          "RUN --mount=type=cache,target=/root/.npm npm run build",
        ],
      ],
      [
        "a WORKDIR between, under which the destination would be another",
        ["FROM node:22", "WORKDIR /src", "COPY . .", "WORKDIR /src/web", "RUN npm ci"],
        [
          "FROM node:22",
          "WORKDIR /src",
          "COPY web/package*.json web/",
          "WORKDIR /src/web",
          "RUN npm ci",
          "COPY . /src",
        ],
        { "web/package.json": "{}", "web/package-lock.json": "{}" },
      ],
      [
        "a project in a directory of its own",
        [...node, "COPY . .", "RUN cd web && npm ci"],
        [...node, "COPY web/package*.json web/", "RUN cd web && npm ci", "COPY . ."],
      ],
      [
        "npm --prefix",
        [...node, "COPY . .", "RUN npm --prefix web ci"],
        [...node, "COPY web/package*.json web/", "RUN npm --prefix web ci", "COPY . ."],
      ],
      [
        "two installs after one COPY",
        [...node, "COPY . .", "RUN pip install -r requirements.txt", "RUN npm ci"],
        [
          ...node,
          "COPY requirements.txt .",
          "COPY package*.json ./",
          "RUN pip install -r requirements.txt",
          "RUN npm ci",
          "COPY . .",
        ],
      ],
      [
        "manifests that are copied already",
        [...node, "COPY package*.json ./", "", "COPY . .", "", "RUN npm ci"],
        [...node, "COPY package*.json ./", "", "RUN npm ci", "", "COPY . ."],
      ],
      [
        "steps between that have no use for the source",
        [
          ...node,
          "COPY . .",
          "RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*",
          "ENV A=b",
          "COPY site.conf /etc/",
          "RUN npm ci",
        ],
        [
          ...node,
          "COPY package*.json ./",
          "RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*",
          "ENV A=b",
          "COPY site.conf /etc/",
          "RUN npm ci",
          "COPY . .",
        ],
      ],
      [
        "yarn with what is there",
        [...node, "COPY . .", "RUN yarn install --frozen-lockfile"],
        [
          ...node,
          "COPY package.json yarn.lock .npmrc ./",
          "RUN yarn install --frozen-lockfile",
          "COPY . .",
        ],
        { "package.json": "{}", "yarn.lock": "", ".npmrc": "" },
      ],
      [
        "pnpm with a lockfile that may be missing",
        [...node, "COPY . .", "RUN corepack enable && pnpm install && pnpm build"],
        [
          ...node,
          "COPY package.json pnpm-lock.yaml* ./",
          "RUN corepack enable && pnpm install",
          "COPY . .",
          "RUN pnpm build",
        ],
      ],
      [
        "poetry that leaves the project out",
        [...python, "COPY . .", "RUN pip install poetry==1.8.4 && poetry install --no-root"],
        [
          ...python,
          "COPY pyproject.toml poetry.lock* ./",
          "RUN pip install poetry==1.8.4 && poetry install --no-root",
          "COPY . .",
        ],
      ],
      [
        "Bundler",
        ["FROM ruby:3.4", "WORKDIR /app", "COPY . .", "RUN bundle install"],
        [
          "FROM ruby:3.4",
          "WORKDIR /app",
          "COPY Gemfile Gemfile.lock .ruby-version ./",
          "RUN bundle install",
          "COPY . .",
        ],
        { Gemfile: "", "Gemfile.lock": "", ".ruby-version": "" },
      ],
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

  test("a file without a newline at its end", () => {
    const bad = [...node, "COPY . .", "RUN npm ci"].join("\n");
    expect(fixedBy(rule, bad)).toBe(
      [...node, "COPY package*.json ./", "RUN npm ci", "COPY . ."].join("\n"),
    );
  });
});

describe("source-before-dependencies only advises", () => {
  test.each(
    withFiles(3, [
      [
        "where a later COPY overrides part of the source",
        [...node, "COPY . .", "COPY prod.env .env", "RUN npm ci"],
        lock,
      ],
      [
        "where a step between uses the source",
        [...node, "COPY . .", "RUN make configure", "RUN npm ci"],
        lock,
      ],
      [
        "where a step between changes its owner",
        [...node, "COPY . .", "RUN chown -R node /app", "RUN npm ci"],
        lock,
      ],
      [
        "where the RUN is no plain chain",
        [...node, "COPY . .", "RUN set -ex; npm ci; npm run build"],
        lock,
      ],
      [
        "where the install comes after something else in its RUN",
        [...node, "COPY . .", "RUN ./configure && npm ci"],
        lock,
      ],
      [
        "where a heredoc would have to be split",
        [...node, "COPY . .", "RUN <<EOF", "npm ci", "npm run build", "EOF"],
        lock,
      ],
      [
        "where an argument between is part of the COPY",
        [...node, "ARG D=/app", "COPY . $D", "ARG D=/srv", "RUN npm ci"],
        lock,
      ],
      [
        "where the COPY stands in another stage",
        ["FROM node:22 AS base", "WORKDIR /app", "COPY . .", "FROM base", "RUN npm ci"],
        lock,
      ],
      ["where everything is matched one by one", [...node, "COPY * ./", "RUN npm ci"], lock],
      [
        "where there are workspaces at any depth",
        [...node, "COPY . .", "RUN npm ci"],
        {
          ...lock,
          "package.json": '{"workspaces":["packages/**"]}',
          "packages/a/package.json": "",
        },
      ],
      [
        "where a script of the install needs the source",
        [...node, "COPY . .", "RUN npm ci"],
        { ...lock, "package.json": '{"scripts":{"postinstall":"node scripts/x.js"}}' },
      ],
      [
        "where pip installs a directory of the repository",
        [...python, "COPY . .", "RUN pip install -r requirements.txt"],
        { "requirements.txt": "flask\n-e ./lib\n" },
      ],
      [
        "where Go modules are replaced by directories",
        ["FROM golang:1.25", "WORKDIR /src", "COPY . .", "RUN go mod download"],
        { "go.mod": "replace a.b/c => ./c\n", "go.sum": "" },
      ],
      [
        "where a module of Maven lies below",
        ["FROM maven:3", "WORKDIR /app", "COPY . .", "RUN mvn -B package"],
        { "pom.xml": "<modules><module>a</module></modules>" },
      ],
      [
        "where Maven reads settings of the repository",
        ["FROM maven:3", "WORKDIR /app", "COPY . .", "RUN mvn -s settings.xml package"],
        { "pom.xml": "" },
      ],
      [
        "where an install of the project is set up by the shell",
        [...python, "COPY . .", "RUN export A=b && poetry install --only main"],
        { "pyproject.toml": "", "poetry.lock": "" },
      ],
      ["where yarn lies in the repository", [...node, "COPY . .", "RUN yarn install --immutable"]],
      [
        "where pip installs the project too",
        [...python, "COPY . .", "RUN pip install -r requirements.txt -e ."],
      ],
      [
        "where a step makes the requirements",
        [...python, "COPY . .", "RUN pip install -r generated.txt"],
        { "app.py": "" },
      ],
      [
        "on Composer with scripts",
        ["FROM composer:2", "WORKDIR /app", "COPY . .", "RUN composer install"],
      ],
      ["on Maven without a listing", ["FROM maven:3", "COPY . .", "RUN mvn -B package"]],
      ["on Gradle", ["FROM gradle:8", "WORKDIR /app", "COPY . .", "RUN ./gradlew build"]],
      [
        "on a solution of .NET",
        ["FROM mcr.microsoft.com/dotnet/sdk:9.0", "COPY . .", "RUN dotnet restore"],
      ],
      [
        "on a Go build without a listing",
        ["FROM golang:1.25", "WORKDIR /src", "COPY . .", "RUN go build ."],
      ],
      [
        "on a Go build with private modules",
        ["FROM golang:1.25", "WORKDIR /src", "COPY . .", "RUN --mount=type=ssh go build ."],
        { "go.mod": "", "go.sum": "" },
      ],
      [
        "on a Go workspace",
        ["FROM golang:1.25", "WORKDIR /src", "COPY . .", "RUN go build ."],
        { "go.mod": "", "go.work": "" },
      ],
    ] as const) as [string, string[], Files][],
  )("%s", (_, lines, files) => {
    adviceOn(lines, files);
  });

  test("and says how for the tools that need more", () => {
    const cargo = adviceOn([
      "FROM rust:1.91",
      "WORKDIR /src",
      "COPY . .",
      "RUN cargo build --release",
    ]);
    expect(cargo?.message).toContain("`fn main() {}`");
    const uv = adviceOn([...python, "COPY . .", "RUN make x && uv sync"]);
    expect(uv?.message).toContain("`uv sync --no-install-project`");
    const script = adviceOn([...node, "COPY . .", "RUN npm ci"], {
      ...lock,
      "package.json": '{"scripts":{"prepare":"tsc"}}',
    });
    expect(script).toMatchObject({ confidence: "low" });
    expect(script?.message).toContain("besides: the script `prepare` of package.json)");
  });
});

describe("source-before-dependencies", () => {
  test("points at the COPY and names both steps", () => {
    const bad = text(...python, "COPY --chown=app . .", "RUN pip install -r requirements.txt");
    const [finding] = findingsOf(rule, bad);
    expect(bad.slice(finding?.span.start, finding?.span.end)).toBe("COPY --chown=app . .");
    expect(finding?.message).toBe(
      "`COPY . .` comes before `pip install -r requirements.txt`: every change of code installs all dependencies again. " +
        "Copy only `requirements.txt` first, install, and copy the rest after it.",
    );
  });

  test("says it once for each COPY", () => {
    const bad = text(
      ...node,
      "COPY . .",
      "RUN npm ci",
      "RUN npm ci --omit=dev",
      "RUN pip install -r requirements.txt",
    );
    expect(findingsOf(rule, bad)).toHaveLength(1);
    const stages = text(
      "FROM node:22 AS a",
      "COPY . .",
      "RUN npm ci",
      "FROM a AS b",
      "RUN npm ci --omit=dev",
    );
    expect(findingsOf(rule, stages)).toHaveLength(1);
  });

  test.each(
    withFiles(3, [
      [
        "vendored modules",
        ["FROM golang:1.25", "COPY . .", "RUN go build ."],
        { "go.mod": "", "vendor/modules.txt": "" },
      ],
      [
        "vendored modules by the environment",
        ["FROM golang:1.25", "ENV GOFLAGS=-mod=vendor", "COPY . .", "RUN go build ."],
      ],
      [
        "a program without modules",
        ["FROM golang:1.25", "COPY . .", "RUN go build main.go"],
        { "main.go": "" },
      ],
      [
        "a directory of requirements",
        [...python, "COPY requirements requirements", "RUN pip install -r requirements/prod.txt"],
        { "requirements/prod.txt": "" },
      ],
      [
        "requirements elsewhere",
        [...python, "COPY deps/ /deps/", "RUN pip install -r /deps/all.txt"],
      ],
      [
        "modules of another stage",
        [
          ...node,
          "COPY --from=deps /app/node_modules node_modules",
          "COPY . .",
          "RUN npm ci --offline",
        ],
      ],
      ["an install in an unknown directory", [...node, "COPY . .", "RUN cd $WHERE && npm ci"]],
      [
        "requirements from the network",
        [...python, "COPY . .", "RUN pip install -r https://example.com/r.txt"],
      ],
      [
        "a destination that is not known",
        [...python, "ARG D", "COPY . $D", "RUN pip install -r requirements.txt"],
      ],
    ] as const) as [string, string[], Files][],
  )("is silent on %s", (_, lines, files) => {
    expect(findingsOf(rule, text(...lines), files)).toEqual([]);
  });
});

import { describe, expect, test } from "@jest/globals";
import { sourceBeforeDependencies as rule } from "../../../src/rules/layers/source-before-dependencies.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";
import { type Files, lock, node, python, text, withFiles } from "./install-texts.ts";

describeRule(rule);

function adviceOn(lines: readonly string[], files?: Record<string, string>) {
  const findings = findingsOf(rule, text(...lines), files);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.fix).toBeNull();
  return findings[0];
}

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

  test("names pip where Python starts it", () => {
    const bad = text(...python, "COPY . .", "RUN python3 -m pip install -r requirements.txt");
    expect(findingsOf(rule, bad)[0]?.message).toContain("`pip install -r requirements.txt`");
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
        "a Go module that requires no other",
        ["FROM golang:1.25", "WORKDIR /src", "COPY . .", "RUN go build -o /app ."],
        { "go.mod": "module example.com/app\n\ngo 1.25\n", "main.go": "" },
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

import { describe, expect, test } from "@jest/globals";
import { sourceBeforeDependencies as rule } from "../../src/rules/layers/source-before-dependencies.ts";
import { findingsOf, fixedBy } from "../support/describe-rule.ts";

/** Each shape was built with the real tool, as it is and as it is mended. */

const node = ["FROM node:22.12", "WORKDIR /app"];
const rust = ["FROM rust:1.91 AS build", "WORKDIR /src"];
const crate = {
  "Cargo.toml": '[package]\nname = "svc"\n\n[dependencies]\nitoa = "1"\n',
  "Cargo.lock": "",
  "src/main.rs": "",
};

function text(...lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

function adviceOn(lines: readonly string[], files: Record<string, string>): string {
  const findings = findingsOf(rule, text(...lines), files);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.fix).toBeNull();
  return findings[0]?.message ?? "";
}

function mended(
  lines: readonly string[],
  files: Record<string, string>,
  good: readonly string[],
): void {
  expect(fixedBy(rule, text(...lines), files)).toBe(text(...good));
  expect(findingsOf(rule, text(...good), files)).toEqual([]);
}

describe("dependencies of a crate", () => {
  const stub = 'RUN mkdir src && echo "fn main() {}" > src/main.rs';

  test("are built with a program that does nothing, and the program anew", () => {
    mended(
      [...rust, "COPY . .", "RUN cargo build --release --locked && cp target/release/svc /"],
      crate,
      [
        ...rust,
        "COPY Cargo.toml Cargo.lock ./",
        `${stub} && cargo build --release --locked`,
        "COPY . .",
        "RUN touch src/main.rs && cargo build --release --locked && cp target/release/svc /",
      ],
    );
  });

  test("are built in the directory that `cargo install --path .` builds in", () => {
    mended([...rust, "COPY ./ ./", "", "RUN cargo install --locked --path ."], crate, [
      ...rust,
      "COPY Cargo.toml Cargo.lock ./",
      `${stub} && cargo build --release --locked`,
      "COPY ./ ./",
      "",
      "RUN touch src/main.rs && cargo install --locked --path .",
    ]);
  });

  test.each([
    ["of a workspace", "[workspace]\nmembers = []\n"],
    ["with a program that is named", '[[bin]]\nname = "x"\npath = "src/x.rs"\n'],
    ["with a library that is named", '[lib]\nname = "x"\n'],
    ["with a package of the repository", '[dependencies]\nx = { path = "../x" }\n'],
    ["with a build script that is named", 'build = "build/main.rs"\n'],
    ["that takes from its workspace", "[package]\nversion = { workspace = true }\n"],
  ])("are left to people %s", (_, manifest) => {
    const files = { ...crate, "Cargo.toml": manifest };
    expect(adviceOn([...rust, "COPY . .", "RUN cargo build --release"], files)).toContain(
      "It reads more than these",
    );
  });

  test.each([
    ["without src/main.rs", ["RUN cargo build --release"], { "Cargo.toml": "[package]\n" }],
    ["with settings of cargo", ["RUN cargo build"], { ...crate, ".cargo/config.toml": "" }],
    ["with one of several programs", ["RUN cargo build --bin svc"], crate],
    ["after a step of the same RUN", ["RUN apt-get update && cargo build --release"], crate],
    [
      "after a step between",
      ["RUN apt-get install -y protobuf-compiler", "RUN cargo build"],
      crate,
    ],
    ["with a variable of its own", ["RUN RUSTFLAGS=-Cx cargo build --release"], crate],
    ["in another directory", ["WORKDIR /src/svc", "RUN cargo build"], crate],
    ["with private crates", ["RUN --mount=type=ssh cargo build --release"], crate],
  ] as [string, string[], Record<string, string>][])("are left to people %s", (_, runs, files) => {
    adviceOn([...rust, "COPY . .", ...runs], files);
  });
});

describe("downloads of Gradle", () => {
  const end = ["FROM eclipse-temurin:21-jre", "COPY --from=build /app/build/libs/a.jar /a.jar"];

  test("are kept in a cache mount, for no task of its own gets archives", () => {
    mended(
      ["FROM gradle:8.10-jdk21 AS build", "WORKDIR /app", "COPY . .", "RUN gradle build", ...end],
      { "build.gradle": "" },
      [
        "FROM gradle:8.10-jdk21 AS build",
        "WORKDIR /app",
        "COPY . .",
        "RUN --mount=type=cache,target=/home/gradle/.gradle gradle build",
        ...end,
      ],
    );
  });

  test("are kept where root has them when the wrapper is used", () => {
    mended(
      [
        "FROM eclipse-temurin:21-jdk AS build",
        "COPY . /app",
        "WORKDIR /app",
        "RUN ./gradlew bootJar",
        ...end,
      ],
      {},
      [
        "FROM eclipse-temurin:21-jdk AS build",
        "COPY . /app",
        "WORKDIR /app",
        "RUN --mount=type=cache,target=/root/.gradle ./gradlew bootJar",
        ...end,
      ],
    );
  });

  test.each([
    ["in the image itself", ["FROM gradle:8.10-jdk21", "COPY . .", "RUN gradle build"]],
    [
      "by another user",
      ["FROM gradle:8.10-jdk21 AS build", "USER gradle", "COPY . .", "RUN gradle build", ...end],
    ],
    [
      "that another stage takes",
      [
        "FROM gradle:8.10-jdk21 AS build",
        "COPY . .",
        "RUN gradle build",
        ...end,
        "COPY --from=build /root/.gradle /c",
      ],
    ],
  ])("are left to people %s", (_, lines) => {
    expect(adviceOn(lines, {})).toContain("cache mount");
  });
});

describe("manifests", () => {
  const ignoring = (lines: string): Record<string, string> => ({
    "package.json": "{}",
    "yarn.lock": "",
    ".npmrc": "",
    Dockerfile: "",
    ".dockerignore": lines,
  });

  test("that .dockerignore keeps out are not copied", () => {
    mended([...node, "COPY . .", "RUN yarn install"], ignoring(".npmrc\n*.lock\n"), [
      ...node,
      "COPY package.json .",
      "RUN yarn install",
      "COPY . .",
    ]);
    mended([...node, "COPY . .", "RUN yarn install"], ignoring("*\n!package.json\n!yarn.lock\n"), [
      ...node,
      "COPY package.json yarn.lock ./",
      "RUN yarn install",
      "COPY . .",
    ]);
  });

  test("of workspaces are not enough where a workspace has programs to link", () => {
    const files = {
      "package.json": '{"workspaces":["packages/*"]}',
      "package-lock.json": "{}",
      "packages/cli/package.json": '{"name":"cli","bin":{"cli":"index.js"}}',
      "packages/lib/package.json": '{"name":"lib"}',
    };
    expect(adviceOn([...node, "COPY . .", "RUN npm ci"], files)).toContain(
      "the programs (`bin`) of `packages/cli`",
    );
  });

  test("are not sought above a directory that the context does not have", () => {
    const files = { "package.json": "{}", "package-lock.json": "{}", "index.js": "" };
    mended(["FROM node:22", "COPY . /srv", "WORKDIR /srv/services/api", "RUN npm ci"], files, [
      "FROM node:22",
      "COPY services/api/package*.json /srv/services/api/",
      "WORKDIR /srv/services/api",
      "RUN npm ci",
      "COPY . /srv",
    ]);
  });

  test("of Maven come with the settings in `.mvn`", () => {
    mended(
      ["FROM maven:3-eclipse-temurin-21", "WORKDIR /app", "COPY . .", "RUN mvn -B package"],
      { "pom.xml": "<project/>", ".mvn/maven.config": "-s .mvn/settings.xml" },
      [
        "FROM maven:3-eclipse-temurin-21",
        "WORKDIR /app",
        "COPY pom.xml .",
        "COPY .mvn/ .mvn/",
        "RUN mvn -B dependency:go-offline",
        "COPY . .",
        "RUN mvn -B package",
      ],
    );
  });

  test("of Maven come without `.mvn` where that holds only the wrapper", () => {
    mended(
      ["FROM maven:3-eclipse-temurin-21", "WORKDIR /app", "COPY . .", "RUN mvn -B package"],
      { "pom.xml": "<project/>", ".mvn/wrapper/maven-wrapper.properties": "" },
      [
        "FROM maven:3-eclipse-temurin-21",
        "WORKDIR /app",
        "COPY pom.xml .",
        "RUN mvn -B dependency:go-offline",
        "COPY . .",
        "RUN mvn -B package",
      ],
    );
  });

  test("of Bundler come with its settings", () => {
    mended(
      ["FROM ruby:3.4", "WORKDIR /app", "COPY . .", "RUN bundle install"],
      { Gemfile: "", "Gemfile.lock": "", ".bundle/config": "BUNDLE_PATH: vendor/bundle" },
      [
        "FROM ruby:3.4",
        "WORKDIR /app",
        "COPY Gemfile Gemfile.lock ./",
        "COPY .bundle/ .bundle/",
        "RUN bundle install",
        "COPY . .",
      ],
    );
  });

  test("of pip are left where packages lie in the repository", () => {
    const said = adviceOn(
      [
        "FROM python:3.13",
        "WORKDIR /app",
        "COPY . .",
        "RUN pip install --no-index --find-links=wheels -r requirements.txt",
      ],
      { "requirements.txt": "flask" },
    );
    expect(said).toContain("the packages of `--find-links`");
  });

  test("of Go are left where a step between gives access to private modules", () => {
    adviceOn(
      [
        "FROM golang:1.25",
        "WORKDIR /src",
        "COPY . .",
        "RUN git config --global url.git@github.com:.insteadOf https://github.com/",
        "RUN go build .",
      ],
      { "go.mod": "", "go.sum": "" },
    );
  });
});

import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { contextNeeds } from "../../src/shell/context-needs.ts";

function needsOf(...lines: string[]): ReturnType<typeof contextNeeds> {
  return contextNeeds(parseDockerfile(["FROM debian:12", ...lines, ""].join("\n")));
}

describe("the scripts of the project that a build runs", () => {
  test.each([
    ["./build.sh", ["build.sh"]],
    ["sh build.sh", ["build.sh"]],
    ["bash -eu scripts/build.sh --fast", ["scripts/build.sh"]],
    ["sh -o pipefail build.sh", ["build.sh"]],
    ["sh build.sh -c", ["build.sh"]],
    ["sh -c ./build.sh", ["build.sh"]],
    ["go run build.go", ["build.go"]],
    ["/usr/local/bin/install.sh", []],
    ["./gradlew build", []],
    ["sh -s < build.sh", []],
    ["make", []],
  ])("%s", (command, scripts) => {
    expect(needsOf(`RUN ${command}`).scripts.map((path) => path.replace(/^\.\//, ""))).toEqual(
      scripts,
    );
  });
});

test("a build asks for the history where it asks git for it, not where it clones", () => {
  expect(needsOf("RUN git describe --tags").history).toBe(true);
  expect(needsOf('RUN go build -ldflags "-X main.v=$(git rev-parse HEAD)" .').history).toBe(true);
  expect(needsOf("RUN git clone https://example.com/a.git").history).toBe(false);
});

test("names the programs that RUNs start and the paths that COPY, ADD and mounts name", () => {
  const needs = needsOf(
    "COPY ./src /src/",
    "COPY . .",
    "ADD https://example.com/x.tgz /x/",
    "RUN --mount=type=bind,source=go.mod,target=go.mod make && pip install .",
  );
  expect([...needs.programs]).toEqual(["make", "pip"]);
  expect(needs.named).toEqual(["src", "go.mod"]);
});

import { expect, test } from "@jest/globals";
import { missingCacheMount } from "../../../src/rules/packages/missing-cache-mount.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingCacheMount);

const end = "FROM alpine:3.22\nCOPY --link --from=build /out /out\n";

function inBuilder(image: string, run: string): string {
  return `FROM ${image} AS build\n${run}\n${end}`;
}

test.each([
  ["maven:3.9", "mvn -B package", "/root/.m2"],
  ["gradle:8.12", "gradle build", "/home/gradle/.gradle"],
  ["python:3.13", "pip install -r requirements.txt", "/root/.cache/pip"],
])("on %s gives `%s` a mount of %s", (image, run, target) => {
  expect(fixedBy(missingCacheMount, inBuilder(image, `RUN ${run}`))).toBe(
    inBuilder(image, `RUN --mount=type=cache,target=${target} ${run}`),
  );
});

test.each([
  ["golang:1.25", "USER app\nRUN go build ./..."],
  ["example.com/go:1", "RUN go build ./..."],
  ["golang:1.25", "ENV HOME=/home/app\nRUN go build ./..."],
  ["mcr.microsoft.com/dotnet/sdk:9.0", "RUN dotnet restore"],
])("offers no fix where it does not know the directory: %s, %s", (image, run) => {
  const findings = findingsOf(missingCacheMount, inBuilder(image, run));
  expect(findings.map(({ fix }) => fix)).toEqual([null]);
});

test("offers no fix where the cache is taken along", () => {
  const text = `FROM golang:1.25 AS build\nRUN go mod download\nFROM alpine:3.22\nCOPY --link --from=build /go/pkg /go/pkg\n`;
  expect(findingsOf(missingCacheMount, text).map(({ fix }) => fix)).toEqual([null]);
});

test("leaves alone a stage whose author keeps that cache somewhere", () => {
  const text = inBuilder(
    "golang:1.25",
    "RUN go mod download\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...",
  );
  expect(findingsOf(missingCacheMount, text)).toEqual([]);
});

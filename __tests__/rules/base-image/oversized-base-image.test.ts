import { describe, expect, test } from "@jest/globals";
import { oversizedBaseImage } from "../../../src/rules/base-image/oversized-base-image.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(oversizedBaseImage);

const started = 'CMD ["/app/run"]\n';

function fromFixed(image: string, before = ""): string | undefined {
  const fixed = fixedBy(oversizedBaseImage, `${before}FROM ${image}\n${started}`);
  return /^FROM (.*)$/m.exec(fixed)?.[1];
}

describe("oversized-base-image in particular", () => {
  test.each([
    ["python:3.13", "python:3.13-slim"],
    ["python:3.13-bookworm", "python:3.13-slim-bookworm"],
    ["python:bookworm", "python:slim-bookworm"],
    ["docker.io/library/python:3.13.1", "docker.io/library/python:3.13.1-slim"],
    ["public.ecr.aws/docker/library/node:22", "public.ecr.aws/docker/library/node:22-slim"],
    ["node:22.12.0-bookworm", "node:22.12.0-bookworm-slim"],
    ["ruby:3.4-trixie", "ruby:3.4-slim-trixie"],
    ["debian:12", "debian:12-slim"],
    ["debian:bookworm-20251103", "debian:bookworm-20251103-slim"],
    ["nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04", "nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04"],
  ])("makes %s %s", (image, smaller) => {
    expect(fromFixed(image)).toBe(smaller);
  });

  test("adds the variant behind a version that an ARG holds", () => {
    expect(fromFixed("python:${V}", "ARG V=3.13\n")).toBe("python:${V}-slim");
  });

  test("names an image without its digest", () => {
    const text = `FROM python:3.13@sha256:${"0".repeat(64)}\n${started}`;
    const [finding] = findingsOf(oversizedBaseImage, text);
    expect(finding?.message).toContain("`python:3.13` is");
    expect(finding?.message).not.toContain("sha256");
  });

  test("does not touch a variable that holds more than a version, nor a digest", () => {
    for (const image of ["python:${V}", `python:3.13@sha256:${"0".repeat(64)}`]) {
      const text = `ARG V=3.13-bookworm\nFROM ${image}\n${started}`;
      expect(findingsOf(oversizedBaseImage, text).map(({ fix }) => fix)).toEqual([null]);
    }
  });

  test("gives both sizes", () => {
    const [finding] = findingsOf(oversizedBaseImage, `FROM python:3.13\n${started}`);
    expect(finding?.message).toContain("`python:3.13` is about 410 MB to pull");
    expect(finding?.message).toContain("`python:3.13-slim` about 43 MB");
  });

  test.each([
    ["RUN git clone https://example.com/x /app\n", "`git`"],
    ["RUN curl -fsS https://example.com/x -o /app/x\n", "`curl`"],
    ["HEALTHCHECK CMD curl -f http://localhost/\n", "`curl`"],
  ])("gives no fix where %j needs what the slim variant lacks", (line, tool) => {
    const [finding] = findingsOf(oversizedBaseImage, `FROM python:3.13\n${line}${started}`);
    expect(finding).toMatchObject({ confidence: "low", fix: null });
    expect(finding?.message).toContain(`It lacks ${tool}`);
  });

  test("gives the fix where that is installed", () => {
    const text =
      "FROM python:3.13\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n" +
      `HEALTHCHECK CMD curl -f http://localhost/\n${started}`;
    expect(fixedBy(oversizedBaseImage, text)).toContain("FROM python:3.13-slim\n");
  });

  test("says it at the FROM that names the image, when the final stage stands on another one", () => {
    const text = `FROM python:3.13 AS base\nFROM base\n${started}`;
    const [finding] = findingsOf(oversizedBaseImage, text);
    expect(finding?.span.start).toBe(text.indexOf("python:3.13"));
  });

  test("speaks of a compiler beside a program from another stage", () => {
    const text =
      'FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM golang:1.25\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n';
    const [finding] = findingsOf(oversizedBaseImage, text);
    expect(finding?.message).toContain("distroless");
    expect(finding?.span.start).toBe(text.lastIndexOf("golang:1.25"));
  });

  test("names the runtime image of .NET", () => {
    const text =
      'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nRUN dotnet publish -o /out\nFROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY --from=build /out .\nENTRYPOINT ["dotnet", "a.dll"]\n';
    const [finding] = findingsOf(oversizedBaseImage, text);
    expect(finding?.message).toContain("mcr.microsoft.com/dotnet/aspnet");
  });
});

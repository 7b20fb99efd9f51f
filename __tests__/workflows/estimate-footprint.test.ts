import { describe, expect, test } from "@jest/globals";
import { unknownContext } from "../../src/context/build-context.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { selectRules } from "../../src/lint/select-rules.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { buildFileReport } from "../../src/workflows/build-report.ts";
import { estimateFootprint } from "../../src/workflows/estimate-footprint.ts";

function estimate(before: string | null, after: string) {
  const base = before === null ? null : parseDockerfile(before);
  return estimateFootprint(base, parseDockerfile(after), []);
}

describe("the footprint of an image", () => {
  test("is that of the image that the final stage stands on, and of its layers alone", () => {
    const text =
      "FROM golang:1.27 AS build\nCOPY . .\nRUN go build\n" +
      "FROM python:3.13-slim AS base\nRUN x\nENV A=1\nONBUILD RUN y\n" +
      "FROM base\nWORKDIR /app\nCOPY --from=build /a /a\nADD b /b\n";
    expect(estimate(null, text)).toEqual({
      before: null,
      after: { image: "python:3.13-slim", megabytes: 43, layers: 3 },
      fixed: null,
    });
  });

  test("knows scratch, and the default of an ARG", () => {
    const text = "ARG V=3.13\nFROM python:${V}-slim\n";
    const after = "FROM scratch\nCOPY app /app\n";
    expect(estimate(text, after)).toMatchObject({
      before: { image: "python:3.13-slim", megabytes: 43, layers: 0 },
      after: { image: "scratch", megabytes: 0, layers: 1 },
    });
  });

  test("is nothing where the image is not known, unless the number of layers changes", () => {
    expect(estimate(null, "FROM company/base:1\nRUN x\n")).toBeNull();
    expect(estimate("FROM company/base:1\nRUN y\n", "FROM company/base:1\nRUN x\n")).toBeNull();
    expect(estimate("FROM company/base:1\n", "FROM company/base:1\nRUN x\n")).not.toBeNull();
    expect(estimate(null, "RUN x\n")).toBeNull();
  });

  test("in a report, has what the planned fixes would make of the base image", () => {
    const text = 'FROM python:3.13\nCMD ["python", "app.py"]\n';
    const rules = selectRules(allRules, {
      preset: "all",
      only: ["oversized-base-image"],
      ignore: [],
    });
    const policy = { rules, suppressions: "allow" } as const;
    const file = {
      path: "Dockerfile",
      text,
      base: null,
      hunks: null,
      buildContext: unknownContext,
    };
    expect(buildFileReport(file, policy).footprint).toMatchObject({
      after: { image: "python:3.13", megabytes: 413 },
      fixed: { image: "python:3.13-slim", megabytes: 43 },
    });
    expect(buildFileReport(file, policy, "findings").footprint).toBeNull();
  });
});

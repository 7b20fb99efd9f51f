import { expect, test } from "@jest/globals";
import {
  contextFromListings,
  unknownContext,
  type BuildContext,
} from "../../src/context/build-context.ts";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import { selectRules } from "../../src/lint/select-rules.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { checklistOf } from "../../src/workflows/checklist.ts";

const rules = selectRules(allRules, { preset: "all", only: [], ignore: [], today: "2026-11-29" });

/** The verdict on each practice. */
function verdicts(text: string, buildContext: BuildContext = unknownContext) {
  const input = { path: "Dockerfile", text, buildContext };
  const list = checklistOf(lintDockerfile(input, rules), input, rules);
  return Object.fromEntries(list.map(({ practice, verdict }) => [practice, verdict]));
}

/** A context that is listed, with a Dockerfile at its root. */
function listed(names: readonly string[], texts: Readonly<Record<string, string>> = {}) {
  const context = contextFromListings(
    new Map([["", ["Dockerfile", ...names, ...Object.keys(texts)]]]),
    new Map(Object.entries(texts)),
  );
  return { ...context, dockerfile: "Dockerfile" };
}

const broad = 'FROM node:22.12.0-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "a.js"]\n';

test.each([
  ["the context is not known", unknownContext, "not-applicable"],
  ["there is none, and packages to keep out", listed(["package.json"]), "broken"],
  [
    "there is one",
    listed(["package.json"], { ".dockerignore": "**/node_modules\n.git\n.env\n*.log\ncoverage\n" }),
    "kept",
  ],
])(".dockerignore, where %s", (_, context, verdict) => {
  expect(verdicts(broad, context)).toMatchObject({ ".dockerignore": verdict });
});

test(".dockerignore, where there is none and nothing is known that it would keep out", () => {
  const text = "FROM debian:12.8\nCOPY . /src\nRUN make -C /src\n";
  const below = { ...listed(["main.c"]), root: "tools" };
  expect(verdicts(text, below)).toMatchObject({ ".dockerignore": "not-applicable" });
});

test.each([
  ["a user is set", "FROM debian:12.8\nUSER 1000\nCMD /app\n", "kept"],
  ["the base image brings one", 'FROM nginxinc/nginx-unprivileged:1.29\nCMD ["nginx"]\n', "kept"],
  ["it is root", "FROM debian:12.8\nCMD /app\n", "broken"],
  ["a variable hides the base image", 'ARG BASE\nFROM ${BASE}\nCMD ["/app"]\n', "not-applicable"],
  ["nothing is started", "FROM scratch\nCOPY rootfs /\n", "not-applicable"],
  [
    "Windows has other users",
    '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n',
    "not-applicable",
  ],
])("Non-root user, where %s", (_, text, verdict) => {
  expect(verdicts(text)).toMatchObject({ "Non-root user": verdict });
});

test("a file without anything to judge keeps no practice", () => {
  expect(verdicts("FROM scratch\nCOPY rootfs /\n")).toMatchObject({
    "Combined RUNs": "not-applicable",
    "Precise tags": "not-applicable",
    "No package caches": "not-applicable",
    "Exec form": "not-applicable",
    "BuildKit features": "not-applicable",
    ".dockerignore": "not-applicable",
    "Health check": "not-applicable",
  });
});

test("what is judged and found good is kept", () => {
  const text =
    "# syntax=docker/dockerfile:1\nFROM python:3.13.1-slim\nWORKDIR /app\nCOPY requirements.txt .\n" +
    "RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n" +
    'COPY app app\nUSER 10001\nCMD ["python", "-m", "app"]\n';
  expect(verdicts(text)).toMatchObject({
    "Dependencies before code": "kept",
    "Combined RUNs": "kept",
    "Precise tags": "kept",
    "No package caches": "kept",
    "BuildKit features": "kept",
    "Exec form": "kept",
    "Slim base image": "kept",
  });
});

test("of a file that a Dockerfile is made from, only what is judged there", () => {
  const template = "FROM {{ image }}\nRUN a\nRUN b\n{% if c %}\nCMD d\n{% endif %}\n";
  expect(verdicts(template)).toEqual({});
  const secret = "//npm.example.com/:_authToken=7c1f0e52-93ab-4d68-b1f4-2a8e6d905c3b";
  expect(verdicts(`${template}RUN npm config set ${secret}\n`)).toEqual({
    "Secrets kept out": "broken",
  });
});

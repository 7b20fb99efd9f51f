import { describe, expect, test } from "@jest/globals";
import { npmInstallInBuild as rule } from "../../../src/rules/packages/npm-install-in-build.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(rule);

const before = "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\n";
const project = { "package.json": "{}", "package-lock.json": "{}", "index.js": "" };

describe("npm-install-in-build in particular", () => {
  test.each([
    ["npm i", "npm ci"],
    ["npm install --only=production --silent", "npm ci --omit=dev --silent"],
    ["npm install --only production", "npm ci --omit=dev"],
    ["npm --prefix /app install --omit=dev", "npm --prefix /app ci --omit=dev"],
    ["npm install --no-save --legacy-peer-deps", "npm ci --legacy-peer-deps"],
    ["npm install --no-optional", "npm ci --omit=optional"],
    [
      "npm install \\\n    --production \\\n  && npm cache clean --force",
      "npm ci \\\n    --omit=dev \\\n  && npm cache clean --force",
    ],
    ["set -ex; npm install; npm run build", "set -ex; npm ci; npm run build"],
    ["cd /app && npm i", "cd /app && npm ci"],
  ])("turns %j into %j", (bad, good) => {
    expect(fixedBy(rule, `${before}RUN ${bad}\n`)).toBe(`${before}RUN ${good}\n`);
  });

  test("is safe where the lockfile is known to be there", () => {
    const safety = (copy: string, files?: Record<string, string>) =>
      findingsOf(rule, `FROM node:22\nWORKDIR /app\n${copy}\nRUN npm install\n`, files).map(
        ({ fix }) => fix?.safety,
      );
    expect(safety("COPY package.json package-lock.json ./")).toEqual(["safe"]);
    expect(safety("COPY package*.json ./", project)).toEqual(["safe"]);
    expect(safety("COPY . .", project)).toEqual(["safe"]);
    expect(safety("COPY package*.json ./")).toEqual(["review"]);
    expect(safety("COPY . .")).toEqual(["review"]);
    expect(safety("COPY package-lock.json* package.json ./")).toEqual(["review"]);
  });

  test("is silent where the project has no lockfile", () => {
    const text = "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install\n";
    expect(findingsOf(rule, text, { "package.json": "{}" })).toEqual([]);
  });

  test("asks for the lockfile where only the manifest is copied", () => {
    const text = "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\n";
    const [finding] = findingsOf(rule, text, project);
    expect(finding).toMatchObject({ fix: null, confidence: "high" });
    expect(finding?.message).toContain("Copy `package-lock.json` beside `package.json`");
    expect(findingsOf(rule, text).map(({ confidence }) => confidence)).toEqual(["low"]);
  });

  test("does not guess about a directory that is not the project", () => {
    // The listing holds no package.json, so it is not the context that this file is built with.
    const text = "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install\n";
    expect(findingsOf(rule, text, { Dockerfile: "" }).map(({ fix }) => fix?.safety)).toEqual([
      "review",
    ]);
  });

  test("finds the project in a directory of its own", () => {
    const text = "FROM node:22\nWORKDIR /src\nCOPY . .\nRUN cd web && npm install\n";
    const files = { "web/package.json": "{}", "web/package-lock.json": "{}", "go.mod": "" };
    expect(findingsOf(rule, text, files).map(({ fix }) => fix?.safety)).toEqual(["safe"]);
    expect(findingsOf(rule, text, { ...files, "web/package-lock.json": "" })).toHaveLength(1);
    expect(findingsOf(rule, text, { "web/package.json": "{}" })).toEqual([]);
  });

  test("follows the stages that a stage is built on", () => {
    const text =
      "FROM node:22 AS base\nWORKDIR /app\nCOPY package.json package-lock.json ./\nFROM base AS deps\nRUN npm install\n";
    expect(findingsOf(rule, text).map(({ fix }) => fix?.safety)).toEqual(["safe"]);
  });

  test("uses yarn's newer flag where its settings file is there", () => {
    const text = "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN yarn install\n";
    const files = { "package.json": "{}", "yarn.lock": "", ".yarnrc.yml": "" };
    expect(fixedBy(rule, text, files)).toContain("RUN yarn install --immutable\n");
    const named =
      "FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock .yarnrc.yml ./\nRUN yarn\n";
    expect(fixedBy(rule, named)).toContain("RUN yarn install --immutable\n");
  });

  test.each([
    "npm install --package-lock-only",
    "npm install --global",
    "yarn --version",
    "npm install --dry-run",
  ])("is silent on %j", (command) => {
    expect(findingsOf(rule, `${before}RUN ${command}\n`)).toEqual([]);
  });

  test.each(["npm install --mystery", "npm install $FLAGS", "npm install --before 2020-01-01"])(
    "does not rewrite %j",
    (command) => {
      const text = `${before}RUN ${command}\n`;
      expect(fixedBy(rule, text)).toBe(text);
    },
  );

  test("keeps to what an old npm knows", () => {
    const old = before.replace("node:22.12-alpine", "node:12");
    expect(fixedBy(rule, `${old}RUN npm install --production\n`)).toBe(
      `${old}RUN npm ci --production\n`,
    );
    const older = before.replace("node:22.12-alpine", "node:8");
    expect(fixedBy(rule, `${older}RUN npm install\n`)).toBe(`${older}RUN npm install\n`);
  });

  test("leaves an exec form to the author", () => {
    expect(fixedBy(rule, `${before}RUN ["yarn", "install"]\n`)).toBe(
      `${before}RUN ["yarn", "install"]\n`,
    );
    expect(fixedBy(rule, `${before}RUN ["npm", "install"]\n`)).toBe(
      `${before}RUN ["npm", "install"]\n`,
    );
  });
});

import { expect, test } from "@jest/globals";
import { devDependenciesInFinalStage } from "../../../src/rules/packages/dev-dependencies-in-final-stage.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(devDependenciesInFinalStage);

test.each([
  ["pnpm install --frozen-lockfile", "pnpm install --frozen-lockfile --prod"],
  ["yarn install --frozen-lockfile", "yarn install --frozen-lockfile --production"],
  ["poetry install --no-root", "poetry install --no-root --only main"],
  ["uv sync --frozen", "uv sync --frozen --no-dev"],
  ["bun install", "bun install --production"],
  ["bundle install", "bundle install"],
  ["yarn install", "yarn install"],
  ["pipenv install --system --dev", "pipenv install --system --dev"],
  ["pip install -r requirements/test.txt", "pip install -r requirements/test.txt"],
])("of `%s` makes `%s`", (bad, fixed) => {
  const text = (run: string) => `FROM example.com/base:1\nCOPY . .\nRUN ${run}\nCMD ["app"]\n`;
  expect(findingsOf(devDependenciesInFinalStage, text(bad))).toHaveLength(1);
  expect(fixedBy(devDependenciesInFinalStage, text(bad))).toBe(text(fixed));
});

test.each([
  "pip install -r requirements.txt -r latest.txt",
  "pip install -r tests-are-fun/requirements.txt",
  "npm ci && npm test",
  "npm install --include=dev",
  "npm ci && ./build.sh",
  "npm install $FLAGS",
])("is silent on `%s`", (run) => {
  const text = `FROM node:22.12\nCOPY . .\nRUN ${run}\nCMD ["node", "x.js"]\n`;
  expect(findingsOf(devDependenciesInFinalStage, text)).toEqual([]);
});

test("looks at the image that is shipped only, with what it is built on", () => {
  const rest = 'CMD ["node", "x.js"]\n';
  const base = `FROM node:22.12 AS base\nCOPY . .\nRUN npm ci\n`;
  expect(findingsOf(devDependenciesInFinalStage, `${base}FROM base\n${rest}`)).toHaveLength(1);
  expect(findingsOf(devDependenciesInFinalStage, `${base}FROM node:22.12\n${rest}`)).toEqual([]);
});

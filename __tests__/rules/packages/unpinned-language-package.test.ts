import { expect, test } from "@jest/globals";
import { unpinnedLanguagePackage } from "../../../src/rules/packages/unpinned-language-package.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(unpinnedLanguagePackage);

function said(run: string, before = ""): string[] {
  const text = `FROM example.com/base:1.0\n${before}RUN ${run}\n`;
  return findingsOf(unpinnedLanguagePackage, text).map(({ span, severity, confidence, aliases }) =>
    [text.slice(span.start, span.end), severity, confidence, ...aliases].join(" | "),
  );
}

test.each([
  ["pip install flask", "flask | warning | high | DL3013"],
  ["python3 -m pip install 'uvicorn[standard]'", "'uvicorn[standard]' | warning | high | DL3013"],
  ["pip install --upgrade pip setuptools", "pip setuptools | info | low | DL3013"],
  [
    "pip install git+https://github.com/a/b",
    "git+https://github.com/a/b | warning | medium | DL3013",
  ],
  ["pipx install poetry", "poetry | warning | high"],
  ["uv tool install ruff", "ruff | warning | high"],
  ["npm install -g typescript", "typescript | warning | high | DL3016"],
  ["npm i --location=global a b@1 c", "a b@1 c | warning | high | DL3016"],
  ["npm install express", "express | warning | high | DL3016"],
  ["npm install -g yarn@latest", "yarn@latest | warning | low"],
  ["yarn global add serve", "serve | warning | high"],
  ["pnpm add -g turbo", "turbo | warning | high"],
  ["gem install rails", "rails | warning | high | DL3028"],
  ["gem install bundler", "bundler | info | low | DL3028"],
  ["go install github.com/a/b@latest", "github.com/a/b@latest | warning | high | DL3062"],
  ["go install github.com/a/b", "github.com/a/b | warning | high | DL3062"],
  ["cargo install ripgrep --locked", "ripgrep | warning | high"],
  ["cargo install --git https://github.com/a/b", "https://github.com/a/b | warning | medium"],
  ["dotnet tool install -g dotnet-ef", "dotnet-ef | warning | high"],
])("says of `%s`: %s", (run, expected) => {
  expect(said(run)).toEqual([expected]);
});

test.each([
  "pip install flask==3.0 'django~=5.0' requests@https://example.com/requests-1.0.tar.gz",
  "pip install git+ssh://git@github.com/a/b@v1.0",
  "pip install --find-links /wheels app",
  "pip install flask==$VERSION $MORE",
  "PIP_CONSTRAINT=/c.txt pip install flask",
  "npm install -g npm@11.0.0 @angular/cli@^19",
  "gem install rake -v '~> 13'",
  "go install github.com/a/b@v1.2.3 && go install std",
  "cargo install --path . && cargo install ripgrep@14.1.0 && cargo install --list",
  "dotnet tool install dotnet-ef --version 9.0.0 --tool-path /tools",
  "npm ci && yarn add x && composer require a/b",
])("is silent on `%s`", (run) => {
  expect(said(run)).toEqual([]);
});

test("a project's manifest may hold what a local install leaves open", () => {
  expect(said("npm install express", "COPY package.json .\n")).toEqual([]);
  expect(said("go install github.com/a/b", "COPY go.mod .\n")).toEqual([]);
  expect(said("npm install -g express", "COPY package.json .\n")).toHaveLength(1);
  const parent = "FROM a:1 AS base\nCOPY . .\nFROM base\nRUN npm install express\n";
  expect(findingsOf(unpinnedLanguagePackage, parent)).toEqual([]);
});

test("names what to write", () => {
  const [finding] = findingsOf(
    unpinnedLanguagePackage,
    "FROM python:3.13-slim\nRUN pip install a b c d e\n",
  );
  expect(finding?.message).toMatch(
    /^`a`, `b`, `c` and 2 more have no version: .*`a==<version>`\.$/,
  );
});

import { contextOf } from "../support/describe-rule.ts";
import { describe, expect, test } from "@jest/globals";
import { contextFromListings, unknownContext } from "../../src/context/build-context.ts";
import type { DependencyTool } from "../../src/dockerfile/dependency-tools.ts";
import { projectFilesIn } from "../../src/context/manifests.ts";
import { neededFiles, requirementsToCopy } from "../../src/context/needed-files.ts";

function listing(...names: readonly string[]) {
  return contextFromListings(new Map([["", names]]));
}

describe("projectFilesIn", () => {
  test("tells manifests, lockfiles, settings and signs apart", () => {
    const context = listing("package.json", "yarn.lock", ".npmrc", "packages/", "index.js");
    expect(projectFilesIn(context, "", "yarn")).toEqual({
      manifests: ["package.json"],
      lockfiles: ["yarn.lock"],
      settings: [".npmrc"],
      signs: ["packages/"],
    });
  });

  test("finds manifests by their ending", () => {
    const files = projectFilesIn(listing("Api.csproj", "Api.sln"), "", "dotnet");
    expect(files).toMatchObject({ manifests: ["Api.csproj"], signs: ["Api.sln"] });
  });

  test("is null without a listing, and without a manifest", () => {
    expect(projectFilesIn(unknownContext, "", "npm")).toBeNull();
    expect(projectFilesIn(listing("package-lock.json"), "", "npm")).toBeNull();
    expect(projectFilesIn(listing("package.json"), "web", "npm")).toBeNull();
  });
});

describe("neededFiles", () => {
  test.each([
    ["npm", ["package.json", "package-lock.json"], ["package*.json"]],
    ["npm", ["package.json", "npm-shrinkwrap.json"], ["package.json", "npm-shrinkwrap.json"]],
    ["npm", ["package.json", "package-lock.json", ".npmrc"], ["package*.json", ".npmrc"]],
    ["npm", ["package.json"], ["package.json"]],
    ["go", ["go.mod", "go.sum", "main.go"], ["go.mod", "go.sum"]],
    ["go", ["go.mod"], ["go.mod"]],
    ["bun", ["package.json", "bun.lockb"], ["package.json", "bun.lockb"]],
  ] as const)("names what %s needs of %j", (tool, names, wanted) => {
    expect(neededFiles(listing(...names), "", tool, true)).toEqual({ files: wanted, reason: null });
  });

  test("is null where the install reads more than these", () => {
    expect(neededFiles(listing("package.json", "lerna.json"), "", "npm", true)).toEqual({
      files: null,
      reason: "`lerna.json`",
    });
  });

  test("names only what must be there when nothing is known", () => {
    const filesToCopy = (tool: DependencyTool, locked: boolean) =>
      neededFiles(unknownContext, "", tool, locked).files;
    expect(filesToCopy("npm", false)).toEqual(["package*.json"]);
    expect(filesToCopy("pnpm", true)).toEqual(["package.json", "pnpm-lock.yaml"]);
    expect(filesToCopy("pnpm", false)).toEqual(["package.json", "pnpm-lock.yaml*"]);
    expect(filesToCopy("bun", false)).toEqual(["package.json", "bun.lock*"]);
    expect(filesToCopy("mvn", false)).toEqual(["pom.xml"]);
    expect(filesToCopy("dotnet", false)).toBeNull();
  });
});

describe("requirementsToCopy", () => {
  test("names the files themselves, each once", () => {
    expect(requirementsToCopy(["a/r.txt", "a/r.txt"], unknownContext).files).toEqual(["a/r.txt"]);
  });

  test("takes those along that may be included", () => {
    const context = listing("requirements.txt", "requirements-dev.txt");
    expect(requirementsToCopy(["requirements-dev.txt"], context).files).toEqual([
      "requirements*.txt",
    ]);
    expect(requirementsToCopy(["requirements.txt"], context).files).toEqual(["requirements.txt"]);
    expect(requirementsToCopy(["api/requirements/dev.txt"], context).files).toEqual([
      "api/requirements/",
    ]);
  });
});

describe("the texts of manifests", () => {
  const needed = (tool: DependencyTool, files: Record<string, string>) =>
    neededFiles(contextOf(files), "", tool, false);

  test.each([
    ["poetry", { "pyproject.toml": 'a = { path = "../lib", develop = true }\n' }],
    ["uv", { "pyproject.toml": "[tool.uv.sources]\nlib = { workspace = true }\n" }],
    ["go", { "go.mod": "module a\nreplace example.com/x => ./x\n" }],
    ["bundle", { Gemfile: 'gem "a", path: "gems/a"\n' }],
    ["bundle", { Gemfile: "gemspec\n" }],
    ["composer", { "composer.json": '{"repositories":[{"type": "path","url":"../x"}]}' }],
    ["mix", { "mix.exs": '{:a, path: "../a"}' }],
    ["mvn", { "pom.xml": "<project><modules><module>a</module></modules></project>" }],
    ["dotnet", { "A.csproj": '<ProjectReference Include="../B/B.csproj" />' }],
    ["npm", { "package.json": '{"dependencies":{"a":"file:../a"}}' }],
    ["yarn", { "package.json": '{"devDependencies":{"a":"portal:./a"}}' }],
    ["npm", { "package.json": '{"scripts":{"postinstall":"node scripts/setup.js"}}' }],
    ["pnpm", { "package.json": '{"scripts":{"prepare":"husky && tsc"}}' }],
    ["npm", { "package.json": "{}", "binding.gyp": "" }],
    ["npm", { "package.json": '{"workspaces":["packages/**"]}', "packages/a/package.json": "{}" }],
  ] as const)("say that %s reads more: %j", (tool, files) => {
    expect(needed(tool, files)).toEqual({
      files: null,
      reason: expect.stringMatching(/\S/) as unknown,
    });
  });

  test.each([
    ["uv", { "pyproject.toml": '[tool.hatch.version]\npath = "a.py"\n', "libs/x": "" }],
    ["poetry", { "pyproject.toml": 'packages = [{ include = "a", from = "src" }]\n' }],
    ["go", { "go.mod": "replace example.com/x => example.com/y v1.0.0\n" }],
    ["bundle", { Gemfile: 'ruby file: ".ruby-version"\ngem "rails"\n', "gems/x": "" }],
    ["composer", { "composer.json": '{"type": "project"}', "packages/x": "" }],
    [
      "npm",
      {
        "package.json":
          '{"scripts":{"prepare":"husky install || true","postinstall":"patch-package"}}',
      },
    ],
    ["npm", { "package.json": '{"scripts":{"build":"tsc"}}', "libs/x.ts": "" }],
  ] as const)("say that %s reads nothing else: %j", (tool, files) => {
    const manifest = Object.keys(files)[0];
    expect(needed(tool, files)).toEqual({ files: [manifest], reason: null });
  });

  test("name what else an install reads", () => {
    const files = {
      "package.json": '{"workspaces":{"packages":["packages/*","./web/"]}}',
      "yarn.lock": "",
      ".yarn/releases/yarn.cjs": "",
      "patches/a.patch": "",
      "packages/a/package.json": "{}",
      "packages/b/package.json": "{}",
      "packages/docs/README.md": "",
      "web/package.json": "{}",
    };
    expect(needed("yarn", files).files).toEqual(
      ["package.json", "yarn.lock", "patches/", ".yarn/"].concat([
        "packages/a/package.json",
        "packages/b/package.json",
        "web/package.json",
      ]),
    );
    const pnpm = {
      "package.json": "{}",
      "pnpm-workspace.yaml": "packages: ['app']\n",
      "app/package.json": "",
    };
    expect(needed("pnpm", pnpm).files).toEqual([
      "package.json",
      "pnpm-workspace.yaml",
      "app/package.json",
    ]);
  });

  test("lead from one requirements file to the next", () => {
    const context = contextOf({
      "api/reqs/prod.txt": "-r base.txt\nflask\n",
      "api/reqs/base.txt": "-c ../c.txt\n--requirement=prod.txt\n",
      "api/c.txt": "",
    });
    expect(requirementsToCopy(["api/reqs/prod.txt"], context)).toEqual({
      files: ["api/reqs/prod.txt", "api/reqs/base.txt", "api/c.txt"],
      reason: null,
    });
    for (const line of ["-e .", "./lib", "lib @ file:///x", ".  # here"]) {
      const local = contextOf({ "r.txt": `flask\n${line}\n` });
      expect(requirementsToCopy(["r.txt"], local).files).toBeNull();
    }
  });
});

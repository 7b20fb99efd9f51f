import { describe, expect, test } from "@jest/globals";
import { contextFromListings, unknownContext } from "../../src/context/build-context.ts";
import { filesToCopy, projectFilesIn, requirementsToCopy } from "../../src/context/manifests.ts";

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

describe("filesToCopy", () => {
  test.each([
    ["npm", ["package.json", "package-lock.json"], ["package*.json"]],
    ["npm", ["package.json", "npm-shrinkwrap.json"], ["package.json", "npm-shrinkwrap.json"]],
    ["npm", ["package.json", "package-lock.json", ".npmrc"], ["package*.json", ".npmrc"]],
    ["npm", ["package.json"], ["package.json"]],
    ["go", ["go.mod", "go.sum", "main.go"], ["go.mod", "go.sum"]],
    ["go", ["go.mod"], ["go.mod"]],
    ["bun", ["package.json", "bun.lockb"], ["package.json", "bun.lockb"]],
  ] as const)("names what %s needs of %j", (tool, names, wanted) => {
    expect(filesToCopy(tool, projectFilesIn(listing(...names), "", tool), true)).toEqual(wanted);
  });

  test("is null where the install reads more than these", () => {
    const project = projectFilesIn(listing("package.json", "lerna.json"), "", "npm");
    expect(filesToCopy("npm", project, true)).toBeNull();
  });

  test("names only what must be there when nothing is known", () => {
    expect(filesToCopy("npm", null, false)).toEqual(["package*.json"]);
    expect(filesToCopy("pnpm", null, true)).toEqual(["package.json", "pnpm-lock.yaml"]);
    expect(filesToCopy("pnpm", null, false)).toEqual(["package.json", "pnpm-lock.yaml*"]);
    expect(filesToCopy("bun", null, false)).toEqual(["package.json", "bun.lock*"]);
    expect(filesToCopy("mvn", null, false)).toEqual(["pom.xml"]);
    expect(filesToCopy("dotnet", null, false)).toBeNull();
  });
});

describe("requirementsToCopy", () => {
  test("names the files themselves, each once", () => {
    expect(requirementsToCopy(["a/r.txt", "a/r.txt"], unknownContext)).toEqual(["a/r.txt"]);
  });

  test("takes those along that may be included", () => {
    const context = listing("requirements.txt", "requirements-dev.txt");
    expect(requirementsToCopy(["requirements-dev.txt"], context)).toEqual(["requirements*.txt"]);
    expect(requirementsToCopy(["requirements.txt"], context)).toEqual(["requirements.txt"]);
    expect(requirementsToCopy(["api/requirements/dev.txt"], context)).toEqual([
      "api/requirements/",
    ]);
  });
});

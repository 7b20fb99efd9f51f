import { describe, expect, test } from "@jest/globals";
import { localReference } from "../../src/context/local-references.ts";
import type { DependencyTool } from "../../src/dockerfile/dependency-tools.ts";

describe("localReference", () => {
  test.each<[DependencyTool, string]>([
    ["pip", "flask\n-e ./lib"],
    ["pip", "--find-links wheels/"],
    ["pip", "-f ./wheels"],
    ["pip", "./vendor/x-1.0-py3-none-any.whl"],
    ["poetry", '[tool.poetry.dependencies.x]\npath = "../x"'],
    ["poetry", 'x = { path = "../x", develop = true }'],
    ["uv", '[tool.uv.sources.x]\npath = "../x"'],
    ["uv", 'dynamic = ["version", "dependencies"]'],
    ["cargo", '[dependencies]\nx = { path = "../x" }'],
    ["cargo", '[[bin]]\nname = "x"'],
    ["mvn", "<scope>system</scope><systemPath>${basedir}/lib/x.jar</systemPath>"],
    ["mvn", "<repository><url>file://${project.basedir}/repo</url></repository>"],
    ["bundle", 'ruby file: ".tool-versions"'],
    ["bundle", 'gem "x", File.read("VERSION").strip'],
    ["composer", '{"repositories":[{"type": "artifact", "url": "packages/"}]}'],
    ["composer", '{"extra":{"patches": {"drupal/core": {"x": "patches/x.patch"}}}}'],
    ["composer", '{"extra":{"merge-plugin": {"include": ["modules/*/composer.json"]}}}'],
    ["mix", 'version: File.read!("VERSION")'],
  ])("of %s finds what else an install reads: %j", (tool, text) => {
    expect(localReference(tool, text)).not.toBeNull();
  });

  test.each<[DependencyTool, string]>([
    ["pip", "-e git+https://example.com/x.git@v1#egg=x"],
    ["pip", "--editable=git+ssh://git@example.com/x.git#egg=x"],
    [
      "pip",
      "--find-links https://example.com/wheels\n-r base.txt\n--index-url https://example.com/",
    ],
    ["poetry", 'readme = "README.md"\npackages = [{ include = "x", from = "src" }]'],
    ["uv", 'dynamic = ["version"]\n[tool.uv.sources]\nx = { git = "https://example.com/x" }'],
    [
      "uv",
      '[tool.uv.sources.x]\ngit = "https://example.com/x"\n[tool.hatch.version]\npath = "x.py"',
    ],
    ["poetry", '[tool.poetry.dependencies.x]\nversion = "1"\n[tool.hatch.version]\npath = "x.py"'],
    ["cargo", '[package]\nname = "x"\nedition = "2024"\n[profile.release]\nlto = true'],
    ["mvn", "<parent><relativePath/></parent><directory>${basedir}/src</directory>"],
    ["bundle", 'ruby file: ".ruby-version"\ngem "rails"'],
    ["bundle", 'ruby File.read(".ruby-version").strip'],
    [
      "composer",
      '{"type": "project", "repositories": [{"type": "vcs", "url": "https://example.com"}]}',
    ],
    ["mix", 'deps: [{:plug, "~> 1.0"}]'],
  ])("of %s is silent on what comes from elsewhere: %j", (tool, text) => {
    expect(localReference(tool, text)).toBeNull();
  });
});

import { describe, expect, test } from "@jest/globals";
import { dockerfileMatcher } from "../../src/workflows/find-dockerfiles.ts";

const usual = dockerfileMatcher({ include: [], exclude: [] });

describe("usual names", () => {
  test.each([
    "Dockerfile",
    "services/api/Dockerfile",
    "dockerfile",
    "DOCKERFILE",
    ".devcontainer/Dockerfile",
    "Dockerfile.prod",
    "Dockerfile.c9s",
    "Dockerfile.go",
    "Dockerfile.alpine3.20",
    "Dockerfile-alpine",
    "Dockerfile_dev",
    "Dockerfile-3.12",
    "api.Dockerfile",
    "api.dockerfile",
    "r-ver_4.6.1.Dockerfile",
    "base-Dockerfile",
    "Containerfile",
    "Containerfile.rhel9",
    "ubi.Containerfile",
    "a name with blanks/Dockerfile",
  ])("%s is a Dockerfile", (path) => {
    expect(usual(path)).toBe("dockerfile");
  });

  test.each([
    "Dockerfile.dockerignore",
    "Dockerfile.prod.dockerignore",
    "Dockerfile.md",
    "Dockerfile.orig",
    "Dockerfile.nanorc",
    "Dockerfile.tmLanguage",
    "dockerfile.json.golden",
    "Dockerfile.sh",
    "Dockerfile/README",
    "dockerfile.go",
    "dockerfile_test.py",
    "dockerfile-lint",
    "dockerfile.ts",
    "MyDockerfile",
    "Dockerfiles",
    "docker-compose.yml",
    "api.Dockerfile.txt",
    "README",
    "",
    "node_modules/left/Dockerfile",
    "web/node_modules/left/Dockerfile",
    ".git/Dockerfile",
  ])("%s is something else", (path) => {
    expect(usual(path)).toBe("other");
  });

  test.each([
    "Dockerfile.j2",
    "Dockerfile-debian.template",
    "Dockerfile.TMPL",
    "api/Dockerfile.erb",
  ])("%s is a template", (path) => {
    expect(usual(path)).toBe("template");
  });
});

describe("globs", () => {
  test("an include glob replaces the usual names and overrules endings", () => {
    const kindOf = dockerfileMatcher({
      include: ["images/**/*.docker", "x/Dockerfile.j2"],
      exclude: [],
    });
    expect(kindOf("images/a/b.docker")).toBe("dockerfile");
    expect(kindOf("x/Dockerfile.j2")).toBe("dockerfile");
    expect(kindOf("Dockerfile")).toBe("other");
  });

  test("an exclude glob wins over the usual names and over include globs", () => {
    const patterns = { include: ["**/Dockerfile"], exclude: ["test/**"] };
    expect(dockerfileMatcher(patterns)("test/Dockerfile")).toBe("other");
    expect(dockerfileMatcher({ ...patterns, include: [] })("test/Dockerfile")).toBe("other");
    expect(dockerfileMatcher(patterns)("src/Dockerfile")).toBe("dockerfile");
  });

  test("an include glob with an exclamation mark excludes", () => {
    const kindOf = dockerfileMatcher({ include: ["!legacy/**"], exclude: [] });
    expect(kindOf("legacy/Dockerfile")).toBe("other");
    expect(kindOf("api/Dockerfile")).toBe("dockerfile");
    expect(kindOf("api/main.go")).toBe("other");
  });

  test("a directory with a trailing slash means everything below, a leading ./ nothing", () => {
    const kindOf = dockerfileMatcher({ include: ["./docker/"], exclude: ["./docker/old/"] });
    expect(kindOf("docker/a/build.txt")).toBe("dockerfile");
    expect(kindOf("docker/old/build.txt")).toBe("other");
  });
});

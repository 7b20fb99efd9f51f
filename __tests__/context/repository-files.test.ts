import { describe, expect, test } from "@jest/globals";
import { hasBaseUpdates, withDockerUpdates } from "../../src/context/base-updates.ts";
import { containersOf, withReadOnlyRoot } from "../../src/context/container-settings.ts";
import { imageScans } from "../../src/context/image-scans.ts";
import {
  isRepositoryFile,
  repositoryFilesOf,
  type RepositoryFiles,
} from "../../src/context/repository-files.ts";

function repository(
  texts: Readonly<Record<string, string>>,
  dockerfiles = ["Dockerfile"],
): RepositoryFiles {
  return { texts: new Map(Object.entries(texts)), dockerfiles, prefix: "" };
}

const build = "on: push\njobs:\n  a:\n    steps:\n      - run: docker build .\n";
const workflow = ".github/workflows/a.yml";

describe("the files that are read of a repository", () => {
  test.each([
    [workflow, true],
    [".github/workflows/old/a.yml", false],
    [".github/actions/build/action.yml", true],
    ["ci/Jenkinsfile", true],
    ["services/api/compose.prod.yaml", true],
    ["services/api/k8s/app.yaml", true],
    ["src/data.yaml", false],
    ["src/renovate.json", false],
  ])("%s: %s", (path, wanted) => expect(isRepositoryFile(path)).toBe(wanted));

  test("are bounded, what concerns all of it first", () => {
    const many = Array.from({ length: 400 }, (_, index) => `s${index}/compose.yaml`);
    const read = repositoryFilesOf([...many, workflow]);
    expect([read.length, read[0]]).toEqual([300, workflow]);
  });
});

describe("scans of images", () => {
  test.each([
    ["a build alone", { [workflow]: build }, "unscanned"],
    ["a scanner", { [workflow]: `${build}      - run: trivy image x\n` }, "scanned"],
    [
      "a scanner in a comment",
      { [workflow]: `${build}      # - run: trivy image x\n` },
      "unscanned",
    ],
    [
      "a scanner in another pipeline",
      { [workflow]: build, Jenkinsfile: "sh 'grype x'" },
      "scanned",
    ],
    [
      "a reusable workflow of others",
      { [workflow]: `${build}  b:\n    uses: acme/ci/.github/workflows/image.yml@v1\n` },
      "unknown",
    ],
    [
      "a template of others",
      { ".gitlab-ci.yml": "include:\n  - project: acme/ci\nb:\n  script: docker build .\n" },
      "unknown",
    ],
    ["no build", { [workflow]: "on: push\njobs: {}\n" }, "unknown"],
    ["only a makefile", { Makefile: "image:\n\tdocker build .\n" }, "unknown"],
    ["nothing", {}, "unknown"],
  ])("%s", (_, texts, state) => expect(imageScans(repository(texts)).state).toBe(state));
});

describe("updates of base images", () => {
  test.each([
    ["nothing", {}, false],
    [
      "npm only",
      { ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: npm\n" },
      false,
    ],
    [
      "docker",
      { ".github/dependabot.yaml": "version: 2\nupdates:\n  - package-ecosystem: docker\n" },
      true,
    ],
    ["a file that cannot be read", { ".github/dependabot.yml": "a: [" }, true],
    ["renovate in package.json", { "package.json": '{ "renovate": {} }' }, true],
    ["any other package.json", { "package.json": '{ "name": "renovate" }' }, false],
    [
      "a job that runs Renovate",
      { [workflow]: "jobs:\n  r:\n    steps:\n      - uses: renovatebot/github-action@v40\n" },
      true,
    ],
  ])("%s", (_, texts, known) => {
    expect(hasBaseUpdates(repository(texts))).toBe(known);
  });

  test("are added in the file's own style, before what follows the list", () => {
    const before =
      "version: 2\r\nupdates:\r\n- package-ecosystem: npm\r\n  directory: /\r\n\r\nregistries: {}\r\n";
    expect(withDockerUpdates(before, repository({}, ["a/Dockerfile", "b/Dockerfile"]))).toBe(
      "version: 2\r\nupdates:\r\n- package-ecosystem: npm\r\n  directory: /\r\n" +
        "- package-ecosystem: docker\r\n  directories:\r\n    - /a\r\n    - /b\r\n  schedule:\r\n    interval: weekly\r\n" +
        "\r\nregistries: {}\r\n",
    );
    expect(withDockerUpdates("version: 2\nupdates: []\n", repository({}))).toBeNull();
  });
});

describe("containers of an image", () => {
  const service = (more: string) => `services:\n  api:\n    build: .\n${more}`;

  test.each([
    ["a service", { "compose.yaml": service("") }, [null]],
    ["a service that says it", { "compose.yaml": service("    read_only: false\n") }, [false]],
    ["a service that mounts code", { "compose.yaml": service("    volumes: ['.:/app']\n") }, []],
    ["a file for development", { "compose.dev.yaml": service("") }, []],
    ["another image", { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" }, []],
  ])("%s", (_, texts, readOnly) => {
    const found = containersOf(repository(texts), "Dockerfile");
    expect(found.map((one) => one.readOnly)).toEqual(readOnly);
  });

  test("are those of manifests beside it whose image is named like its directory", () => {
    const pod = (image: string) =>
      `kind: Pod\nspec:\n  containers:\n    - name: c\n      image: ${image}\n`;
    const texts = {
      "api/k8s/pod.yaml": `kind: Service\n---\n${pod("acme/api:1")}`,
      "api/k8s/other.yaml": pod("postgres:17"),
      "web/k8s/pod.yaml": pod("acme/api:1"),
      "api/k8s/template.yaml": pod("acme/api:{{ .Values.tag }}"),
    };
    const found = containersOf(repository(texts, ["api/Dockerfile"]), "api/Dockerfile");
    expect(found).toEqual([
      { path: "api/k8s/pod.yaml", name: "c", kind: "kubernetes", readOnly: null },
    ]);
  });

  test("get a line in a compose file only where that is the only change", () => {
    const text =
      "services:\n  api:\n    build:\n      context: .\n    ports: ['80']\n  web:\n    build: web\n";
    expect(withReadOnlyRoot(text, "api")).toBe(
      text.replace("context: .\n", "context: .\n    read_only: true\n"),
    );
    expect(withReadOnlyRoot("services: { api: { build: . } }\n", "api")).toBeNull();
  });
});

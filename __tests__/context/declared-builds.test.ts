import { describe, expect, test } from "@jest/globals";
import { unknownContext, type BuildContext } from "../../src/context/build-context.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { untaggedBaseImage } from "../../src/rules/base-image/untagged-base-image.ts";
import { unknownSourceStage } from "../../src/rules/stages/unknown-source-stage.ts";
import { contextPlace, declaredBuilds, isComposeFile } from "../../src/context/declared-builds.ts";

/** Builds as `Dockerfile in context`, with named contexts behind. */
function built(path: string, text: string): readonly string[] {
  return declaredBuilds(path, text).map(({ dockerfile, context, namedContexts }) =>
    [`${dockerfile} in ${context || "/"}`, ...namedContexts].join(" + "),
  );
}

describe("compose files", () => {
  const service = (build: string): string => `services:\n  a:\n    build: ${build}\n`;

  test.each([
    [".", ["deploy/Dockerfile in deploy"]],
    ["../api", ["api/Dockerfile in api"]],
    ["..", ["Dockerfile in /"]],
    ["{ context: .., dockerfile: docker/api.Dockerfile }", ["docker/api.Dockerfile in /"]],
    ["{ context: ../app, dockerfile: ../docker/app }", ["docker/app in app"]],
    ["{ dockerfile: dev.Dockerfile }", ["deploy/dev.Dockerfile in deploy"]],
    ["{ context: '${DIR:-../web}' }", ["web/Dockerfile in web"]],
    ["{ context: ., additional_contexts: { lib: ../lib } }", ["deploy/Dockerfile in deploy + lib"]],
    [
      "{ context: ., additional_contexts: [base=docker-image://a] }",
      ["deploy/Dockerfile in deploy + base"],
    ],
  ])("build: %s", (build, expected) => {
    expect(built("deploy/compose.yaml", service(build))).toEqual(expected);
  });

  test.each([
    ["a context that a variable names", service("$DIR")],
    ["a repository", service("https://github.com/o/r.git#main:web")],
    ["a Dockerfile of its own", service('{ context: ., dockerfile_inline: "FROM a" }')],
    ["what lies outside the repository", service("../../other")],
    ["an image", "services:\n  a:\n    image: b\n"],
    ["what is no YAML", "services: [a"],
    [
      "aliases without end",
      `a: &a [x,x]\nb: &b [${"*a,".repeat(20)}]\nc: [${"*b,".repeat(200)}]\n`,
    ],
    ["nothing", ""],
  ])("say nothing of %s", (_, text) => {
    expect(built("deploy/compose.yaml", text)).toEqual([]);
  });

  test("may share builds by anchors and merge keys", () => {
    const text =
      "x-build: &b\n  context: .\nservices:\n  a:\n    build:\n      <<: *b\n      dockerfile: x\n";
    expect(built("compose.yml", text)).toEqual(["x in /"]);
  });

  test.each([
    ["compose.yaml", true],
    ["docker-compose.yml", true],
    ["docker-compose.prod.yml", true],
    ["docker-compose-dev.yaml", true],
    ["composer.yaml", false],
    ["compose.md", false],
  ])("%s: %s", (name, expected) => {
    expect(isComposeFile(name)).toBe(expected);
  });
});

describe("workflows", () => {
  const steps = (text: string, more = ""): string =>
    `jobs:\n  build:\n${more}    steps:\n${text.replace(/^/gm, "      ")}\n`;
  const inWorkflow = (text: string): readonly string[] => built(".github/workflows/ci.yml", text);
  const action = (options: string): string =>
    `- uses: docker/build-push-action@v6\n  with: ${options}`;
  const run = (script: string): string => `- run: |\n${script.replace(/^/gm, "    ")}`;

  test.each([
    ["{ push: true }", ["Dockerfile in /"]],
    ["{ context: ./api }", ["api/Dockerfile in api"]],
    ["{ context: ., file: docker/api.Dockerfile }", ["docker/api.Dockerfile in /"]],
    ["{ context: '{{defaultContext}}' }", ["Dockerfile in /"]],
    ["{ context: '{{defaultContext}}:web' }", ["web/Dockerfile in web"]],
    ["{ context: 'https://github.com/o/r.git' }", []],
    ["{ context: '${{ inputs.dir }}' }", []],
    ["{ context: '${{ github.workspace }}/api' }", ["api/Dockerfile in api"]],
    ["{ context: a, build-contexts: 'lib=../lib' }", ["a/Dockerfile in a + lib"]],
  ])("docker/build-push-action with %s", (options, expected) => {
    expect(inWorkflow(steps(action(options)))).toEqual(expected);
  });

  test.each([
    ["docker build .", ["Dockerfile in /"]],
    ["docker build -t a:1 -f docker/X --build-arg A=b --push api", ["docker/X in api"]],
    [
      "docker buildx build --platform=linux/amd64 --file api/X --load \\\n  --tag 'a b' .",
      ["api/X in /"],
    ],
    [
      "DOCKER_BUILDKIT=1 sudo docker build --pull --no-cache ./api # now",
      ["api/Dockerfile in api"],
    ],
    ["cd api && docker build . && docker push a", ["api/Dockerfile in api"]],
    ["cd api\ncd ../web\npodman build -f X .", ["web/X in web"]],
    ['docker build -f "$PWD/docker/X" "$(pwd)"', ["docker/X in /"]],
    ["docker build --build-context lib=../lib a", ["a/Dockerfile in a + lib"]],
    ["docker build . > log.txt", ["Dockerfile in /"]],
    ["docker build - < Dockerfile", []],
    ["docker build https://github.com/o/r.git", []],
    ["docker build $DIR", []],
    ["(cd api && docker build .)", []],
    ["pushd api; docker build .; popd", []],
    ["docker compose build", []],
    ["echo docker build .", []],
  ])("run: %s", (script, expected) => {
    expect(inWorkflow(steps(run(script)))).toEqual(expected);
  });

  test("may run in another directory, and with variables that are known", () => {
    const text = steps(
      `${run("docker build -f $FILE .")}\n  working-directory: api\n  env: { FILE: x }`,
    );
    expect(inWorkflow(text)).toEqual(["api/x in api"]);
    expect(
      inWorkflow(`defaults: { run: { working-directory: web } }\n${steps(run("docker build ."))}`),
    ).toEqual(["web/Dockerfile in web"]);
  });

  test("make one build for each row of a matrix", () => {
    const matrix =
      "    strategy:\n      matrix:\n        service: [api, web]\n        include:\n          - service: web\n            file: X\n          - { service: job, file: Y }\n";
    const options = "{ context: './s/${{ matrix.service }}' }";
    expect(inWorkflow(steps(action(options), matrix))).toEqual([
      "s/api/Dockerfile in s/api",
      "s/web/Dockerfile in s/web",
      "s/job/Dockerfile in s/job",
    ]);
    const withFile = "{ context: ., file: '${{ matrix.service }}/${{ matrix.file }}' }";
    expect(inWorkflow(steps(action(withFile), matrix))).toEqual(["web/X in /", "job/Y in /"]);
    const mapped = "    strategy:\n      matrix:\n        image: [{ dir: a }, { dir: b }]\n";
    expect(inWorkflow(steps(action("{ context: '${{ matrix.image.dir }}' }"), mapped))).toEqual([
      "a/Dockerfile in a",
      "b/Dockerfile in b",
    ]);
  });

  test("say nothing when the repository is checked out elsewhere", () => {
    const checkout = "- uses: actions/checkout@v4\n  with: { path: source }\n";
    expect(inWorkflow(steps(checkout + run("docker build .")))).toEqual([]);
  });
});

describe("contextPlace", () => {
  const build = (context: string) => ({ dockerfile: "d/Dockerfile", context, namedContexts: [] });

  test("takes of several builds the one in which most sources exist, the first of equals", () => {
    const exists = (path: string): boolean => ["b/x", "d/x"].includes(path);
    const place = (...contexts: string[]) =>
      contextPlace("d/Dockerfile", contexts.map(build), ["x"], exists).root;
    expect([place("a", "b"), place("a", ""), place()]).toEqual(["b", "a", "d"]);
  });

  test("knows nothing from the builds of other Dockerfiles", () => {
    const other = { ...build("a"), dockerfile: "e/Dockerfile" };
    expect(contextPlace("d/Dockerfile", [other], [], () => false)).toEqual({
      root: "d",
      declared: null,
    });
  });
});

test("rules on images know the names of other contexts", () => {
  const build = { dockerfile: "Dockerfile", context: "", namedContexts: ["base", "buidler"] };
  const text = "FROM base AS builder\nFROM other\nCOPY --from=buidler /x /x\n";
  const said = (buildContext: BuildContext): string[] =>
    [untaggedBaseImage, unknownSourceStage].flatMap((rule) =>
      [
        ...rule.check(parseDockerfile(text), {
          path: "Dockerfile",
          buildContext,
          options: rule.options ?? {},
          today: null,
        }),
      ].map(({ span }) => text.slice(span.start, span.end)),
    );
  expect(said(unknownContext)).toEqual(["base", "other", "buidler"]);
  expect(said({ ...unknownContext, declared: build })).toEqual(["other"]);
});

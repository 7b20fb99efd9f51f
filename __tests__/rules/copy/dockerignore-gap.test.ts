import { expect, test } from "@jest/globals";
import { dockerignoreGap } from "../../../src/rules/copy/dockerignore-gap.ts";
import { describeRule, filesFixedBy, findingsOf } from "../../support/describe-rule.ts";

describeRule(dockerignoreGap);

function said(
  ignore: string,
  files: Record<string, string>,
  text = "COPY . /app",
): readonly string[] {
  return findingsOf(dockerignoreGap, `FROM alpine:3.22\n${text}\n`, {
    ".dockerignore": ignore,
    ...files,
  }).map(({ message, confidence }) => `${confidence} ${message}`);
}

test("names what is let through, and what it is", () => {
  expect(said("*.md", { "package.json": "" })).toEqual([
    "medium `.` copies the whole build context, and `.dockerignore` does not keep out `.git` (the repository's history), " +
      "`**/node_modules` (packages of this machine). Add those lines to it.",
  ]);
});

test("is surer of what lies there", () => {
  expect(said(".git", { ".env": "A=1" })[0]).toMatch(/^high .*`\.env` \(settings/);
});

test.each([
  ["a list of what may come in", "*\n!src\n!package.json", { "package.json": "" }, undefined],
  ["names with and without slashes", ".git/\nnode_modules/*", { "package.json": "" }, undefined],
  ["a line for the root only", ".git\n.venv\n__pycache__", { "setup.py": "" }, undefined],
  ["an exception", ".git\n!node_modules", { "package.json": "" }, undefined],
  ["history that a RUN asks for", "", {}, "COPY . /app\nRUN git -C /app describe --tags"],
  [
    "history that a Makefile asks for",
    "",
    { Makefile: "V := $(shell git describe)\n" },
    "COPY . /app\nRUN make build",
  ],
  [
    "history that the version is taken from",
    ".venv\n**/__pycache__",
    { "pyproject.toml": '[build-system]\nrequires = ["setuptools-scm>=8"]\n' },
    "COPY . /app\nRUN pip install /app",
  ],
  [
    "a program of the project that may ask for it",
    "*.test",
    { "build/ci.go": "package main\n", "go.mod": "" },
    "COPY . /app\nRUN cd /app && go run build/ci.go install",
  ],
  [
    "a script that asks for it",
    "",
    { "hack/build.sh": "git rev-parse HEAD\n" },
    "COPY . /app\nRUN sh -e hack/build.sh",
  ],
  [
    "build output that is copied by name",
    ".git",
    { "pom.xml": "" },
    "COPY . /app\nCOPY target/a.jar /",
  ],
])("is silent on %s", (_, ignore, files, text) => {
  expect(said(ignore, files, text)).toEqual([]);
});

test.each([
  ["a Makefile that does not ask git", { Makefile: "build:\n\tgcc main.c\n" }, "RUN make"],
  ["a make of something else", {}, "RUN make -C /usr/src/lib"],
  ["a script that does not ask git", { "build.sh": "npm run build\n" }, "RUN ./build.sh"],
  ["a script that is not the project's", {}, "RUN ./aws/install && sh -c 'x'"],
  ["a program of another module", {}, "RUN go run github.com/a/b@v1.0.0"],
])("names the history beside %s", (_, files, run) => {
  expect(said("*.md", files, `COPY . /app\n${run}`)[0]).toContain("`.git`");
});

test.each([
  ["*.md", "*.md\n.git\n**/node_modules\n"],
  ["*.md\r\n", "*.md\r\n.git\r\n**/node_modules\r\n"],
  ["dist/\n.git/", "dist/\n.git/\n**/node_modules/\n"],
])("adds the lines to %j in its own style", (ignore, after) => {
  const files = { ".dockerignore": ignore, "package.json": "" };
  const fixed = filesFixedBy(dockerignoreGap, "FROM a:1\nCOPY . .\n", files);
  expect(fixed).toEqual({ ".dockerignore": after });
});

test("adds them to the file named after the Dockerfile where that is the one in use", () => {
  const files = { "Dockerfile.dockerignore": ".git\n", ".dockerignore": "", "package.json": "" };
  expect(Object.keys(filesFixedBy(dockerignoreGap, "FROM a:1\nCOPY . .\n", files))).toEqual([
    "Dockerfile.dockerignore",
  ]);
});

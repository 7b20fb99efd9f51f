import { expect, test } from "@jest/globals";
import { missingCopySource } from "../../../src/rules/copy/missing-copy-source.ts";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { contextOf, describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(missingCopySource);

const files = {
  "package.json": "",
  "README.md": "",
  "scripts/entrypoint.sh": "",
  "tests/a.test.ts": "",
  link: "",
};

function said(text: string): readonly string[] {
  return findingsOf(missingCopySource, `FROM alpine:3.22\n${text}\n`, files).map(
    ({ message, confidence }) => `${confidence} ${message}`,
  );
}

test.each([
  ["COPY Readme.md /", "high", "`README.md`"],
  ["COPY package.json scripts/entrypiont.sh /", "high", "`scripts/entrypoint.sh`"],
  ["COPY package.json test /", "high", "`tests`"],
  ["COPY Scripts/entrypoint.sh /", "high", "`scripts`"],
])("%j: %s, %s was meant", (text, confidence, meant) => {
  expect(said(text)).toEqual([
    expect.stringMatching(new RegExp(`^${confidence} There is no .* Did you mean ${meant}`)),
  ]);
});

test("says what is not there when nothing is like it", () => {
  expect(said("COPY package.json server.js /")).toEqual([
    "medium There is no `server.js` in the build context, so COPY stops the build. Correct the path, or add the file.",
  ]);
});

test("is surer where a build of the repository says that this is the context", () => {
  const text = "FROM alpine:3.22\nCOPY server.js worker.py /\n";
  const build = { dockerfile: "Dockerfile", context: "", namedContexts: [] };
  const declared = { ...contextOf(files), declared: build };
  const problems = [
    ...missingCopySource.check(parseDockerfile(text), {
      path: "Dockerfile",
      buildContext: declared,
      options: {},
      today: null,
    }),
  ];
  expect(problems.map(({ confidence }) => confidence)).toEqual(["medium", "medium"]);
});

test.each([
  ["what the build before it makes", "COPY package.json target/app.jar dist/index.js manager /"],
  ["a directory that this may not be the context of", "COPY server.js worker.py /"],
  ["names that differ by a number", "COPY package.json link2 /"],
  ["what lies behind a link", "COPY package.json link/x.sh /"],
  ["wildcards, variables and URLs", "COPY package.json serv?r.js $X https://example.com/x.js /"],
  ["the history", "COPY package.json .git /"],
])("is silent on %s", (_, text) => {
  expect(said(text)).toEqual([]);
});

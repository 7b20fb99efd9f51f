import { expect, test } from "@jest/globals";
import { ignoredCopySource } from "../../../src/rules/copy/ignored-copy-source.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(ignoredCopySource);

function said(text: string, ignore: string, name = ".dockerignore"): readonly string[] {
  const files = { [name]: ignore, "dist/a.js": "" };
  return findingsOf(ignoredCopySource, `FROM alpine:3.22\n${text}\n`, files).map(
    ({ message }) => message,
  );
}

test("names the line that keeps the path out", () => {
  expect(said("COPY dist/a.js /app/", "# made by the build\n*.md\ndist")).toEqual([
    "`.dockerignore` keeps `dist/a.js` out of the build context (line 3: `dist`), so COPY does not find it and the build stops. " +
      "Add `!dist/a.js` behind that line, or copy it from a stage that makes it.",
  ]);
});

test("reads the file that is named after the Dockerfile", () => {
  const [message] = said("ADD ./dist /app/", "dist", "Dockerfile.dockerignore");
  expect(message).toMatch(/^`Dockerfile\.dockerignore` keeps `dist` out.*ADD does not find/);
});

test.each([
  ["an exception", "COPY dist /app/", "dist\n!dist/a.js"],
  ["an exception for all of it", "COPY src/a /app/", "*\n!src"],
  ["a wildcard", "COPY dist/*.js /app/", "dist"],
  ["a variable", "ARG D=dist\nCOPY $D /app/", "dist"],
  ["a stage", "COPY --from=build dist /app/", "dist"],
  ["an image", "COPY --from=example/app:1 /dist /app/", "dist"],
  ["a URL", "ADD https://example.com/dist /app/", "**"],
  ["a heredoc", "COPY <<dist /app/\nx\ndist", "dist"],
  ["the whole context", "COPY . /app/", "*"],
  ["another build's context", "ONBUILD COPY dist /app/", "dist"],
  ["a file that Docker refuses", "COPY dist /app/", "dist\n[a"],
])("is silent on %s", (_, text, ignore) => {
  expect(said(text, ignore)).toEqual([]);
});

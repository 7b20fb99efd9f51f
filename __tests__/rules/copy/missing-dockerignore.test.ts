import { expect, test } from "@jest/globals";
import { missingDockerignore } from "../../../src/rules/copy/missing-dockerignore.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(missingDockerignore);

function said(text: string, files: Record<string, string>): readonly string[] {
  return findingsOf(missingDockerignore, `FROM alpine:3.22\n${text}\n`, files).map(
    ({ message }) => message,
  );
}

test("names the lines that belong into it, by what lies there", () => {
  expect(said("COPY . /app", { "package.json": "", ".env": "", "app.csproj": "" })).toEqual([
    "`.` copies the whole build context, and no .dockerignore keeps anything out of it. Add a .dockerignore beside it with at least " +
      "the lines `.git`, `**/node_modules`, `**/bin`, `**/obj`, `.env`.",
  ]);
});

test.each([["COPY ./ /app"], ["ADD * /app/"], ['COPY [".", "/app"]'], ["COPY / /app"]])(
  "says it of %j",
  (text) => {
    expect(said(text, { "a.txt": "" })).toHaveLength(1);
  },
);

test.each([
  ["a part of the context", "COPY src /app", {}],
  ["a stage", "COPY --from=build . /app", {}],
  ["what is left out by the instruction", "COPY --exclude=.git . /app", {}],
  ["another build's context", "ONBUILD COPY . /app", {}],
  ["a file named after the Dockerfile", "COPY . /app", { "Dockerfile.dockerignore": "" }],
])("is silent on %s", (_, text, files) => {
  expect(said(text, { "a.txt": "", ...files })).toEqual([]);
});

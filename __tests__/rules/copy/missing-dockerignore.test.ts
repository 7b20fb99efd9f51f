import { describe, expect, test } from "@jest/globals";
import { missingDockerignore } from "../../../src/rules/copy/missing-dockerignore.ts";
import { describeRule, filesFixedBy, findingsOf } from "../../support/describe-rule.ts";

describeRule(missingDockerignore);

function said(text: string, files: Record<string, string>): readonly string[] {
  return findingsOf(missingDockerignore, `FROM alpine:3.22\n${text}\n`, files).map(
    ({ message }) => message,
  );
}

test("names the lines that belong into it, by what lies there", () => {
  const files = { "package.json": "", ".env": "", "app.csproj": "" };
  expect(said("COPY . /app\nRUN dotnet publish", files)).toEqual([
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

describe("the new file", () => {
  const linesFor = (text: string, files: Record<string, string>): readonly string[] =>
    (filesFixedBy(missingDockerignore, `FROM a:1\n${text}\n`, files)[".dockerignore"] ?? "")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));

  test.each([
    ["Maven", "RUN ./mvnw package", { "pom.xml": "" }, ["target", "*/target"]],
    ["Gradle", "RUN gradle build", { "build.gradle.kts": "" }, [".gradle", "build", "*/build"]],
    ["Rust", "RUN cargo build --release", { "Cargo.toml": "" }, ["target", "*/target"]],
    ["Go", "RUN go build ./...", { "go.mod": "" }, ["*.test"]],
    [".NET", "RUN dotnet publish", { "src/App.csproj": "" }, ["**/bin", "**/obj"]],
    ["PHP", "RUN composer install", { "composer.json": "" }, ["vendor"]],
    ["Ruby", "RUN bundle install", { Gemfile: "" }, [".bundle", "log/*", "tmp/*"]],
    ["Next.js", "RUN npm run build", { "package.json": "", "next.config.mjs": "" }, [".next"]],
  ])("is made for %s", (_, run, files, lines) => {
    expect(linesFor(`COPY . .\n${run}`, files)).toEqual(expect.arrayContaining(lines));
  });

  test("has each language of a repository under its name", () => {
    const files = { "web/package.json": "", "api/requirements.txt": "", "go.mod": "" };
    const text = filesFixedBy(missingDockerignore, "FROM a:1\nCOPY . .\n", files)[".dockerignore"];
    expect(text?.match(/^# .*/gm)).toEqual([
      "# Not needed in the image: history, local settings, logs",
      "# Node.js",
      "# Python",
      "# Go",
    ]);
  });

  test("keeps nothing out that a COPY or a bind mount names, or that no RUN makes", () => {
    const files = { "package.json": "", "pom.xml": "", "a.log": "", "target/a.jar": "" };
    const text =
      "COPY . .\nCOPY *.log .env /x/\nCOPY target/*.jar /x/\n" +
      "RUN --mount=type=bind,source=.vscode/x.json,target=/x.json mvn -v\nRUN git describe";
    expect(linesFor(text, files)).toEqual([
      "**/.DS_Store",
      ".idea",
      "**/node_modules",
      "coverage",
      "*/target",
    ]);
    expect(linesFor("COPY . .\nCMD java -jar target/a.jar", files)).not.toContain("target");
  });
});
